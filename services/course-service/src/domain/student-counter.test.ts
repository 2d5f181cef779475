import { describe, expect, test } from '@jest/globals';
import type { CourseRepository } from '../data/course-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import { StudentCounter } from './student-counter.ts';

const courseId = '0123456789abcdef01234567';
const breath = () => new Promise((resolve) => setImmediate(resolve));

/** Enrolments and the number that a course has of them; `counts` tells how often they were counted. */
function aCourse() {
  const stored = { enrolled: 0, studentCount: 0, studentsCounted: 0, counts: 0, failures: 0 };
  const enrollments = {
    async countActive() {
      stored.counts += 1;
      const { enrolled } = stored;
      await breath();
      return enrolled;
    },
  };
  const courses = {
    async studentsCounted() {
      if (stored.failures-- > 0) throw new Error('the database is away');
      return stored.studentsCounted;
    },
    async setStudentCount(_id: string, studentCount: number, studentsCounted: number) {
      await breath();
      if (stored.studentsCounted !== studentsCounted) return false;
      Object.assign(stored, { studentCount, studentsCounted: studentsCounted + 1 });
      return true;
    },
  };
  const needs = {
    courses: courses as unknown as CourseRepository,
    enrollments: enrollments as unknown as EnrollmentRepository,
  };
  return { stored, replica: () => new StudentCounter(needs) };
}

describe('counting students', () => {
  test('a hundred who ask at once share two counts, and each finds theirs counted', async () => {
    const { stored, replica } = aCourse();
    const counter = replica();
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        stored.enrolled += 1;
        const mine = stored.enrolled;
        await counter.count(courseId);
        expect(stored.studentCount).toBeGreaterThanOrEqual(mine);
        if (mine % 10 === 0) await breath();
      }),
    );
    expect(stored.studentCount).toBe(100);
    expect(stored.counts).toBeLessThanOrEqual(2);
  });

  test('replicas that count at the same time end at the right number', async () => {
    const { stored, replica } = aCourse();
    const counters = Array.from({ length: 5 }, replica);
    await Promise.all(
      Array.from({ length: 50 }, async (_, place) => {
        for (let pause = 0; pause < place % 7; pause += 1) await breath();
        stored.enrolled += 1;
        await counters[place % 5]?.count(courseId);
      }),
    );
    expect(stored.studentCount).toBe(50);
  });

  test('a count that fails is told to who asked, and does not hold up the next', async () => {
    const { stored, replica } = aCourse();
    const counter = replica();
    stored.failures = 1;
    stored.enrolled = 1;
    await expect(counter.count(courseId)).rejects.toThrow('the database is away');
    await counter.count(courseId);
    expect(stored.studentCount).toBe(1);
  });
});
