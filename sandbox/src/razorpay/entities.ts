import { type Notes, notesOnTheWire } from './parameters.ts';

/** An order as it is kept. Amounts in paise, times in Unix seconds. */
export interface Order {
  readonly id: string;
  readonly amount: number;
  readonly amountPaid: number;
  readonly currency: string;
  readonly receipt?: string;
  readonly status: 'created' | 'attempted' | 'paid';
  readonly attempts: number;
  readonly notes: Notes;
  readonly capture: 'automatic' | 'manual';
  readonly createdAt: number;
}

/** Why a payment failed, as the checkout and the payment tell it. */
export interface PaymentFailure {
  readonly code: string;
  readonly description: string;
  readonly source: string;
  readonly step: string;
  readonly reason: string;
}

/** A payment by net banking, the method whose real test page has a Success and a Failure button too. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'authorized' | 'captured' | 'refunded' | 'failed';
  readonly amountRefunded: number;
  readonly captured: boolean;
  readonly description?: string;
  readonly email: string;
  readonly contact: string;
  readonly notes: Notes;
  readonly bankTransactionId?: string;
  readonly failure?: PaymentFailure;
  readonly createdAt: number;
}

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly notes: Notes;
  readonly receipt?: string;
  readonly speed: 'normal' | 'optimum';
  /** https://razorpay.com/docs/api/refunds/entity/ */
  readonly status: 'pending' | 'processed' | 'failed';
  readonly createdAt: number;
  readonly idempotency?: { readonly key: string; readonly request: string };
}

/** https://razorpay.com/docs/api/orders/entity/ */
export function orderEntity(order: Order) {
  return {
    id: order.id,
    entity: 'order',
    amount: order.amount,
    amount_paid: order.amountPaid,
    amount_due: order.amount - order.amountPaid,
    currency: order.currency,
    receipt: order.receipt ?? null,
    offer_id: null,
    status: order.status,
    attempts: order.attempts,
    notes: notesOnTheWire(order.notes),
    created_at: order.createdAt,
  };
}

/** https://razorpay.com/docs/api/payments/fetch-with-id/ (Netbanking) */
export function paymentEntity(payment: Payment) {
  return {
    id: payment.id,
    entity: 'payment',
    amount: payment.amount,
    currency: payment.currency,
    status: payment.status,
    order_id: payment.orderId,
    invoice_id: null,
    international: false,
    method: 'netbanking',
    amount_refunded: payment.amountRefunded,
    refund_status: refundStatus(payment),
    captured: payment.captured,
    description: payment.description ?? null,
    card_id: null,
    bank: 'HDFC',
    wallet: null,
    vpa: null,
    email: payment.email,
    contact: payment.contact,
    notes: notesOnTheWire(payment.notes),
    // 2 % and the 18 % tax on it: the rate behind the documented examples (2100 costs 50, of which 8 are tax).
    fee: payment.captured ? Math.round(payment.amount * 0.0236) : null,
    tax: payment.captured ? Math.round(payment.amount * 0.0036) : null,
    error_code: payment.failure?.code ?? null,
    error_description: payment.failure?.description ?? null,
    error_source: payment.failure?.source ?? null,
    error_step: payment.failure?.step ?? null,
    error_reason: payment.failure?.reason ?? null,
    acquirer_data: { bank_transaction_id: payment.bankTransactionId ?? null },
    created_at: payment.createdAt,
  };
}

/** Webhooks about captured money tell two things more. https://razorpay.com/docs/webhooks/payments/ (Payment Captured) */
export function capturedPaymentInWebhook(payment: Payment) {
  return { ...paymentEntity(payment), base_amount: payment.amount, amount_transferred: 0 };
}

/** order.paid tells less of its payment. https://razorpay.com/docs/webhooks/orders/ */
export function paymentInOrderPaid(payment: Payment) {
  const { error_source, error_step, error_reason, acquirer_data, ...told } = paymentEntity(payment);
  return told;
}

function refundStatus({ amount, amountRefunded }: Payment): 'partial' | 'full' | null {
  if (amountRefunded === 0) return null;
  return amountRefunded < amount ? 'partial' : 'full';
}

/** https://razorpay.com/docs/api/refunds/create-normal/ */
export function refundEntity(refund: Refund) {
  return {
    id: refund.id,
    entity: 'refund',
    amount: refund.amount,
    currency: refund.currency,
    payment_id: refund.paymentId,
    notes: notesOnTheWire(refund.notes),
    receipt: refund.receipt ?? null,
    acquirer_data: { arn: null },
    created_at: refund.createdAt,
    batch_id: null,
    status: refund.status,
    // Where no instant refund is possible, optimum falls back to normal.
    speed_processed: 'normal',
    speed_requested: refund.speed,
  };
}

/** A list of entities. */
export function collection<Entity>(items: readonly Entity[]) {
  return { entity: 'collection', count: items.length, items };
}
