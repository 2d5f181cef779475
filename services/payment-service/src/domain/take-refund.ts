import type { Clock, FaultPoint, Logger } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { LedgerRepository } from '../data/ledger-repository.ts';
import type { OrderRepository } from '../data/order-repository.ts';
import { owedBooking, refundBooking } from './ledger.ts';
import type { Order, Refund } from './order.ts';
import type { ProviderRefund } from './payment-provider.ts';
import { isOpen, processedChange, toldChange } from './refund-rules.ts';

export interface TakeRefundNeeds {
  readonly clock: Clock;
  readonly enrollments: EnrollmentRepository;
  readonly faultPoint: FaultPoint;
  readonly ledger: LedgerRepository;
  readonly logger: Logger;
  readonly orders: OrderRepository;
}

/**
 * What a refund that Razorpay told of does to its order: webhooks and our own looks all end here. In any order and
 * however often, it is booked once and told once.
 * @returns the order as it is then
 */
export async function takeRefund(needs: TakeRefundNeeds, order: Order, told: ProviderRefund): Promise<Order> {
  const { clock, faultPoint, logger, orders } = needs;
  const present = await orders.change(order.id, (now) => toldChange(now, told, clock.now()));
  if (told.status === 'failed') logger.error(`refund ${told.id} of order ${order.id} failed at Razorpay`);
  const refund = present.refunds.find(({ razorpayRefundId }) => razorpayRefundId === told.id);
  if (refund === undefined || told.status !== 'processed') return present;

  if (isOpen(refund)) {
    await book(needs, present, { ...refund, razorpayRefundId: told.id });
    faultPoint('refund-booked-before-order');
  }
  await orders.change(order.id, (now) => processedChange(now, refund.id, clock.now()));
  faultPoint('refund-done-before-revoking');
  return finishRefunds(needs, order.id);
}

/** Before the order says that the money is back, so that a crash in between leaves a refund that is looked after. */
async function book(
  { clock, ledger }: TakeRefundNeeds,
  order: Order,
  refund: Refund & { readonly razorpayRefundId: string },
): Promise<void> {
  await ledger.book(owedBooking(order, refund));
  await ledger.book(refundBooking(order, refund, clock.now()));
}

/**
 * What follows when money is back: an order that was refunded in full takes the courses with it that it brought (a course
 * that another order brought stays). Then, if none is left, its refunds are looked after no more.
 */
export async function finishRefunds({ enrollments, orders }: TakeRefundNeeds, orderId: string): Promise<Order> {
  const order = await orders.get(orderId);
  if (order.state === 'refunded') {
    for (const { courseId, enrollment } of order.items) {
      if (enrollment === 'granted') await enrollments.revoke({ accountId: order.accountId, courseId, orderId });
    }
  }
  return orders.change(orderId, ({ nextRefundAt, refunds, state }) =>
    nextRefundAt === undefined || refunds.some(isOpen) || state !== order.state
      ? undefined
      : { unset: ['nextRefundAt'] },
  );
}
