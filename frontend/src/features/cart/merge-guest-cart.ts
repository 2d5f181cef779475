import { type ApiProblem, isTransient } from '../../shared/api/api-problem.ts';

export interface MergeNeeds {
  /** What was chosen before logging in. */
  readonly courseIds: readonly string[];
  /** Adds it to the cart of the account; twice is the same as once. */
  readonly merge: (courseIds: readonly string[]) => Promise<ApiProblem | undefined>;
  readonly forget: (courseIds: readonly string[]) => void;
}

/**
 * Takes a guest's cart over into the account's. What was not taken over because nobody answered stays, to be taken over
 * the next time; what was refused would be refused again.
 */
export async function mergeGuestCart({ courseIds, merge, forget }: MergeNeeds): Promise<void> {
  if (courseIds.length === 0) return;
  const problem = await merge(courseIds);
  if (problem === undefined || !(isTransient(problem) || problem.code === 'session.invalid')) forget(courseIds);
}
