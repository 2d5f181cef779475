import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { errorFields, type Log } from '../log.ts';
import { listening, type Place, portOf, type RunningServer } from '../server.ts';
import type { MailFaults } from './mail-faults.ts';
import type { Mail, MailStore } from './mail-store.ts';
import { OpenSockets } from './open-sockets.ts';

export interface MailServerDependencies {
  readonly mails: MailStore;
  readonly faults: MailFaults;
  readonly log: Log;
}

const LARGEST_MAIL = 20 * 1024 * 1024;
/** Longer than any client waits, so that it is the client who gives up. */
const PATIENCE = 24 * 60 * 60 * 1000;

/** An SMTP server that takes every mail and delivers none. */
export async function startMailServer(
  { mails, faults, log }: MailServerDependencies,
  { host, port }: Place,
): Promise<RunningServer> {
  const stopping = new AbortController();
  const server = new SMTPServer({
    // A self-signed certificate would only make clients fail; who reaches the stand-in reads its mails anyway.
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    size: LARGEST_MAIL,
    socketTimeout: PATIENCE,
    closeTimeout: 1,
    onAuth: ({ username }, _session, callback) => callback(null, { user: username }),
    onRcptTo: ({ address }, _session, callback) => callback(refusalOf(address)),
    onData: (stream, { envelope, remotePort }, callback) => {
      const recipients = envelope.rcptTo.map(({ address }) => address);
      receive(stream, recipients, remotePort).then(
        (confirmed) => (confirmed ? callback() : undefined),
        (error) => {
          log('error', 'Mail could not be taken', errorFields(error));
          callback(error instanceof Error ? error : smtpError(451, 'The mail could not be taken'));
        },
      );
    },
  });
  server.on('error', (error) => log('warn', 'Mail connection failed', { 'error.message': error.message }));
  const sockets = new OpenSockets(server.server);

  /** Stores the mail; resolves with whether the client shall hear of it. */
  async function receive(stream: SMTPServerDataStream, recipients: string[], remotePort: number): Promise<boolean> {
    const source = await buffer(stream);
    if (stream.sizeExceeded) throw smtpError(552, 'The mail is too large');
    const fault = faults.hit(recipients, ['accept-then-timeout', 'slow', 'drop-connection']);
    if (fault !== undefined) log('info', 'Mail fault hit', { 'sandbox.mail_fault': fault.kind });
    if (fault?.kind === 'drop-connection') {
      sockets.destroy(remotePort);
      return false;
    }
    if (fault?.kind === 'slow') await delay(fault.delayMilliseconds, undefined, { signal: stopping.signal });
    const { id } = mails.add({ ...contentOf(await simpleParser(source)), to: recipients });
    log('info', 'Mail received', { 'event.id': id });
    return fault?.kind !== 'accept-then-timeout';
  }

  function refusalOf(address: string): Error | undefined {
    const fault = faults.hit([address], ['450', '550']);
    if (fault === undefined) return undefined;
    log('info', 'Mail fault hit', { 'sandbox.mail_fault': fault.kind });
    return fault.kind === '450'
      ? smtpError(450, '4.2.1 Mailbox temporarily unavailable')
      : smtpError(550, '5.1.1 No such mailbox');
  }

  await listening(server.server, () => server.listen(port, host));
  return {
    port: portOf(server.server),
    stop: async () => {
      stopping.abort();
      sockets.destroyAll();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function contentOf(parsed: ParsedMail): Omit<Mail, 'id' | 'receivedAt' | 'to'> {
  return {
    from: parsed.from?.text ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers: headersOf(parsed),
    messageId: parsed.messageId ?? '',
    attachments: parsed.attachments.map(({ filename, contentType, size }) => ({
      fileName: filename ?? '',
      contentType,
      size,
    })),
  };
}

function headersOf({ headerLines }: ParsedMail): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, line } of headerLines) {
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}\n${value}`;
  }
  return headers;
}
