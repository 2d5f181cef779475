import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repository } from '../installation.ts';
import { type FileProblem, readCourseFile } from './read-course-file.ts';

const aCourse = (change: Record<string, unknown> = {}) => ({
  slug: 'first-steps',
  title: 'First steps',
  summary: 'How to begin',
  description: 'A short course',
  whatYouWillLearn: ['To begin'],
  level: 'beginner',
  language: 'en',
  price: { amount: 0, currency: 'INR' },
  sections: [{ title: 'One', lectures: [{ title: 'Hello', kind: 'article', markdown: '# Hello' }] }],
  ...change,
});

const aFile = (...courses: unknown[]) =>
  JSON.stringify(
    { format: 'studynotion-courses-v1', instructor: { email: 'instructor@studynotion.example' }, courses },
    undefined,
    2,
  );

function problemsOf(text: string): readonly FileProblem[] {
  const result = readCourseFile(text);
  return 'problems' in result ? result.problems : [];
}

/** What stands in the file where the problem is said to be. */
function textAt(text: string, { line, column }: FileProblem): string {
  return (text.split('\n')[line - 1] ?? '').slice(column - 1);
}

describe('a course file', () => {
  test('that is right is read', () => {
    expect(readCourseFile(aFile(aCourse()))).toMatchObject({ courses: { courses: [{ slug: 'first-steps' }] } });
  });

  test('may be indented with tabs and be on one line', () => {
    const content = JSON.parse(aFile(aCourse()));
    for (const text of [JSON.stringify(content), JSON.stringify(content, undefined, '\t')])
      expect(readCourseFile(text)).toHaveProperty('courses');
  });

  test('ships as an example, with three courses', () => {
    const result = readCourseFile(readFileSync(join(repository, 'examples', 'courses.json'), 'utf8'));
    expect(result).toHaveProperty('courses');
    if ('courses' in result) expect(result.courses.courses).toHaveLength(3);
  });
});

describe('a mistake is reported where it stands', () => {
  test('a wrong value', () => {
    const text = aFile(aCourse(), aCourse({ slug: 'second', price: { amount: 12.5, currency: 'INR' } }));
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(/^courses\[1\]\.price\.amount: /);
    expect(textAt(text, problem as FileProblem)).toBe('12.5,');
  });

  test('a missing field, at the object that lacks it', () => {
    const text = aFile(aCourse({ title: undefined }));
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(/^courses\[0\]\.title: /);
    expect(problem?.line).toBe(text.split('\n').findIndex((line) => line.includes('"slug"')));
  });

  test('a field that is not known, at its name', () => {
    const text = aFile(aCourse({ discount: 10 }));
    const [problem] = problemsOf(text);
    expect(problem?.message).toBe('courses[0].discount: is not known here');
    expect(textAt(text, problem as FileProblem)).toBe('"discount": 10');
  });

  test('a slug that stands twice', () => {
    const text = aFile(aCourse(), aCourse());
    const [problem] = problemsOf(text);
    expect(problem?.message).toBe('courses[1].slug: is that of courses[0] too');
    expect(textAt(text, problem as FileProblem)).toBe('"first-steps",');
  });

  test('a missing comma', () => {
    const [problem] = problemsOf('{\n  "format": "studynotion-courses-v1"\n  "courses": []\n}');
    expect(problem).toMatchObject({ line: 3 });
  });

  test('an empty file', () => {
    expect(problemsOf('')).toHaveLength(1);
  });

  test('all mistakes at once, in the order of the file', () => {
    const text = aFile(aCourse({ level: 'expert', language: 'English' }), aCourse({ slug: 'two', sections: [] }));
    const problems = problemsOf(text);
    expect(problems.map(({ message }) => message.split(':')[0])).toEqual([
      'courses[0].level',
      'courses[0].language',
      'courses[1].sections',
    ]);
    expect(problems.map(({ line }) => line)).toEqual([...problems.map(({ line }) => line)].sort((a, b) => a - b));
  });

  test('more than the platform takes at once', () => {
    const lecture = { title: 'Long', kind: 'article', markdown: 'x'.repeat(100_000) };
    const lectures = Array.from({ length: 40 }, () => lecture);
    expect(problemsOf(aFile(aCourse({ sections: [{ title: 'Long', lectures }] })))[0]?.message).toMatch(/split it/);
  });
});
