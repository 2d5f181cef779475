import express, { type Express } from 'express';
import type { ApiFaults } from '../api-faults.ts';
import type { Log } from '../log.ts';
import type { RazorpayAccount } from './account.ts';
import { authenticate, type RazorpayKeys } from './authentication.ts';
import { createCheckoutRouter } from './checkout.ts';
import type { FaultyRoute } from './faulty-routes.ts';
import { createOrdersRouter } from './orders.ts';
import { createPaymentsRouter } from './payments.ts';
import { answerErrors, unknownAddress } from './razorpay-error.ts';
import { createRefundsRouter } from './refunds.ts';

export interface RazorpayDependencies {
  readonly account: RazorpayAccount;
  readonly apiFaults: ApiFaults<FaultyRoute>;
  readonly keys: RazorpayKeys;
  readonly log: Log;
}

/** Razorpay's API and checkout: what the real hosts api.razorpay.com and checkout.razorpay.com offer, and nothing more. */
export function createRazorpayApp({ account, apiFaults, keys, log }: RazorpayDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json());
  app.use(createCheckoutRouter({ account }));
  app.use(authenticate(keys));
  app.use(apiFaults.middleware);
  app.use(createOrdersRouter({ account }));
  app.use(createPaymentsRouter({ account }));
  app.use(createRefundsRouter({ account }));
  app.use(unknownAddress);
  app.use(answerErrors(log));
  return app;
}
