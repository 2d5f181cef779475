import { orderAttemptFailed } from '@studynotion/contracts';
import { announce, type OutboxEntry } from '@studynotion/service-kit';
import type { OrderChange } from '../data/order-repository.ts';
import { type Order, type PaymentAttempt, wasPaid } from './order.ts';
import { paidChange } from './paid-change.ts';
import { paidTwice } from './refund-rules.ts';
import { withAttempt } from './with-attempt.ts';

/**
 * What news of a payment changes about its order: it pays it, it is noted, or it is money too much.
 * @returns undefined where nothing is new
 */
export function paymentChange(order: Order, attempt: PaymentAttempt): OrderChange | undefined {
  const attempts = withAttempt(order.attempts, attempt);
  // Also old news: a payment that was given back in the meantime pays nothing.
  if (attempts === order.attempts) return undefined;
  const { paymentId, seenAt, status } = attempt;
  const paid = status === 'captured' ? paidChange(order, seenAt, paymentId) : undefined;
  if (paid !== undefined) return { ...paid, set: { ...paid.set, attempts } };

  const tooMuch = wasPaid(order) ? paidTwice({ ...order, attempts }, seenAt) : [];
  const refunds = [...order.refunds, ...tooMuch];
  return {
    set: { attempts, ...(tooMuch.length === 0 ? {} : { refunds, nextRefundAt: seenAt }) },
    ...(status === 'failed' && !wasPaid(order) ? { announce: attemptFailed(order, attempt) } : {}),
  };
}

function attemptFailed(order: Order, { reason, seenAt }: PaymentAttempt): OutboxEntry {
  const { id, version, accountId, items, total } = order;
  const fact = {
    aggregateId: id,
    version: version + 1,
    accountId,
    items: items.map(({ courseId, title, price }) => ({ courseId, title, price })),
    total,
    ...(reason === undefined ? {} : { reason }),
  };
  return announce(orderAttemptFailed, fact, seenAt);
}
