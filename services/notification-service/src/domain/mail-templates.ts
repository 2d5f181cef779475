/**
 * What happens when nobody can know whether the mail server took a mail, because the connection or the process ended
 * between the mail's bytes and the answer:
 * - `send-again`: it may come twice, with the same Message-ID; without it somebody cannot go on
 * - `mark-unknown`: it is left alone and shows in the mail log; twice would be worse than never
 */
export type Repeat = 'send-again' | 'mark-unknown';

/** Every mail that this service sends. */
export const mailTemplates = {
  otp: { repeat: 'send-again' },
  'password-reset': { repeat: 'send-again' },
  welcome: { repeat: 'mark-unknown' },
  'password-changed': { repeat: 'mark-unknown' },
} as const satisfies Readonly<Record<string, { readonly repeat: Repeat }>>;

export type TemplateName = keyof typeof mailTemplates;

/** What each mail shows. Its texts are in `locales/`. */
export interface MailValues {
  readonly otp: { readonly code: string; readonly minutes: number };
  readonly 'password-reset': { readonly firstName: string; readonly link: string; readonly minutes: number };
  readonly welcome: { readonly firstName: string; readonly link: string };
  readonly 'password-changed': { readonly firstName: string; readonly changedAt: string; readonly link: string };
}
