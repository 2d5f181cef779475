import { Router } from 'express';
import { z } from 'zod';
import type { RazorpayAccount } from './account.ts';
import { collection, type Refund, refundEntity } from './entities.ts';
import { Amount, Notes, parseParameters } from './parameters.ts';
import { invalidInput } from './razorpay-error.ts';

const NewRefund = z.strictObject({
  amount: Amount.optional(),
  speed: z.enum(['normal', 'optimum']).default('normal'),
  notes: Notes.default({}),
  receipt: z.string().nullish(),
});

const RefundList = z.strictObject({
  from: z.coerce.number().int().default(0),
  to: z.coerce.number().int().default(Number.MAX_SAFE_INTEGER),
  count: z.coerce.number().int().min(1).max(100).default(10),
  skip: z.coerce.number().int().min(0).default(0),
});

export function createRefundsRouter({ account }: { account: RazorpayAccount }): Router {
  const router = Router();

  /** https://razorpay.com/docs/api/refunds/create-normal/ and, for the header, …/refunds/normal-refunds-idempotent/ */
  router.post('/v1/payments/:id/refund', (request, response) => {
    const payment = account.payment(request.params.id);
    const { receipt, ...wanted } = parseParameters(NewRefund, request.body);
    const idempotency = idempotencyOf(request.get('x-refund-idempotency'), [payment.id, wanted, receipt]);
    const refund = account.createRefund(payment, { ...wanted, receipt: receipt ?? undefined, idempotency });
    response.json(refundEntity(refund));
  });

  /** https://razorpay.com/docs/api/refunds/fetch-multiple-refund-payment/ */
  router.get('/v1/payments/:id/refunds', (request, response) => {
    const payment = account.payment(request.params.id);
    const { from, to, count, skip } = parseParameters(RefundList, request.query);
    const refunds = account.refundsOf(payment).filter(({ createdAt }) => createdAt >= from && createdAt <= to);
    response.json(collection(refunds.slice(skip, skip + count).map(refundEntity)));
  });

  /** https://razorpay.com/docs/api/refunds/fetch-specific-refund-payment/ */
  router.get('/v1/payments/:id/refunds/:refundId', (request, response) => {
    const payment = account.payment(request.params.id);
    const refund = account.refund(request.params.refundId);
    if (refund.paymentId !== payment.id) throw invalidInput('The id provided does not exist');
    response.json(refundEntity(refund));
  });

  /** https://razorpay.com/docs/api/refunds/fetch-with-id/ */
  router.get('/v1/refunds/:id', (request, response) => {
    response.json(refundEntity(account.refund(request.params.id)));
  });

  return router;
}

function idempotencyOf(key: string | undefined, request: unknown): Refund['idempotency'] {
  if (key === undefined) return undefined;
  if (key.length < 10) throw invalidInput('The idempotency key must be at least 10 characters long.');
  if (!/^[A-Za-z0-9_-]+$/.test(key)) {
    throw invalidInput('The idempotency key must only contain alphanumeric characters, underscores, and hyphens');
  }
  return { key, request: JSON.stringify(request) };
}
