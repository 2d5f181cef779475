import { type Caller, ConflictError, NotFoundError, requireRole } from '@studynotion/service-kit';
import type { MailDocument } from '../data/mail-model.ts';
import type { Mails } from '../data/mails.ts';
import type { Mail } from './mail.ts';
import type { MailValues, TemplateName } from './mail-templates.ts';
import { sendOnce } from './send-once.ts';
import { type SendToAccountNeeds, sendToAccount } from './send-to-account.ts';

/** Has a mail sent once more that was refused, or perhaps never came; an administrator may. */
export async function requestRepeat(
  { mails }: { readonly mails: Mails },
  caller: Caller,
  mailId: string,
): Promise<MailDocument> {
  requireRole(caller, 'administrator');
  const requested = await mails.requestRepeat(mailId);
  if (requested !== undefined) return requested;
  throw (await mails.find(mailId)) === undefined
    ? new NotFoundError('mail.not-found')
    : new ConflictError('mail.not-repeatable');
}

/** Sends it, from what the log kept, to the address that the account has now. */
export async function repeatMail(needs: SendToAccountNeeds, mailId: string): Promise<void> {
  const entry = await needs.mails.find(mailId);
  if (entry?.values === undefined) return; // sent or erased meanwhile
  const { template, accountId, to, replyTo } = entry;
  const subjectId = mailId.slice(template.length + 1);
  const values = entry.values as unknown as MailValues[TemplateName];
  const mail = { template, subjectId, values };
  if (accountId !== undefined) await sendToAccount(needs, { ...mail, accountId }, () => values);
  else if (to !== undefined) await sendOnce(needs, { ...mail, to, replyTo } satisfies Mail);
}
