import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type Fault =
  /** Answer to RCPT. */
  | 450
  | 550
  /** The connection ends at RCPT, before the mail's content. */
  | 'drop-before-content'
  /** The content is read, then refused for now. */
  | 'refuse-content'
  /** The mail is taken and kept, and the client never hears of it. */
  | 'accept-silently'
  /** The same, and the connection ends. */
  | 'accept-and-drop';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly source: string;
  readonly parsed: ParsedMail;
}

/** An SMTP server for tests: keeps what it took, and misbehaves on demand, once per fault. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  readonly #faults: Fault[] = [];
  #held: ((letGo: () => void) => void) | undefined;
  readonly #sockets = new Map<number | undefined, Socket>();
  #server = this.#create();

  #create(): SMTPServer {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      closeTimeout: 1,
      onRcptTo: (_address, session, callback) => {
        if (this.#held !== undefined) {
          this.#held(callback);
          this.#held = undefined;
          return;
        }
        const fault = this.#hit(450, 550, 'drop-before-content');
        if (fault === 'drop-before-content') this.#sockets.get(session.remotePort)?.destroy();
        else callback(fault === undefined ? undefined : smtpError(fault as number));
      },
      onData: (stream, session, callback) => {
        buffer(stream)
          .then(async (source) => {
            const fault = this.#hit('refuse-content', 'accept-silently', 'accept-and-drop');
            if (fault === 'refuse-content') return callback(smtpError(451));
            this.mails.push({
              to: session.envelope.rcptTo.map(({ address }) => address),
              from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
              source: source.toString(),
              parsed: await simpleParser(source),
            });
            if (fault === undefined) callback();
            if (fault === 'accept-and-drop') this.#sockets.get(session.remotePort)?.destroy();
          })
          .catch(callback);
      },
    });
    // A broken connection is what these tests are about; the client's side of it is what they look at.
    server.on('error', () => {});
    server.server.on('connection', (socket) => this.#sockets.set(socket.remotePort, socket));
    return server;
  }

  /** Listens on a free port, or on the one it had before. */
  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  /** Address with short timeouts, for a client that shall not wait long for an answer. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}?socketTimeout=800`;
  }

  /** Address for a client that waits as long as it would elsewhere. */
  get patientUrl(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** The next mails meet these faults, one each. */
  fail(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Lets the next mail wait before its content; resolves when it does, with what lets it go. */
  hold(): Promise<() => void> {
    return new Promise((resolve) => {
      this.#held = resolve;
    });
  }

  sentTo(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(resolve));
    this.#server = this.#create();
  }

  #hit(...kinds: Fault[]): Fault | undefined {
    const [next] = this.#faults;
    if (next === undefined || !kinds.includes(next)) return undefined;
    return this.#faults.shift();
  }
}

function smtpError(responseCode: number): Error {
  return Object.assign(new Error('told so by the test'), { responseCode });
}
