import type { Clock, FaultPoint, Logger, Saga } from '@studynotion/service-kit';
import type { OrderRepository } from '../data/order-repository.ts';
import { fulfil } from './fulfil-order.ts';
import type { Order, PaymentAttempt } from './order.ts';
import { nextState } from './order-state.ts';
import { paymentChange } from './payment-change.ts';
import { type PaymentProvider, type ProviderPayment, ProviderRefusal } from './payment-provider.ts';

export interface TakePaymentNeeds {
  readonly clock: Clock;
  readonly faultPoint: FaultPoint;
  readonly logger: Logger;
  readonly orders: OrderRepository;
  readonly provider: PaymentProvider;
  readonly saga: Saga<Order>;
}

/** Whether a payment is for this order and for exactly its total. */
export function isPaymentFor(order: Order, { razorpayOrderId, amount, currency }: ProviderPayment): boolean {
  return (
    order.razorpayOrderId !== undefined &&
    razorpayOrderId === order.razorpayOrderId &&
    amount === order.total.amount &&
    currency === order.total.currency
  );
}

/**
 * What a payment that Razorpay told of does to its order. Callback, webhooks and reconciling all end here; in any order
 * and however often, they end in the same state.
 * @returns the order as it is then
 */
export async function takePayment(needs: TakePaymentNeeds, order: Order, told: ProviderPayment): Promise<Order> {
  if (!isPaymentFor(order, told)) {
    needs.logger.error(`payment ${told.id} does not fit order ${order.id} and does not pay it`);
    return order;
  }
  const payment = await capturedIfNeeded(needs, order, told);
  if (payment.status === 'created') return order; // under way; nothing to know yet
  const attempt = toAttempt(payment, payment.status, needs.clock.now());

  const changed = await needs.orders.change(order.id, (present) => paymentChange(present, attempt));
  if (changed.fulfilment?.state === 'running') needs.faultPoint('order-paid-before-enrolment');
  if (changed.paidBy !== payment.id && payment.status === 'captured')
    needs.logger.error(`payment ${payment.id} pays order ${order.id} a second time and is given back`);
  return fulfil(needs, changed);
}

/** Money that is only reserved is taken, unless the order is paid: then it goes back to the customer by itself. */
async function capturedIfNeeded(
  { provider }: TakePaymentNeeds,
  { state }: Order,
  payment: ProviderPayment,
): Promise<ProviderPayment> {
  if (payment.status !== 'authorized' || nextState(state, 'paid') === undefined) return payment;
  try {
    return await provider.capture(payment);
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    return provider.payment(payment.id); // captured in between, or no longer to be had
  }
}

function toAttempt(payment: ProviderPayment, status: PaymentAttempt['status'], seenAt: Date): PaymentAttempt {
  const reason = status === 'failed' ? payment.reason : undefined;
  return { paymentId: payment.id, status, seenAt, ...(reason === undefined ? {} : { reason }) };
}
