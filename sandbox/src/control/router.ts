import express, { Router } from 'express';
import type { ApiFaults } from '../api-faults.ts';
import type { MailFaults } from '../mail/mail-faults.ts';
import type { MailStore } from '../mail/mail-store.ts';
import type { RazorpayAccount } from '../razorpay/account.ts';
import type { FaultyRoute } from '../razorpay/faulty-routes.ts';
import { defaultSettings, type WebhookDeliveries } from '../razorpay/webhook-deliveries.ts';
import { type CloudinaryControlDependencies, createCloudinaryControls } from './cloudinary-controls.ts';
import { createMailControls } from './mail-controls.ts';
import { answerControlErrors, ControlError } from './parse-control.ts';
import { createRazorpayControls } from './razorpay-controls.ts';

export interface ControlDependencies {
  readonly account: RazorpayAccount;
  readonly deliveries: WebhookDeliveries;
  readonly apiFaults: ApiFaults<FaultyRoute>;
  readonly mails: MailStore;
  readonly mailFaults: MailFaults;
  readonly cloudinary: CloudinaryControlDependencies;
}

/** What tests use to look into the stand-ins and to make them misbehave; all of it under /sandbox. */
export function createControlRouter(dependencies: ControlDependencies): Router {
  const { account, deliveries, apiFaults, mailFaults, cloudinary } = dependencies;
  const router = Router();
  router.use(express.json());

  /** Back to good behaviour; what was stored stays. */
  router.delete('/sandbox', (_request, response) => {
    deliveries.settings = defaultSettings;
    apiFaults.clear();
    account.refundOutcome = 'processed';
    mailFaults.clear();
    cloudinary.apiFaults.clear();
    cloudinary.notifications.mode = 'normal';
    response.status(204).end();
  });
  router.use(createRazorpayControls(dependencies));
  router.use(createMailControls(dependencies));
  router.use(createCloudinaryControls(cloudinary));
  router.use('/sandbox', () => {
    throw new ControlError(404, 'The control API has no such route; see sandbox/README.md');
  });
  router.use(answerControlErrors);
  return router;
}
