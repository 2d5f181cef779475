import { randomUUID } from 'node:crypto';
import { JsonFolder } from '../json-folder.ts';

export interface Mail {
  readonly id: string;
  /** As the From header shows it. */
  readonly from: string;
  /** Addresses of the envelope: who gets it. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Empty when the mail has no HTML part. */
  readonly html: string;
  /** Header lines by lower-case name; a header that comes several times has its lines joined by line breaks. */
  readonly headers: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly attachments: readonly { readonly fileName: string; readonly contentType: string; readonly size: number }[];
  readonly receivedAt: string;
}

export interface MailFilter {
  /** Whole address, in any case. */
  readonly to?: string;
  /** A part of the subject, in any case. */
  readonly subject?: string;
  /** Received at this time or later. */
  readonly since?: Date;
}

/** Mails that the stand-in accepted. */
export class MailStore {
  readonly #mails: JsonFolder<Mail>;

  constructor(folder: string) {
    this.#mails = new JsonFolder(folder);
  }

  add(mail: Omit<Mail, 'id' | 'receivedAt'>): Mail {
    const received: Mail = { id: randomUUID(), ...mail, receivedAt: new Date().toISOString() };
    this.#mails.put(received);
    return received;
  }

  /** Matching mails, newest first. */
  find({ to, subject, since }: MailFilter): Mail[] {
    return this.#mails
      .all()
      .filter(
        (mail) =>
          (to === undefined || mail.to.some((address) => address.toLowerCase() === to.toLowerCase())) &&
          (subject === undefined || mail.subject.toLowerCase().includes(subject.toLowerCase())) &&
          (since === undefined || mail.receivedAt >= since.toISOString()),
      )
      .reverse();
  }

  get(id: string): Mail | undefined {
    return this.#mails.get(id);
  }

  clear(): void {
    for (const { id } of this.#mails.all()) this.#mails.delete(id);
  }
}
