import type { Order as OrderAnswer } from '@studynotion/contracts';
import type { Order } from '../domain/order.ts';

/** An order as its buyer sees it; the checkout only while there is something to pay. */
export function toOrderAnswer(order: Order, keyId: string): OrderAnswer {
  const { id, state, items, total, createdAt, paidAt, razorpayOrderId } = order;
  return {
    id,
    state,
    items: items.map(({ courseId, slug, title, price }) => ({ courseId, slug, title, price })),
    total,
    createdAt: createdAt.toISOString(),
    ...(paidAt === undefined ? {} : { paidAt: paidAt.toISOString() }),
    ...(state === 'awaiting-payment' && razorpayOrderId !== undefined ? { checkout: { razorpayOrderId, keyId } } : {}),
  };
}
