import { join } from 'node:path';
import express, { type Response, Router } from 'express';
import { z } from 'zod';
import type { RazorpayAccount } from './account.ts';
import { checkoutProblemPage, paymentPage } from './checkout-page.ts';
import type { Order, Payment } from './entities.ts';
import { Notes, parseParameters } from './parameters.ts';
import { invalidInput, RazorpayError } from './razorpay-error.ts';

const browserFolder = join(import.meta.dirname, 'browser');

const optionalText = z.string().max(512).optional();

/** What checkout.js passes on of the options. */
const PageQuery = z.object({
  key_id: z.string(),
  order_id: z.string(),
  name: optionalText,
  description: optionalText,
  email: optionalText,
  contact: optionalText,
  color: optionalText,
  notes: optionalText,
  /** Whose window opened the page: nobody else is told the outcome. */
  origin: z.url({ protocol: /^https?$/ }),
});

const Submission = z.strictObject({
  key_id: z.string(),
  order_id: z.string(),
  outcome: z.enum(['success', 'failure']),
  email: optionalText,
  contact: optionalText,
  description: optionalText,
  notes: Notes.optional(),
});

/** https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps/ */
export function createCheckoutRouter({ account }: { account: RazorpayAccount }): Router {
  const router = Router();

  router.get('/v1/checkout.js', (_request, response) => {
    response.set('cross-origin-resource-policy', 'cross-origin').set('cache-control', 'no-cache');
    response.sendFile('checkout.js', { root: browserFolder });
  });
  router.use('/v1/checkout/assets', express.static(join(browserFolder, 'page'), { index: false, cacheControl: false }));

  /** The frame that checkout.js opens. */
  router.get('/v1/checkout/public', (request, response) => {
    const query = PageQuery.safeParse(request.query);
    if (!query.success)
      return sendPage(response.status(400), checkoutProblemPage('Checkout was opened without its options.'));
    try {
      const order = orderToPay(account, query.data.key_id, query.data.order_id);
      sendPage(response, paymentPage(order, query.data));
    } catch (error) {
      if (!(error instanceof RazorpayError)) throw error;
      sendPage(response.status(error.status), checkoutProblemPage(error.message, query.data.origin));
    }
  });

  /** The page's own form: what the customer's bank would answer is what the customer clicks. */
  router.post('/v1/checkout/public', (request, response) => {
    const { key_id, order_id, outcome, ...customer } = parseParameters(Submission, request.body);
    const order = orderToPay(account, key_id, order_id);
    const payment = account.pay(order, outcome === 'success' ? 'completed' : 'failed', customer);
    if (payment.failure === undefined) response.json(account.callbackOf(payment));
    else response.status(400).json(checkoutFailure(payment));
  });

  return router;
}

/** What the shop's `payment.failed` listener gets. https://razorpay.com/docs/errors/ */
export function checkoutFailure({ id, orderId, failure }: Payment) {
  return { error: { ...failure, field: null, metadata: { payment_id: id, order_id: orderId } } };
}

/** A key of another account knows nothing of the order. */
function orderToPay(account: RazorpayAccount, keyId: string, orderId: string): Order {
  if (keyId !== account.keyId) throw invalidInput('The id provided does not exist');
  return account.order(orderId);
}

function sendPage(response: Response, page: string): void {
  response.set(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
  );
  response.type('html').send(page);
}
