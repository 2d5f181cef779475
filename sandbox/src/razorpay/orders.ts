import { Router } from 'express';
import { z } from 'zod';
import type { RazorpayAccount } from './account.ts';
import { collection, orderEntity, paymentEntity } from './entities.ts';
import { Amount, Currency, Notes, parseParameters } from './parameters.ts';

/**
 * https://razorpay.com/docs/api/orders/create/, for `payment` https://razorpay.com/docs/payments/payments/capture-settings/api/,
 * for `unique_receipt` https://razorpay.com/docs/payments/payment-gateway/s2s-integration/test-s2s/best-practices/retries-and-idempotency,
 * `payment_capture` is its older form.
 */
const NewOrder = z.strictObject({
  amount: Amount,
  currency: Currency,
  receipt: z.string().max(40, 'The receipt may not be greater than 40 characters.').nullish(),
  unique_receipt: z.boolean().default(false),
  notes: Notes.default({}),
  payment_capture: z.union([z.boolean(), z.literal([0, 1]), z.literal(['0', '1'])]).optional(),
  payment: z
    .strictObject({
      capture: z.enum(['automatic', 'manual']),
      capture_options: z
        .strictObject({
          automatic_expiry_period: z.int().min(12).optional(),
          manual_expiry_period: z.int().max(7200).optional(),
          refund_speed: z.enum(['normal', 'optimum']),
        })
        .optional(),
    })
    .optional(),
  partial_payment: z.literal(false, 'Partial payments are not enabled for this account').optional(),
});

export function createOrdersRouter({ account }: { account: RazorpayAccount }): Router {
  const router = Router();

  /** https://razorpay.com/docs/api/orders/create/ */
  router.post('/v1/orders', (request, response) => {
    const wanted = parseParameters(NewOrder, request.body);
    const order = account.createOrder({
      amount: wanted.amount,
      currency: wanted.currency,
      receipt: wanted.receipt ?? undefined,
      uniqueReceipt: wanted.unique_receipt,
      notes: wanted.notes,
      capture: captureSetting(wanted),
    });
    response.json(orderEntity(order));
  });

  /** https://razorpay.com/docs/api/orders/fetch-with-id/ */
  router.get('/v1/orders/:id', (request, response) => {
    response.json(orderEntity(account.order(request.params.id)));
  });

  /** https://razorpay.com/docs/api/orders/fetch-payments/ */
  router.get('/v1/orders/:id/payments', (request, response) => {
    const payments = account.paymentsOf(account.order(request.params.id));
    response.json(collection(payments.map(paymentEntity)));
  });

  return router;
}

/** Automatic unless the order says otherwise. https://razorpay.com/docs/payments/payments/capture-settings/ */
function captureSetting({ payment, payment_capture }: z.infer<typeof NewOrder>): 'automatic' | 'manual' {
  if (payment !== undefined) return payment.capture;
  return payment_capture === undefined || Number(payment_capture) === 1 ? 'automatic' : 'manual';
}
