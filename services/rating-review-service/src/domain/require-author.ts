import { getAccount } from '@studynotion/contracts';
import { BusinessError, type Caller, callRoute, NotAuthenticatedError, type Sidecar } from '@studynotion/service-kit';
import type { PeopleRepository } from '../data/people-repository.ts';

export interface AuthorNeeds {
  readonly people: PeopleRepository;
  readonly sidecar: Sidecar;
}

/**
 * Sees to it that the caller has a name to stand beside a review. Where the profile's news did not come yet, the account's
 * name is taken.
 * @throws NotAuthenticatedError `session.invalid` where the account was deleted, UnavailableError `service.unavailable`
 */
export async function requireAuthor({ people, sidecar }: AuthorNeeds, { accountId }: Caller): Promise<void> {
  const state = await people.stateOf(accountId);
  if (state === 'known') return;
  if (state === 'deleted') throw new NotAuthenticatedError('session.invalid');
  const account = await callRoute(sidecar, getAccount, 200, { params: { accountId } }).catch((error: unknown) => {
    if (error instanceof BusinessError && error.code === 'account.not-found')
      throw new NotAuthenticatedError('session.invalid', { cause: error });
    throw error;
  });
  await people.learn(accountId, 0, { firstName: account.firstName, lastName: account.lastName });
}
