import { z } from 'zod';
import { aggregateFields, event } from '../event.ts';
import { Id, Money, Slug } from '../primitives.ts';

const OfferFields = { ...aggregateFields, slug: Slug, title: z.string(), price: Money, instructorId: Id };

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
