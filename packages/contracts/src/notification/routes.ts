import { z } from 'zod';
import { ContactNumber, EmailAddress, Instant, PersonName, page, pageQuery, paragraphs } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('notification-service');

export const sendContactMessage = route({
  method: 'POST',
  path: '/contact',
  summary: 'Write to those who run the platform',
  access: 'public',
  body: z.strictObject({
    firstName: PersonName,
    lastName: PersonName.optional(),
    email: EmailAddress,
    phone: ContactNumber.optional(),
    message: paragraphs(2000),
  }),
  answers: { 202: z.strictObject({ received: z.literal(true) }) },
  problems: ['rate.limited', 'service.unavailable'],
});

/** An entry of the mail log; codes, links and texts never stand in it. */
export const LoggedMail = z
  .strictObject({
    id: z.string(),
    template: z.string(),
    /** Absent once the account was deleted, and where it was gone before the mail. */
    to: EmailAddress.optional(),
    state: z.enum(['sending', 'failed', 'sent', 'suppressed', 'unknown']),
    attempts: z.int(),
    lastError: z.string().optional(),
    createdAt: Instant,
    sentAt: Instant.optional(),
    /** Whether it can be sent once more: what went wrong, of a kind that is not secret. */
    repeatable: z.boolean(),
  })
  .meta({ id: 'LoggedMail' });
export type LoggedMail = z.infer<typeof LoggedMail>;

export const listMails = route({
  method: 'GET',
  path: '/mails',
  summary: 'The mail log, newest first',
  access: { role: 'administrator' },
  query: z.strictObject({
    ...pageQuery,
    state: LoggedMail.shape.state.optional(),
    /** In any spelling; finds what somebody wrote to us as well. */
    to: EmailAddress.optional(),
  }),
  answers: { 200: page(LoggedMail) },
  problems: [],
});

export const repeatMail = route({
  method: 'POST',
  path: '/mails/:mailId/repeat',
  summary: 'Send a mail once more whose fate is unknown or that was refused',
  access: { role: 'administrator' },
  params: z.strictObject({ mailId: z.string().regex(/^[a-z-]+:[\w.:-]{1,200}$/, 'must be the id of a mail') }),
  answers: { 202: LoggedMail },
  problems: ['mail.not-found', 'mail.not-repeatable'],
});
