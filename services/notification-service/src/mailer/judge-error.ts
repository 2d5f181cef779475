import type { Sending } from '../domain/mailer.ts';

/** Parts of nodemailer's errors that tell how far a mail came (its lib/errors.js). */
interface SmtpError extends Error {
  /** `EENVELOPE`, `EMESSAGE`: the server answered about this mail; others are about the connection. */
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE'];

/**
 * What an error of a sending means.
 * @param begun whether the mail's content had begun to leave
 */
export function judgeError(error: unknown, begun: boolean): Sending {
  const { code, response, responseCode, message } = error as SmtpError;
  const isAnswer = responseCode !== undefined && code !== undefined && ABOUT_THE_MAIL.includes(code);
  // A refused log-in or greeting (also 5xx) is about us, not about this mail, and can be mended.
  if (isAnswer && responseCode >= 500) return { outcome: 'refused', response: response ?? String(responseCode) };
  if (isAnswer) return { outcome: 'not-sent', reason: response ?? String(responseCode) };
  return { outcome: begun ? 'unclear' : 'not-sent', reason: message };
}
