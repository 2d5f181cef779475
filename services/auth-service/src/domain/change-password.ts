import { type Caller, NotAllowedError, NotAuthenticatedError, UnavailableError } from '@studynotion/service-kit';
import type { Account } from './account.ts';
import type { Needs } from './needs.ts';
import { requireUncommon } from './password-rules.ts';

type ChangeNeeds = Pick<Needs, 'limits' | 'accounts' | 'hasher' | 'sessions'>;

/** Changes the caller's password; the session at hand goes on, the others end. */
export async function changePassword(
  needs: ChangeNeeds,
  caller: Caller,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<void> {
  const { limits, accounts, hasher, sessions } = needs;
  await limits.count('password-change', caller.accountId);
  requireUncommon(newPassword);
  const account = await requirePassword(needs, caller, currentPassword);
  const passwordHash = await hasher.hash(newPassword);

  // First, so that a refresh of this very session in between does not find it left behind.
  const isOpen = await sessions.keep(caller.sessionId, account.passwordVersion + 1);
  if (!isOpen) throw new NotAuthenticatedError('session.invalid');
  const isSet = await accounts.setPassword(account, passwordHash, 'changed');
  if (!isSet) throw new UnavailableError('service.unavailable', { retryAfterSeconds: 1 });
  await sessions.endAll(caller.accountId, 'password', { except: caller.sessionId });
}

async function requirePassword({ accounts, hasher }: ChangeNeeds, caller: Caller, password: string): Promise<Account> {
  const account = await accounts.findWithPassword({ id: caller.accountId });
  if (account === undefined || !account.active) throw new NotAuthenticatedError('session.invalid');
  if (!(await hasher.verify(password, account.passwordHash))) throw new NotAllowedError('password.wrong');
  return account;
}
