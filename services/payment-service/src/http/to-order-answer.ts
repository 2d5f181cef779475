import type { Order as OrderAnswer, OrderWithTimeline } from '@studynotion/contracts';
import type { Order } from '../domain/order.ts';
import { refundedOf } from '../domain/refund-rules.ts';
import { timelineOf } from '../domain/timeline.ts';

/** An order as its buyer sees it; the checkout only while there is something to pay. */
export function toOrderAnswer(order: Order, keyId: string): OrderAnswer {
  const { id, state, items, total, createdAt, paidAt, razorpayOrderId } = order;
  const refunded = refundedOf(order);
  return {
    id,
    state,
    items: items.map(({ courseId, slug, title, price }) => ({ courseId, slug, title, price })),
    total,
    createdAt: createdAt.toISOString(),
    ...(paidAt === undefined ? {} : { paidAt: paidAt.toISOString() }),
    ...(refunded === 0 ? {} : { refunded: { amount: refunded, currency: total.currency } }),
    ...(state === 'awaiting-payment' && razorpayOrderId !== undefined ? { checkout: { razorpayOrderId, keyId } } : {}),
  };
}

/** The same with what happened to it. */
export function toOrderWithTimeline(order: Order, keyId: string): OrderWithTimeline {
  return { ...toOrderAnswer(order, keyId), timeline: [...timelineOf(order)] };
}
