/** What a mail says, ready to go. */
export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface OutgoingMail extends MailContent {
  readonly to: string;
  readonly messageId: string;
  /** @default nobody reads answers */
  readonly replyTo?: string;
}

/** How a sending ended. */
export type Sending =
  /** The server has it. */
  | { readonly outcome: 'accepted'; readonly response: string }
  /** The server does not want it, now or ever (5xx). */
  | { readonly outcome: 'refused'; readonly response: string }
  /** The server certainly does not have it; later it may. */
  | { readonly outcome: 'not-sent'; readonly reason: string }
  /** It was on its way when the connection ended: the server may have it or not. */
  | { readonly outcome: 'unclear'; readonly reason: string };

export interface Mailer {
  /** Domain of the sender, for Message-IDs. */
  readonly domain: string;
  /**
   * Sends a mail and tells how that ended; it never throws because of the server.
   * @param beforeContent runs when the server is ready for the mail, before its first byte leaves. Until it resolves
   *   the server cannot have the mail; where it rejects, nothing is sent
   */
  send(mail: OutgoingMail, beforeContent: () => Promise<void>): Promise<Sending>;
}
