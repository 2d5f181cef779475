import { createHash } from 'node:crypto';
import type { Id } from '@studynotion/contracts';

const LENGTH = 24;

/**
 * The id of an account's review of a course. It follows from both, so that there is one and its unique key decides every
 * race; and it does not show the account, so that nothing has to be rewritten when the account is deleted.
 */
export function reviewIdOf(accountId: Id, courseId: Id): Id {
  return createHash('sha256').update(`${accountId}:${courseId}`).digest('hex').slice(0, LENGTH);
}
