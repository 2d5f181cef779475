import { createHash } from 'node:crypto';
import type { Id } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { Article } from './course.ts';
import { readingSeconds } from './reading-seconds.ts';

/** Content that must be there before the course that shows it. */
export interface NewContent {
  readonly id: Id;
  readonly courseId: Id;
  readonly lectureId: Id;
  readonly markdown: string;
}

/** A text on its way to be stored, and what its lecture says of it. */
export function newContent(
  courseId: Id,
  lectureId: Id,
  markdown: string,
): { readonly content: NewContent; readonly fields: Pick<Article, 'readingSeconds' | 'contentId' | 'contentHash'> } {
  const id = newId();
  return {
    content: { id, courseId, lectureId, markdown },
    fields: { readingSeconds: readingSeconds(markdown), contentId: id, contentHash: contentHash(markdown) },
  };
}

export function contentHash(markdown: string): string {
  return createHash('sha256').update(markdown).digest('hex');
}
