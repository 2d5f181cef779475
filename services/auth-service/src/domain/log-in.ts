import { NotAuthenticatedError } from '@studynotion/service-kit';
import type { Account, AccountWithPassword } from './account.ts';
import type { Needs } from './needs.ts';
import type { SessionForBrowser } from './session.ts';

type LogInNeeds = Pick<
  Needs,
  'limits' | 'attempts' | 'accounts' | 'hasher' | 'sessions' | 'accessTokens' | 'refreshTokens' | 'metrics'
>;

/** Opens a session. Unknown address, wrong password and deactivated account are one answer after the same work. */
export async function logIn(
  needs: LogInNeeds,
  { email, password }: { email: string; password: string },
  clientAddress: string,
): Promise<SessionForBrowser> {
  const { limits, attempts, accounts, hasher, metrics } = needs;
  await limits.count('log-in', clientAddress);
  await attempts.begin(email, clientAddress);
  const account = await accounts.findWithPassword({ email });
  const isRight = await hasher.verify(password, account?.passwordHash);
  if (account === undefined || !account.active || !isRight) {
    metrics.logIns.inc({ outcome: 'failed' });
    throw new NotAuthenticatedError('login.failed');
  }
  await attempts.succeeded(email, clientAddress);
  await rehashIfOutdated(needs, account, password);
  const session = await openSession(needs, account);
  metrics.logIns.inc({ outcome: 'done' });
  return session;
}

async function rehashIfOutdated(
  { hasher, accounts }: LogInNeeds,
  { id, passwordHash }: AccountWithPassword,
  password: string,
): Promise<void> {
  if (!hasher.isOutdated(passwordHash)) return;
  await accounts.replaceHash(id, passwordHash, await hasher.hash(password));
}

async function openSession(
  { sessions, accounts, accessTokens, refreshTokens }: LogInNeeds,
  account: Account,
): Promise<SessionForBrowser> {
  const token = refreshTokens.first();
  const { id, endsAt } = await sessions.open(token, account);
  // A new password ends the sessions that are there; this one may have come a moment after that.
  const present = await accounts.find(account.id);
  if (present === undefined || !present.active || present.passwordVersion !== account.passwordVersion) {
    await sessions.end(id, 'password');
    throw new NotAuthenticatedError('login.failed');
  }
  return { account: present, accessToken: accessTokens.issue(present, id), refreshToken: token.text, endsAt };
}
