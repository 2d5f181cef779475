import { InputError, UnavailableError } from '@studynotion/service-kit';
import type { Needs } from './needs.ts';
import { requireUncommon } from './password-rules.ts';

type ResetNeeds = Pick<Needs, 'limits' | 'resetTokens' | 'hasher' | 'accounts' | 'sessions' | 'faultPoint'>;

const ATTEMPTS = 3;

/** Sets a new password for whoever holds the newest link, once; all sessions end. */
export async function resetPassword(
  needs: ResetNeeds,
  { token, password }: { token: string; password: string },
  clientAddress: string,
): Promise<void> {
  const { limits, resetTokens, hasher, sessions, faultPoint } = needs;
  await limits.count('password-reset', clientAddress);
  requireUncommon(password);
  const accountId = await resetTokens.accountOf(token);
  if (accountId === undefined) throw new InputError('password-reset.invalid');
  const passwordHash = await hasher.hash(password);
  if (!(await resetTokens.consume(accountId, token))) throw new InputError('password-reset.invalid');
  faultPoint('reset-token-consumed');

  await setPassword(needs, accountId, passwordHash);
  await sessions.endAll(accountId, 'password');
}

/** The link is used up already, so a change of the account in the same moment must not spoil it. */
async function setPassword({ accounts }: ResetNeeds, accountId: string, passwordHash: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const account = await accounts.find(accountId);
    if (account?.active !== true) throw new InputError('password-reset.invalid');
    if (await accounts.setPassword(account, passwordHash, 'reset')) return;
  }
  throw new UnavailableError('service.unavailable', { detail: 'The account is being changed. Ask for a new link.' });
}
