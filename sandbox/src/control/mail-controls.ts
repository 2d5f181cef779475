import { Router } from 'express';
import { z } from 'zod';
import { type MailFaults, mailFaultKinds } from '../mail/mail-faults.ts';
import type { Mail, MailStore } from '../mail/mail-store.ts';
import { ControlError, parseControl } from './parse-control.ts';

const MailQuery = z.strictObject({
  to: z.string().optional(),
  subject: z.string().optional(),
  since: z.iso
    .datetime({ offset: true })
    .transform((instant) => new Date(instant))
    .optional(),
  limit: z.coerce.number().int().min(1).optional(),
});

const Fault = z.strictObject({
  kind: z.enum(mailFaultKinds),
  times: z.int().min(1).default(1),
  recipient: z.string().optional(),
  delayMilliseconds: z.int().min(0).default(5_000),
});

export function createMailControls({ mails, mailFaults }: { mails: MailStore; mailFaults: MailFaults }): Router {
  const router = Router();

  router.get('/sandbox/mails', (request, response) => {
    const { limit, ...filter } = parseControl(MailQuery, request.query);
    response.json({ items: mails.find(filter).slice(0, limit).map(summaryOf) });
  });

  router.get('/sandbox/mails/:id', (request, response) => {
    const mail = mails.get(request.params.id);
    if (mail === undefined) throw new ControlError(404, 'There is no such mail');
    response.json(mail);
  });

  router.delete('/sandbox/mails', (_request, response) => {
    mails.clear();
    response.status(204).end();
  });

  router.put('/sandbox/mail/faults', (request, response) => {
    mailFaults.set(parseControl(Fault, request.body));
    response.json({ items: mailFaults.all() });
  });

  router.get('/sandbox/mail/faults', (_request, response) => {
    response.json({ items: mailFaults.all() });
  });

  return router;
}

/** Lists are polled, so they go without HTML and headers. */
function summaryOf({ html: _html, headers: _headers, ...summary }: Mail): Omit<Mail, 'html' | 'headers'> {
  return summary;
}
