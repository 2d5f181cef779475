import { NotAllowedError, NotFoundError, UnavailableError } from '@studynotion/service-kit';
import type { AccountWithPassword } from './account.ts';
import { isAdministrator } from './account-change.ts';
import { endSessions } from './end-sessions.ts';
import type { Needs } from './needs.ts';

type EraseNeeds = Pick<Needs, 'limits' | 'accounts' | 'hasher' | 'sessions' | 'administratorGuard' | 'faultPoint'>;

const ATTEMPTS = 3;

/** Deletes an account for good, for whoever knows its password. One that is gone is not found, however often it is asked for. */
export async function eraseAccount(
  needs: EraseNeeds,
  id: string,
  { password, erasureId }: { password: string; erasureId: string },
): Promise<void> {
  if ((await needs.accounts.find(id)) === undefined) throw new NotFoundError('account.not-found');
  await needs.limits.count('account-erase', id);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const account = await requirePassword(needs, id, password);
    const erased = await erase(needs, account, erasureId);
    if (erased === undefined) continue; // somebody changed the account in between, perhaps its password
    needs.faultPoint('account-erased');
    await endSessions(needs, erased);
    return;
  }
  throw new UnavailableError('service.unavailable', { retryAfterSeconds: 1 });
}

async function requirePassword(
  { accounts, hasher }: EraseNeeds,
  id: string,
  password: string,
): Promise<AccountWithPassword> {
  const account = await accounts.findWithPassword({ id });
  if (account === undefined) throw new NotFoundError('account.not-found');
  if (!(await hasher.verify(password, account.passwordHash))) throw new NotAllowedError('password.wrong');
  return account;
}

async function erase(
  { accounts, administratorGuard }: EraseNeeds,
  account: AccountWithPassword,
  erasureId: string,
): Promise<Pick<AccountWithPassword, 'id' | 'version'> | undefined> {
  const write = () => accounts.erase(account, erasureId);
  return isAdministrator(account) ? administratorGuard.whileAnotherRemains(account.id, write) : write();
}
