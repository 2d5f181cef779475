import { Router } from 'express';
import { z } from 'zod';
import type { ApiFaults } from '../api-faults.ts';
import type { Outcome, RazorpayAccount } from '../razorpay/account.ts';
import { checkoutFailure } from '../razorpay/checkout.ts';
import { type Payment, paymentEntity, refundEntity } from '../razorpay/entities.ts';
import { type FaultyRoute, faultyRoutes } from '../razorpay/faulty-routes.ts';
import { type Delivery, defaultSettings, type WebhookDeliveries } from '../razorpay/webhook-deliveries.ts';
import { faultOf } from './fault.ts';
import { ControlError, parseControl } from './parse-control.ts';

export interface RazorpayControlDependencies {
  readonly account: RazorpayAccount;
  readonly deliveries: WebhookDeliveries;
  readonly apiFaults: ApiFaults<FaultyRoute>;
}

const WebhookSettings = z.strictObject({
  mode: z.enum(['normal', 'hold', 'drop']).default(defaultSettings.mode),
  repeat: z.int().min(1).default(defaultSettings.repeat),
  order: z.enum(['as-is', 'reversed', 'together']).default(defaultSettings.order),
  delayMilliseconds: z.int().min(0).default(defaultSettings.delayMilliseconds),
  corrupt: z.enum(['signature', 'body', 'none']).default(defaultSettings.corrupt),
});

const Release = z.strictObject({ ids: z.array(z.string()).min(1).optional() });

const Fault = faultOf(faultyRoutes);

const RefundOutcome = z.strictObject({ outcome: z.enum(['processed', 'pending', 'failed']) });
const RefundEnd = z.strictObject({ outcome: z.enum(['processed', 'failed']) });

const Pay = z.strictObject({
  outcome: z.enum(['captured', 'authorized', 'failed']),
  /** A failed payment of the order that the bank says yes to after all. */
  paymentId: z.string().optional(),
  /** There is no browser to hand the callback to: the answer has it, and the test decides whether the shop gets it. */
  deliverCallback: z.literal(false).optional(),
});

export function createRazorpayControls({ account, deliveries, apiFaults }: RazorpayControlDependencies): Router {
  const router = Router();

  router.get('/sandbox/razorpay/webhooks', (request, response) => {
    const { about } = parseControl(z.strictObject({ about: z.string().optional() }), request.query);
    const items = deliveries.all().filter(({ body }) => about === undefined || body.includes(`"${about}"`));
    response.json({ settings: deliveries.settings, items: items.map(shown) });
  });

  /** Replaces all settings; what is left out takes its default. */
  router.put('/sandbox/razorpay/webhooks', (request, response) => {
    deliveries.settings = parseControl(WebhookSettings, request.body);
    response.json(deliveries.settings);
  });

  router.post('/sandbox/razorpay/webhooks/release', async (request, response) => {
    const { ids } = parseControl(Release, request.body);
    const known = new Set(deliveries.all().map(({ id }) => id));
    const unknown = ids?.find((id) => !known.has(id));
    if (unknown !== undefined) throw new ControlError(404, `There is no webhook ${unknown}`);
    response.json({ items: (await deliveries.release(ids)).map(shown) });
  });

  router.put('/sandbox/razorpay/faults', (request, response) => {
    apiFaults.set(parseControl(Fault, request.body));
    response.json({ items: apiFaults.all() });
  });

  router.get('/sandbox/razorpay/faults', (_request, response) => {
    response.json({ items: apiFaults.all() });
  });

  router.put('/sandbox/razorpay/refunds', (request, response) => {
    account.refundOutcome = parseControl(RefundOutcome, request.body).outcome;
    response.json({ outcome: account.refundOutcome });
  });

  router.post('/sandbox/razorpay/refunds/:id/finish', (request, response) => {
    const { outcome } = parseControl(RefundEnd, request.body);
    response.json(refundEntity(account.finishRefund(account.refund(request.params.id), outcome)));
  });

  router.post('/sandbox/razorpay/orders/:id/pay', (request, response) => {
    const { outcome, paymentId } = parseControl(Pay, request.body);
    const payment = pay(account, request.params.id, outcome, paymentId);
    const told = payment.failure === undefined ? account.callbackOf(payment) : checkoutFailure(payment);
    response.json({ ...told, payment: paymentEntity(payment) });
  });

  return router;
}

function pay(
  account: RazorpayAccount,
  orderId: string,
  outcome: Exclude<Outcome, 'completed'>,
  paymentId?: string,
): Payment {
  const order = account.order(orderId);
  if (paymentId === undefined) return account.pay(order, outcome, {});
  const payment = account.payment(paymentId);
  if (payment.orderId !== order.id) throw new ControlError(404, 'The order has no such payment');
  if (outcome === 'failed') throw new ControlError(400, 'A failed payment cannot fail again');
  return account.authorizeLate(payment, outcome);
}

/** The body as an object is easier to look into than as text. */
function shown({ body, nextAttemptAt, ...delivery }: Delivery) {
  return { ...delivery, nextAttemptAt: new Date(nextAttemptAt).toISOString(), body: JSON.parse(body) as unknown };
}
