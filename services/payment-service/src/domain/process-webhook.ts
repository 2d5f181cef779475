import { PaymentWebhook } from '../data/razorpay-entities.ts';
import type { WebhookDelivery } from '../data/webhook-inbox.ts';
import { type TakePaymentNeeds, takePayment } from './take-payment.ts';

/** What became of a delivery: it changed (or confirmed) an order, or it is kept and does nothing. */
export type WebhookOutcome = 'applied' | 'ignored';

const told = ['payment.captured', 'order.paid', 'payment.failed'];
/** Its content may be old by the time it comes; Razorpay is asked what the payment is now. */
const asked = ['payment.authorized'];

/**
 * Does what a stored delivery says. May run twice and in any order.
 * @throws for a passing reason; the delivery is tried again
 */
export async function processWebhook(needs: TakePaymentNeeds, delivery: WebhookDelivery): Promise<WebhookOutcome> {
  const { logger, orders, provider } = needs;
  const ignore = (why: string): WebhookOutcome => {
    logger.warn({ 'event.id': delivery.id, 'event.action': delivery.event }, `webhook is kept and ignored: ${why}`);
    return 'ignored';
  };
  if (![...told, ...asked].includes(delivery.event)) return ignore('nothing here depends on it');

  const content = PaymentWebhook.safeParse(JSON.parse(delivery.body));
  if (!content.success) return ignore(`it is not as documented: ${content.error.issues[0]?.path.join('.')}`);
  const payment = content.data;
  if (payment.razorpayOrderId === undefined) return ignore('its payment belongs to no order');
  const order = await orders.findByRazorpayOrder(payment.razorpayOrderId);
  if (order === undefined) return ignore(`order ${payment.razorpayOrderId} is not ours`);

  await takePayment(needs, order, asked.includes(delivery.event) ? await provider.payment(payment.id) : payment);
  return 'applied';
}
