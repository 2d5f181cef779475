import { type Clock, type FaultPoint, type Logger, whileClaimed } from '@studynotion/service-kit';
import type { ErasedAccounts } from '../data/erased-accounts.ts';
import type { Claim, Mails } from '../data/mails.ts';
import type { MailRenderer } from '../templates/mail-renderer.ts';
import { type Mail, mailKey, messageIdOf } from './mail.ts';
import type { MailMetrics, MailOutcome } from './mail-metrics.ts';
import { mailTemplates } from './mail-templates.ts';
import type { Mailer, Sending } from './mailer.ts';

export interface SendNeeds {
  readonly mails: Mails;
  readonly erasedAccounts: ErasedAccounts;
  readonly renderer: MailRenderer;
  readonly mailer: Mailer;
  readonly metrics: MailMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly faultPoint: FaultPoint;
}

/** The mail is not out yet; the delivery must come again. Nothing of the mail or its reader is in the message. */
export class MailNotSentError extends Error {
  override readonly name = 'MailNotSentError';
}

/**
 * Sends the mail of an event once, whatever is delivered twice, at the same time, or cut off by a crash.
 * @throws MailNotSentError where the delivery shall be repeated
 */
export async function sendOnce(needs: SendNeeds, mail: Mail): Promise<void> {
  const { mails, mailer, renderer, faultPoint } = needs;
  const content = renderer.render(mail.template, mail.values);
  const messageId = messageIdOf(mail, mailer.domain);
  const claim = await mails.claim(mail, messageId);
  if (claim === 'done') return;
  if (claim === 'busy') throw new MailNotSentError(`${mailKey(mail)} is being sent by another delivery`);
  faultPoint('mail-claimed');

  if (await isOfErasedAccount(needs, mail)) {
    await mails.eraseOne(claim.id);
    await settle(needs, mail, claim, 'suppressed', {});
    return;
  }
  if (claim.mayBeSent && repeatOf(mail) === 'mark-unknown') {
    await settle(needs, mail, claim, 'unknown', { lastError: 'an earlier attempt ended before the server answered' });
    return;
  }
  if (isExpired(needs.clock, mail)) {
    await settle(needs, mail, claim, 'suppressed', { lastError: 'it had expired' });
    return;
  }
  const { to, replyTo } = mail;
  const sending = await whileClaimed(
    () => mails.renew(claim),
    () => mailer.send({ ...content, to, replyTo, messageId }, () => mails.beginContent(claim)),
  );
  await conclude(needs, mail, claim, sending);
}

async function conclude(needs: SendNeeds, mail: Mail, claim: Claim, sending: Sending): Promise<void> {
  switch (sending.outcome) {
    case 'accepted':
      needs.faultPoint('mail-sent');
      return settle(needs, mail, claim, 'sent', { response: sending.response });
    case 'refused':
      return settle(needs, mail, claim, 'suppressed', { lastError: sending.response, response: sending.response });
    case 'not-sent':
      return tryAgain(needs, mail, claim, sending.reason);
    case 'unclear':
      if (repeatOf(mail) === 'send-again') return tryAgain(needs, mail, claim, sending.reason);
      return settle(needs, mail, claim, 'unknown', { lastError: sending.reason });
  }
}

async function settle(
  { mails, metrics, logger }: SendNeeds,
  mail: Mail,
  claim: Claim,
  state: Exclude<MailOutcome, 'failed'>,
  facts: { readonly lastError?: string; readonly response?: string },
): Promise<void> {
  await mails.settle(claim, state, facts);
  metrics.mails.inc({ template: mail.template, outcome: state });
  if (state !== 'sent') logger.error(`${mailKey(mail)} is ${state}; the mail log says why`);
}

async function tryAgain({ mails, metrics }: SendNeeds, mail: Mail, claim: Claim, reason: string): Promise<never> {
  await mails.release(claim, reason);
  metrics.mails.inc({ template: mail.template, outcome: 'failed' });
  throw new MailNotSentError(`${mailKey(mail)} could not be sent at attempt ${claim.attempt}; the mail log says why`);
}

/** Asked after the claim: whoever erases goes through the log only once this can be answered with yes. */
async function isOfErasedAccount({ erasedAccounts }: SendNeeds, { accountId }: Mail): Promise<boolean> {
  return accountId !== undefined && (await erasedAccounts.has(accountId));
}

const repeatOf = ({ template }: Mail) => mailTemplates[template].repeat;

function isExpired(clock: Clock, { expiresAt }: Mail): boolean {
  return expiresAt !== undefined && expiresAt <= clock.now();
}
