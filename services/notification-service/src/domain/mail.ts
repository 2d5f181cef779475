import { createHash } from 'node:crypto';
import type { MailValues, TemplateName } from './mail-templates.ts';

/** A mail that an event asks for. */
export interface Mail<Name extends TemplateName = TemplateName> {
  readonly template: Name;
  /** What the mail is about, an event or an order: it makes one, however often it is delivered. */
  readonly subjectId: string;
  readonly to: string;
  readonly values: MailValues[Name];
  /** Whose account it is about. Once that is deleted, nothing goes out any more. */
  readonly accountId?: string;
  /** Where answers go: whoever wrote what stands in it. @default nowhere */
  readonly replyTo?: string;
  /** From then on it is of no use and is not sent. @default never */
  readonly expiresAt?: Date;
}

/** A mail's identity, in the mail log and over all attempts. */
export const mailKey = ({ template, subjectId }: Pick<Mail, 'template' | 'subjectId'>): string =>
  `${template}:${subjectId}`;

/** The same for every attempt, so that mail systems can tell a repetition (RFC 5322, 3.6.4). */
export function messageIdOf(mail: Pick<Mail, 'template' | 'subjectId'>, domain: string): string {
  return `<${createHash('sha256').update(mailKey(mail)).digest('hex').slice(0, 40)}@${domain}>`;
}
