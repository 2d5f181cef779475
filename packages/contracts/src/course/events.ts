import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
import { aggregateFields, event } from '../event.ts';
import { Id, Instant, Money, Slug } from '../primitives.ts';

const OfferFields = {
  ...aggregateFields,
  slug: Slug,
  title: z.string(),
  price: Money,
  instructorId: Id,
  thumbnailUrl: z.url().optional(),
};

/** A course went on sale; `aggregateId` is the course. */
export const coursePublished = event({
  type: 'studynotion.course.published.v1',
  producer: 'course-service',
  data: z.strictObject(OfferFields),
});

/** A course on sale changed. */
export const courseUpdated = event({
  type: 'studynotion.course.updated.v1',
  producer: 'course-service',
  data: z.strictObject(OfferFields),
});

/** A course went off sale; who is enrolled keeps it. */
export const courseUnpublished = event({
  type: 'studynotion.course.unpublished.v1',
  producer: 'course-service',
  data: z.strictObject(aggregateFields),
});

/** A course that nobody was enrolled in is gone for good. */
export const courseDeleted = event({
  type: 'studynotion.course.deleted.v1',
  producer: 'course-service',
  data: z.strictObject(aggregateFields),
});

/** The pictures and videos a course uses have changed; all that it uses now stand here. `aggregateId` is the course. */
export const courseMediaUsed = event({
  type: 'studynotion.course.media-used.v1',
  producer: 'course-service',
  data: z.strictObject({ ...aggregateFields, mediaIds: z.array(Id) }),
});

/** Somebody who is enrolled completed every lecture, for the first time; `aggregateId` is `<accountId>:<courseId>`. */
export const courseCompleted = event({
  type: 'studynotion.course.completed.v1',
  producer: 'course-service',
  data: z.strictObject({ ...aggregateFields, accountId: Id, courseId: Id, completedAt: Instant }),
});

export const courseAccountErased = accountErasedEvent('course', 'course-service');
