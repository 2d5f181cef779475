import { z } from 'zod';
import type { ProviderPayment, ProviderRefund } from '../domain/payment-provider.ts';

const text = z.string().min(1).max(100);

/** A payment in answers and webhooks. https://razorpay.com/docs/api/payments/entity/ */
export const PaymentEntity = z
  .object({
    id: text,
    order_id: text.nullish(),
    amount: z.coerce.number().int(),
    currency: text,
    status: z.enum(['created', 'authorized', 'captured', 'refunded', 'failed']),
    error_description: z.string().nullish(),
  })
  .transform(
    ({ id, order_id, amount, currency, status, error_description }): ProviderPayment => ({
      id,
      razorpayOrderId: order_id ?? undefined,
      amount,
      currency,
      status,
      ...(error_description ? { reason: error_description.slice(0, 300) } : {}),
    }),
  );

/** A refund in answers and webhooks. https://razorpay.com/docs/api/refunds/entity/ */
export const RefundEntity = z
  .object({
    id: text,
    payment_id: text,
    amount: z.coerce.number().int(),
    status: z.enum(['pending', 'processed', 'failed']),
    receipt: z.string().nullish(),
  })
  .transform(
    ({ id, payment_id, amount, status, receipt }): ProviderRefund => ({
      id,
      paymentId: payment_id,
      amount,
      status,
      ...(receipt ? { receipt } : {}),
    }),
  );

/** The payment inside a webhook about payments or paid orders. https://razorpay.com/docs/webhooks/payments/ */
export const PaymentWebhook = z
  .object({ payload: z.object({ payment: z.object({ entity: PaymentEntity }) }) })
  .transform(({ payload }) => payload.payment.entity);

/** The refund inside a webhook about refunds. https://razorpay.com/docs/webhooks/refunds/ */
export const RefundWebhook = z
  .object({ payload: z.object({ refund: z.object({ entity: RefundEntity }) }) })
  .transform(({ payload }) => payload.refund.entity);

/** What every webhook says of itself. https://razorpay.com/docs/webhooks/payloads/ */
export const WebhookHead = z.object({ event: text });
