import type { Id } from '@studynotion/contracts';

/** What somebody thinks of a course. */
export interface Opinion {
  /** Stars, 1 to 5. */
  readonly rating: number;
  /** Plain text. */
  readonly text?: string;
}

/** A review that everybody sees. */
export interface Review extends Opinion {
  readonly id: Id;
  readonly courseId: Id;
  /** Absent where the author's account was deleted. */
  readonly accountId?: Id;
  readonly createdAt: Date;
  readonly changedAt?: Date;
}

export function isSameOpinion(one: Opinion, other: Opinion): boolean {
  return one.rating === other.rating && one.text === other.text;
}
