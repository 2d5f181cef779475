import { Router } from 'express';
import { z } from 'zod';
import type { RazorpayAccount } from './account.ts';
import { paymentEntity } from './entities.ts';
import { Amount, parseParameters } from './parameters.ts';

/** The SDK may leave the currency out; then it is the account's. */
const Capture = z.strictObject({ amount: Amount, currency: z.string().default('INR') });

export function createPaymentsRouter({ account }: { account: RazorpayAccount }): Router {
  const router = Router();

  /** https://razorpay.com/docs/api/payments/fetch-with-id/ */
  router.get('/v1/payments/:id', (request, response) => {
    response.json(paymentEntity(account.payment(request.params.id)));
  });

  /** https://razorpay.com/docs/api/payments/capture/ */
  router.post('/v1/payments/:id/capture', (request, response) => {
    const payment = account.payment(request.params.id);
    const { amount, currency } = parseParameters(Capture, request.body);
    response.json(paymentEntity(account.capture(payment, amount, currency)));
  });

  return router;
}
