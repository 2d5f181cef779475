import type { OrderEvent } from '@studynotion/contracts';
import type { Order, PaymentAttempt, Refund } from './order.ts';

/** What happened to an order, oldest first; what happened at the same moment, in the order in which it follows. */
export function timelineOf(order: Order): readonly OrderEvent[] {
  const { createdAt, expiredAt, paidAt, paidBy } = order;
  const events: readonly (OrderEvent | undefined)[] = [
    event('ordered', createdAt),
    ...order.attempts.map((attempt) => attemptEvent(order, attempt)),
    event('expired', expiredAt),
    event('paid', paidAt, paidBy === undefined ? {} : { paymentId: paidBy }),
    ...order.refunds.flatMap((refund) => refundEvents(order, refund)),
  ];
  return events
    .filter((known) => known !== undefined)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function event(what: OrderEvent['what'], at: Date | undefined, more: Partial<OrderEvent> = {}): OrderEvent | undefined {
  return at === undefined ? undefined : { at: at.toISOString(), what, ...more };
}

/** The attempt that paid it is told by `paid`. */
function attemptEvent({ paidBy }: Order, { paymentId, reason, seenAt, status }: PaymentAttempt) {
  if (paymentId === paidBy) return undefined;
  if (status === 'failed')
    return event('attempt-failed', seenAt, { paymentId, ...(reason === undefined ? {} : { reason }) });
  if (status === 'authorized') return event('attempt-authorized', seenAt, { paymentId });
  return event('paid-again', seenAt, { paymentId });
}

function refundEvents({ total }: Order, refund: Refund) {
  const { amount, parts, paymentId, processedAt, troubledAt, wantedAt, why } = refund;
  const about: Partial<OrderEvent> = {
    paymentId,
    why,
    amount: { amount, currency: total.currency },
    courseIds: parts.map(({ courseId }) => courseId),
  };
  return [
    event('refund-begun', wantedAt, about),
    event('refund-failed', troubledAt, about),
    event('refunded', processedAt, about),
  ];
}
