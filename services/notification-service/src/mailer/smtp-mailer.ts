import { EmailAddress } from '@studynotion/contracts';
import nodemailer from 'nodemailer';
import type { Mailer, OutgoingMail, Sending } from '../domain/mailer.ts';
import { type AnnouncedMail, announceContent } from './announce-content.ts';
import { judgeError } from './judge-error.ts';

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:port`, or `smtps://`; nodemailer's options may follow as a query. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
}

/** In milliseconds. The whole must end before the sidecar repeats the delivery (30 s). */
const LONGEST_SENDING = 25_000;
const TIMEOUTS = { dnsTimeout: 5000, connectionTimeout: 5000, greetingTimeout: 10_000, socketTimeout: 10_000 };

/** Sends mails to an SMTP server over a few connections that stay open. */
export class SmtpMailer implements Mailer {
  readonly domain: string;
  readonly #from: SmtpMailerOptions['from'];
  readonly #transport: ReturnType<typeof createTransport>;

  constructor({ url, from }: SmtpMailerOptions) {
    this.#from = from;
    this.domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    this.#transport = createTransport(url);
  }

  async send(mail: OutgoingMail, beforeContent: () => Promise<void>): Promise<Sending> {
    requireOneLine(mail.subject);
    const to = EmailAddress.parse(mail.to);
    let begun = false;
    const message: AnnouncedMail = {
      from: this.#from,
      // As an object it is taken as one address; as a text it would be read as a list.
      to: { name: '', address: to },
      ...(mail.replyTo === undefined ? {} : { replyTo: { name: '', address: EmailAddress.parse(mail.replyTo) } }),
      envelope: { from: this.#from.address, to: [to] },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      // Asks vacation responders not to answer (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(LONGEST_SENDING),
      beforeContent: async () => {
        if (begun) throw new Error('the connection ended while the mail was on its way');
        await beforeContent();
        begun = true;
      },
    };
    try {
      const { response } = await this.#transport.sendMail(message);
      return { outcome: 'accepted', response };
    } catch (error) {
      return judgeError(error, begun);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

function createTransport(url: string) {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 5,
    ...TIMEOUTS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', announceContent);
  return transport;
}

/** Nothing that a header carries may begin another one. */
function requireOneLine(subject: string): void {
  if (/\p{Cc}|[\u2028\u2029]/u.test(subject)) throw new TypeError('the subject of a mail must be one line');
}
