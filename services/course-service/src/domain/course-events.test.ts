import { describe, expect, test } from '@jest/globals';
import type { EventDefinition } from '@studynotion/contracts';
import type { Course } from './course.ts';
import { eventsOfChange } from './course-events.ts';

const now = new Date('2026-01-01T00:00:00.000Z');
const id = (digit: number) => String(digit).repeat(24);

const course = (change: Partial<Course> = {}): Course => ({
  id: id(1),
  version: 2,
  slug: 'a-course',
  status: 'draft',
  instructorId: id(2),
  title: 'A course',
  summary: '',
  description: '',
  whatYouWillLearn: [],
  requirements: [],
  tags: [],
  level: 'beginner',
  language: 'en',
  price: { amount: 0, currency: 'INR' },
  sections: [],
  shown: { lectureIds: [], durationSeconds: 0 },
  createdAt: now,
  changedAt: now,
  ...change,
});
const thumbnail = (digit: number) => ({ mediaId: id(digit), imageUrl: `https://media.example/${digit}.jpg` });
const typesOf = (before: Course | undefined, after: Course) =>
  eventsOfChange(before, after).map(({ event }) => event.type.split('.').slice(1, 3).join('.'));

describe('what others hear of a change', () => {
  test.each([
    ['a draft begins', undefined, course(), []],
    ['a draft changes', course(), course({ title: 'x' }), []],
    ['an import puts one on sale', undefined, course({ status: 'published' }), ['course.published']],
    ['a draft goes on sale', course(), course({ status: 'published' }), ['course.published']],
    ['what is on sale changes', course({ status: 'published' }), course({ status: 'published' }), ['course.updated']],
    ['it goes off sale', course({ status: 'published' }), course(), ['course.unpublished']],
    ['a draft is deleted', course(), course({ status: 'deleted' }), ['course.deleted']],
    ['a picture comes', course(), course({ thumbnail: thumbnail(3) }), ['course.media-used']],
    [
      'a picture changes',
      course({ thumbnail: thumbnail(3) }),
      course({ thumbnail: thumbnail(4) }),
      ['course.media-used'],
    ],
    ['a picture goes', course({ thumbnail: thumbnail(3) }), course(), ['course.media-used']],
    ['a picture stays', course({ thumbnail: thumbnail(3) }), course({ thumbnail: thumbnail(3), title: 'x' }), []],
    [
      'all of it goes',
      course({ status: 'published', thumbnail: thumbnail(3) }),
      course({ status: 'deleted' }),
      ['course.deleted', 'course.media-used'],
    ],
  ] as const)('when %s', (_what, before, after, types) => {
    expect(typesOf(before, after)).toEqual(types);
  });

  test('keeps the contract of each event', () => {
    const full = course({ status: 'published', thumbnail: thumbnail(3) });
    const changes = [
      [undefined, full],
      [full, full],
      [full, course()],
      [full, course({ status: 'deleted' })],
    ] as const;
    for (const { event, data } of changes.flatMap(([before, after]) => eventsOfChange(before, after)))
      expect((event as EventDefinition).data.parse(data)).toMatchObject({ aggregateId: id(1), version: 2 });
  });
});
