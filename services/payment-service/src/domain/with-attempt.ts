import type { PaymentAttempt } from './order.ts';

/** News of a payment come in any order; it never goes back. */
const RANK: Readonly<Record<PaymentAttempt['status'], number>> = { failed: 0, authorized: 1, captured: 2, refunded: 3 };
/** Far above what anybody tries; a bound, so that a document cannot grow for ever. */
const MOST_ATTEMPTS = 100;

/**
 * Adds an attempt, or takes over what is newer about it.
 * @returns the same array where there is nothing new
 */
export function withAttempt(attempts: readonly PaymentAttempt[], news: PaymentAttempt): readonly PaymentAttempt[] {
  const known = attempts.find(({ paymentId }) => paymentId === news.paymentId);
  if (known === undefined) return [...attempts, news].slice(-MOST_ATTEMPTS);
  if (RANK[known.status] >= RANK[news.status]) return attempts;
  return attempts.map((attempt) => (attempt === known ? news : attempt));
}
