import type { ContactLimits } from '../data/contact-limits.ts';
import type { ContactMessages } from '../data/contact-messages.ts';
import { mailKey } from './mail.ts';
import { type SendNeeds, sendOnce } from './send-once.ts';

export interface ForgetNeeds extends SendNeeds {
  readonly contactMessages: ContactMessages;
  readonly contactLimits: ContactLimits;
}

export interface DeletedAccount {
  readonly accountId: string;
  readonly email: string;
  readonly firstName: string;
  readonly deletedAt: Date;
  readonly link?: string;
}

/**
 * The last mail, then nothing here tells any more who somebody was. Each step may run twice; a crash between two of them
 * is made good by the next delivery, for the end is told last.
 */
export async function forgetAccount(
  needs: ForgetNeeds,
  { accountId, email, firstName, deletedAt, link }: DeletedAccount,
  deletedAtInWords: string,
): Promise<void> {
  const { mails, erasedAccounts, contactMessages, contactLimits, faultPoint } = needs;
  const lastMail = { template: 'account-deleted', subjectId: accountId } as const;
  const values = { firstName, deletedAt: deletedAtInWords, ...(link === undefined ? {} : { link }) };
  await sendOnce(needs, { ...lastMail, to: email, values });
  faultPoint('last-mail-sent');

  // Before the log is gone through: what begins later sees it, what began earlier is in the log.
  await erasedAccounts.begin(accountId, deletedAt);
  await mails.erase({ accountId, email, deletedAt, lastMail: mailKey(lastMail) });
  await contactMessages.erase(email, deletedAt);
  await contactLimits.forget(email);
  faultPoint('mail-log-erased');
  await erasedAccounts.finish(accountId);
}
