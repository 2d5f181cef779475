import {
  capturedPaymentInWebhook,
  type Order,
  orderEntity,
  type Payment,
  paymentEntity,
  paymentInOrderPaid,
  type Refund,
  refundEntity,
} from './entities.ts';

/** A webhook's content before it belongs to an account and a moment; the entities are snapshots. */
export interface WebhookEvent {
  readonly event: string;
  /** Entities by name, in the order in which `contains` lists them. */
  readonly payload: Readonly<Record<string, { readonly entity: object }>>;
}

/** https://razorpay.com/docs/webhooks/payments/ */
export function paymentAuthorized(payment: Payment): WebhookEvent {
  return { event: 'payment.authorized', payload: { payment: { entity: paymentEntity(payment) } } };
}

/** https://razorpay.com/docs/webhooks/payments/ */
export function paymentCaptured(payment: Payment): WebhookEvent {
  return { event: 'payment.captured', payload: { payment: { entity: capturedPaymentInWebhook(payment) } } };
}

/** https://razorpay.com/docs/webhooks/payments/ */
export function paymentFailed(payment: Payment): WebhookEvent {
  return { event: 'payment.failed', payload: { payment: { entity: paymentEntity(payment) } } };
}

/** https://razorpay.com/docs/webhooks/orders/ */
export function orderPaid(order: Order, payment: Payment): WebhookEvent {
  return {
    event: 'order.paid',
    payload: { payment: { entity: paymentInOrderPaid(payment) }, order: { entity: orderEntity(order) } },
  };
}

/** https://razorpay.com/docs/webhooks/refunds/ */
export function refundChanged(
  event: 'refund.created' | 'refund.processed' | 'refund.failed',
  refund: Refund,
  payment: Payment,
): WebhookEvent {
  return {
    event,
    payload: { refund: { entity: refundEntity(refund) }, payment: { entity: capturedPaymentInWebhook(payment) } },
  };
}

/** The body as it is signed and sent. */
export function webhookBody({ event, payload }: WebhookEvent, accountId: string, createdAt: number): string {
  return JSON.stringify({
    entity: 'event',
    account_id: accountId,
    event,
    contains: Object.keys(payload),
    payload,
    created_at: createdAt,
  });
}
