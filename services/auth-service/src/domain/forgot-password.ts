import { newId, seal } from '@studynotion/service-kit';
import { MAIL_PAUSE_SECONDS } from '../data/mail-slots.ts';
import { RESET_SECONDS } from '../data/reset-tokens.ts';
import type { Account } from './account.ts';
import type { Needs } from './needs.ts';

type ForgotNeeds = Pick<Needs, 'limits' | 'mailSlots' | 'accounts' | 'resetTokens' | 'clock' | 'mailSealKey'>;

/**
 * Mails a reset link to the owner of an active account, and does the same work for any other address.
 *
 * The mail goes out through the account's outbox and not, like a sign-up code, while the client waits: only a known
 * address has anything to publish, so a broker that is down would answer 503 for known addresses and 202 for the rest.
 * As it is, whatever can fail here fails for every address alike, and the link is mailed once the broker is back.
 * @returns after how many seconds the next link may be asked for; the same for all addresses
 */
export async function forgotPassword(needs: ForgotNeeds, email: string, clientAddress: string): Promise<number> {
  await needs.limits.count('password-forgot', clientAddress);
  const slot = await needs.mailSlots.take('password-reset', email);
  if (!slot.granted) return slot.retryAfterSeconds;
  try {
    await mailLink(needs, email);
  } catch (error) {
    await slot.release();
    throw error;
  }
  return MAIL_PAUSE_SECONDS;
}

async function mailLink({ accounts, resetTokens, clock, mailSealKey }: ForgotNeeds, email: string): Promise<void> {
  const found = await accounts.findByEmail(email);
  const account = found?.active === true ? found : nobody(email);
  const expiresAt = new Date(clock.now().getTime() + RESET_SECONDS * 1000);
  const token = await resetTokens.create(account.id);
  await accounts.requestReset(account, seal(token, mailSealKey, 'password-reset'), expiresAt);
}

/** An account that does not exist: what is done for it takes its time and leaves no trace. */
function nobody(email: string): Pick<Account, 'id' | 'email' | 'firstName'> {
  return { id: newId(), email, firstName: '-' };
}
