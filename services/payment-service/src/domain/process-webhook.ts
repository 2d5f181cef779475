import { PaymentWebhook, RefundWebhook } from '../data/razorpay-entities.ts';
import { type DeliveryOutcome, FORGOTTEN, type WebhookDelivery } from '../data/webhook-inbox.ts';
import type { ProviderPayment, ProviderRefund } from './payment-provider.ts';
import { type TakePaymentNeeds, takePayment } from './take-payment.ts';
import { type TakeRefundNeeds, takeRefund } from './take-refund.ts';

/** What became of a delivery: it changed (or confirmed) an order, or it is kept and does nothing. */
export type WebhookOutcome = DeliveryOutcome & { readonly state: 'applied' | 'ignored' };

export type WebhookNeeds = TakePaymentNeeds & TakeRefundNeeds;

interface Told {
  readonly payment: ProviderPayment;
  readonly refund?: ProviderRefund;
}

const paymentEvents = ['payment.captured', 'order.paid', 'payment.failed'];
/** Their content may be old by the time they come; Razorpay is asked what is true now. */
const authorizedEvent = 'payment.authorized';
const refundEvents = ['refund.created', 'refund.processed', 'refund.failed'];

/**
 * Does what a stored delivery says. May run twice and in any order.
 * @throws for a passing reason; the delivery is tried again
 */
export async function processWebhook(needs: WebhookNeeds, delivery: WebhookDelivery): Promise<WebhookOutcome> {
  const { logger, orders } = needs;
  const ignore = (why: string): WebhookOutcome => {
    logger.warn({ 'event.id': delivery.id, 'event.action': delivery.event }, `webhook is kept and ignored: ${why}`);
    return { state: 'ignored' };
  };
  const told = await read(needs, delivery);
  if (typeof told === 'string') return ignore(told);
  const { payment, refund } = told;
  if (payment.razorpayOrderId === undefined) return ignore('its payment belongs to no order');
  const order = await orders.findByRazorpayOrder(payment.razorpayOrderId);
  if (order === undefined) return ignore(`order ${payment.razorpayOrderId} is not ours`);

  const paid = await takePayment(needs, order, payment);
  if (refund !== undefined) await takeRefund(needs, paid, refund);
  const outcome = { state: 'applied' as const, orderId: order.id };
  return order.anonymizedAt === undefined ? outcome : { ...outcome, body: FORGOTTEN };
}

/** @returns what it tells, or why that is nothing to us */
async function read({ provider }: WebhookNeeds, { event, body }: WebhookDelivery): Promise<Told | string> {
  const isRefund = refundEvents.includes(event);
  if (![...paymentEvents, authorizedEvent].includes(event) && !isRefund) return 'nothing here depends on it';

  const content = (isRefund ? RefundWebhook : PaymentWebhook).safeParse(JSON.parse(body));
  if (!content.success) return `it is not as documented: ${content.error.issues[0]?.path.join('.')}`;
  if ('paymentId' in content.data) {
    const refund = await provider.refund(content.data.id);
    return { refund, payment: await provider.payment(refund.paymentId) };
  }
  return { payment: event === authorizedEvent ? await provider.payment(content.data.id) : content.data };
}
