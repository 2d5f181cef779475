import { createHash } from 'node:crypto';
import type { TemplateName } from './mail-templates.ts';

/** A mail that an event asks for. */
export interface Mail {
  readonly template: TemplateName;
  /** The event is the mail's identity: it makes one, however often it is delivered. */
  readonly eventId: string;
  readonly to: string;
  /** From then on it is of no use and is not sent. @default never */
  readonly expiresAt?: Date;
}

/** A mail's identity, in the mail log and over all attempts. */
export const mailKey = ({ template, eventId }: Mail): string => `${template}:${eventId}`;

/** The same for every attempt, so that mail systems can tell a repetition (RFC 5322, 3.6.4). */
export function messageIdOf(mail: Mail, domain: string): string {
  return `<${createHash('sha256').update(mailKey(mail)).digest('hex').slice(0, 40)}@${domain}>`;
}
