import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('course-service');

/** How far somebody is in a course. Counts only what stands in the course now, so it is 0 to 100 always. */
export const Progress = z
  .strictObject({
    completedLectureIds: z.array(Id),
    percent: z.int().min(0).max(100),
    /** Where one stopped in each lecture, in seconds. */
    positions: z.record(Id, z.int().min(0)),
    /** What was looked at last, on any device. */
    lastLectureId: Id.optional(),
    completedAt: Instant.optional(),
  })
  .meta({ id: 'Progress' });
export type Progress = z.infer<typeof Progress>;

const OfLecture = z.strictObject({ courseId: Id, lectureId: Id });
const problems = ['course.not-found', 'lecture.not-found', 'enrollment.required', 'service.unavailable'] as const;

export const completeLecture = route({
  method: 'PUT',
  path: '/learning/:courseId/lectures/:lectureId/completion',
  summary: 'Mark a lecture as completed; again changes nothing',
  access: 'signed-in',
  params: OfLecture,
  answers: { 200: Progress },
  problems,
});

export const uncompleteLecture = route({
  method: 'DELETE',
  path: '/learning/:courseId/lectures/:lectureId/completion',
  summary: 'Mark a lecture as not completed; again changes nothing',
  access: 'signed-in',
  params: OfLecture,
  answers: { 200: Progress },
  problems,
});

export const savePosition = route({
  method: 'PUT',
  path: '/learning/:courseId/lectures/:lectureId/position',
  summary: 'Remember where I am in a lecture, to go on there on any device',
  access: 'signed-in',
  params: OfLecture,
  /** When it was watched, so that a late request of another device does not win over a newer one. */
  body: z.strictObject({ seconds: z.int().min(0).max(86_400), watchedAt: Instant }),
  answers: { 200: Progress },
  problems,
});
