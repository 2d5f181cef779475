import { z } from 'zod';
import type { ProviderPayment } from '../domain/payment-provider.ts';

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

/** The payment inside a webhook about payments or paid orders. https://razorpay.com/docs/webhooks/payments/ */
export const PaymentWebhook = z
  .object({ payload: z.object({ payment: z.object({ entity: PaymentEntity }) }) })
  .transform(({ payload }) => payload.payment.entity);

/** What every webhook says of itself. https://razorpay.com/docs/webhooks/payloads/ */
export const WebhookHead = z.object({ event: text });
