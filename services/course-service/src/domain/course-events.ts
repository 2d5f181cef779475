import {
  courseDeleted,
  courseMediaUsed,
  coursePublished,
  courseUnpublished,
  courseUpdated,
  type EventDefinition,
} from '@studynotion/contracts';
import { type Course, mediaIdsOf } from './course.ts';

export interface Announcement {
  readonly event: EventDefinition;
  readonly data: unknown;
}

/** What the others must know of a change: each event holds the course's new state. */
export function eventsOfChange(before: Course | undefined, after: Course): readonly Announcement[] {
  return [...saleEvents(before, after), ...mediaEvents(before, after)];
}

function saleEvents(before: Course | undefined, after: Course): readonly Announcement[] {
  const { id, version, slug, title, price, instructorId, thumbnail } = after;
  const state = { aggregateId: id, version };
  if (after.status === 'deleted') return [{ event: courseDeleted, data: state }];
  const wasOnSale = before?.status === 'published';
  if (after.status === 'draft') return wasOnSale ? [{ event: courseUnpublished, data: state }] : [];
  const offer = { ...state, slug, title, price, instructorId, thumbnailUrl: thumbnail?.imageUrl };
  return [{ event: wasOnSale ? courseUpdated : coursePublished, data: offer }];
}

function mediaEvents(before: Course | undefined, after: Course): readonly Announcement[] {
  const used = before === undefined ? [] : mediaIdsOf(before);
  const mediaIds = mediaIdsOf(after);
  if (mediaIds.length === used.length && mediaIds.every((id) => used.includes(id))) return [];
  return [{ event: courseMediaUsed, data: { aggregateId: after.id, version: after.version, mediaIds } }];
}
