/**
 * What happens when nobody can know whether the mail server took a mail, because the connection or the process ended
 * between the mail's bytes and the answer:
 * - `send-again`: it may come twice, with the same Message-ID; without it somebody cannot go on, or has no proof
 * - `mark-unknown`: it is left alone and shows in the mail log; twice would be worse than never
 */
export type Repeat = 'send-again' | 'mark-unknown';

interface MailTemplate {
  readonly repeat: Repeat;
  /** It holds a code or a link that lets its reader in: its values are never stored, so it cannot be repeated. */
  readonly isSecret?: true;
}

/** Every mail that this service sends. */
export const mailTemplates = {
  otp: { repeat: 'send-again', isSecret: true },
  'password-reset': { repeat: 'send-again', isSecret: true },
  welcome: { repeat: 'mark-unknown' },
  'password-changed': { repeat: 'mark-unknown' },
  receipt: { repeat: 'send-again' },
  enrolment: { repeat: 'mark-unknown' },
  'payment-failed': { repeat: 'mark-unknown' },
  refund: { repeat: 'mark-unknown' },
  'instructor-approved': { repeat: 'mark-unknown' },
  'instructor-declined': { repeat: 'mark-unknown' },
  review: { repeat: 'mark-unknown' },
  // Nobody can ask for it once more, and whoever did not want the deletion must hear of it.
  'account-deleted': { repeat: 'send-again' },
  // What somebody wrote must not be lost; its reader tells a repetition by its Message-ID.
  contact: { repeat: 'send-again' },
  'contact-confirmation': { repeat: 'mark-unknown' },
} as const satisfies Readonly<Record<string, MailTemplate>>;

export type TemplateName = keyof typeof mailTemplates;

export function isSecret(template: TemplateName): boolean {
  return 'isSecret' in mailTemplates[template];
}

/** A course on a receipt; its price in words. */
interface Item {
  readonly title: string;
  readonly price: string;
}

/** What each mail shows. Its texts are in `locales/`. */
export interface MailValues {
  readonly otp: { readonly code: string; readonly minutes: number };
  readonly 'password-reset': { readonly firstName: string; readonly link: string; readonly minutes: number };
  readonly welcome: { readonly firstName: string; readonly link: string };
  readonly 'password-changed': { readonly firstName: string; readonly changedAt: string; readonly link: string };
  readonly receipt: {
    readonly firstName: string;
    readonly orderId: string;
    readonly paidAt: string;
    readonly items: readonly Item[];
    readonly total: string;
    readonly link: string;
  };
  readonly enrolment: {
    readonly firstName: string;
    readonly items: readonly Pick<Item, 'title'>[];
    readonly link: string;
  };
  readonly 'payment-failed': {
    readonly firstName: string;
    readonly items: readonly Item[];
    readonly total: string;
    /** In the provider's words. */
    readonly reason?: string;
    readonly link: string;
  };
  readonly refund: {
    readonly firstName: string;
    readonly orderId: string;
    readonly amount: string;
    readonly refundedAt: string;
    readonly isSurplus: boolean;
    readonly link: string;
  };
  readonly 'instructor-approved': { readonly firstName: string; readonly link: string };
  readonly 'instructor-declined': { readonly firstName: string; readonly link: string };
  readonly review: {
    readonly firstName: string;
    readonly courseTitle: string;
    readonly rating: number;
    readonly comment?: string;
    readonly link: string;
  };
  readonly 'account-deleted': { readonly firstName: string; readonly deletedAt: string; readonly link?: string };
  readonly contact: {
    readonly name: string;
    readonly email: string;
    readonly phone?: string;
    readonly message: string;
  };
  /** Nothing of what was typed: anybody may have typed this address, and any words as a name. */
  readonly 'contact-confirmation': Readonly<Record<never, never>>;
}
