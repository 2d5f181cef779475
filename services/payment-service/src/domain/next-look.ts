import { ageInSeconds, type Order } from './order.ts';

const LONGEST_PAUSE_SECONDS = 6 * 3600;
/** A bank may authorise up to five days late (https://razorpay.com/docs/payments/payments/late-authorisation/); one more for us. */
const GIVE_UP_SECONDS = 6 * 24 * 3600;

/**
 * When to ask Razorpay again about an open order: soon while it is young, ever more rarely as it ages.
 * @param shortest pause in seconds
 * @returns undefined where nothing can come any more
 */
export function nextLookAt(order: Pick<Order, 'createdAt'>, now: Date, shortest: number): Date | undefined {
  const age = ageInSeconds(order, now);
  if (age > GIVE_UP_SECONDS) return undefined;
  return new Date(now.getTime() + lookPause(age, shortest) * 1000);
}

/** How long to wait before asking again about something of this age; all in seconds. */
export function lookPause(age: number, shortest: number): number {
  return Math.max(shortest, Math.min(age / 2, LONGEST_PAUSE_SECONDS));
}
