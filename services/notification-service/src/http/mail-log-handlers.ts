import { listMails as listMailsRoute, repeatMail as repeatMailRoute } from '@studynotion/contracts';
import { accepted, type Handler, handler, ok } from '@studynotion/service-kit';
import type { Mails } from '../data/mails.ts';
import { listMails, toLoggedMail } from '../domain/list-mails.ts';
import { requestRepeat } from '../domain/repeat-mail.ts';

export function mailLogHandlers(needs: { readonly mails: Mails }): readonly Handler[] {
  return [
    handler(listMailsRoute, async ({ caller, query }) => ok(await listMails(needs, caller, query))),
    handler(repeatMailRoute, async ({ caller, params }) =>
      accepted(toLoggedMail(await requestRepeat(needs, caller, params.mailId))),
    ),
  ];
}
