import type { LoggedMail, listMails as listMailsRoute, QueryOf } from '@studynotion/contracts';
import { type Caller, type Page, requireRole } from '@studynotion/service-kit';
import type { MailDocument } from '../data/mail-model.ts';
import { isRepeatable, type Mails } from '../data/mails.ts';

/** The mail log for an administrator, newest first. */
export async function listMails(
  { mails }: { readonly mails: Mails },
  caller: Caller,
  { limit, cursor, ...wanted }: QueryOf<typeof listMailsRoute>,
): Promise<Page<LoggedMail>> {
  requireRole(caller, 'administrator');
  const { items, nextCursor } = await mails.list(wanted, { limit, cursor });
  return { items: items.map(toLoggedMail), nextCursor };
}

/** What an administrator sees of an entry. */
export function toLoggedMail(entry: MailDocument): LoggedMail {
  const { _id: id, template, to, state, attempts, lastError, createdAt, sentAt } = entry;
  return {
    id,
    template,
    ...(to === undefined ? {} : { to }),
    state,
    attempts,
    ...(lastError === undefined ? {} : { lastError }),
    createdAt: createdAt.toISOString(),
    ...(sentAt === undefined ? {} : { sentAt: sentAt.toISOString() }),
    repeatable: isRepeatable(entry),
  };
}
