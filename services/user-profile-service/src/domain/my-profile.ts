import { getAccount } from '@studynotion/contracts';
import { BusinessError, type Caller, callRoute, NotFoundError, type Sidecar } from '@studynotion/service-kit';
import type { Profiles } from '../data/profiles.ts';
import type { AccountFacts, Profile } from './profile.ts';

export interface MyProfileNeeds {
  readonly profiles: Profiles;
  readonly sidecar: Sidecar;
}

/**
 * The caller's own profile. Right after sign-up the event may still be on its way: then the account is asked for,
 * and what the event would write is written now.
 */
export async function myProfile({ profiles, sidecar }: MyProfileNeeds, caller: Caller): Promise<Profile> {
  const known = await profiles.find(caller.accountId);
  if (known !== undefined) return known;

  await profiles.applyAccount(await accountOf(sidecar, caller.accountId));
  const created = await profiles.find(caller.accountId);
  if (created === undefined) throw new NotFoundError('profile.not-found');
  return created;
}

async function accountOf(sidecar: Sidecar, accountId: string): Promise<AccountFacts> {
  try {
    const account = await callRoute(sidecar, getAccount, 200, { params: { accountId } });
    const { version: accountVersion, email, firstName, lastName, contactNumber } = account;
    return { accountId, accountVersion, email, firstName, lastName, contactNumber };
  } catch (error) {
    if (error instanceof BusinessError && error.code === 'account.not-found')
      throw new NotFoundError('profile.not-found', { cause: error });
    throw error;
  }
}
