import {
  enrollmentGranted,
  enrollmentRevoked,
  orderAttemptFailed,
  orderPaid,
  orderRefunded,
  paymentAccountErased,
} from '@studynotion/contracts';
import { type Kit, Outbox, Worker } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { CartRepository } from './data/cart-repository.ts';
import { enrollmentModel } from './data/enrollment-model.ts';
import { EnrollmentRepository } from './data/enrollment-repository.ts';
import { ErasureRepository, erasureModel } from './data/erasure-repository.ts';
import { LedgerRepository } from './data/ledger-repository.ts';
import { orderModel } from './data/order-model.ts';
import { OrderRepository } from './data/order-repository.ts';
import { PriceList } from './data/price-list.ts';
import { RazorpayProvider } from './data/razorpay-provider.ts';
import { WebhookInbox } from './data/webhook-inbox.ts';
import { fulfilmentSaga } from './domain/fulfil-order.ts';
import { processWebhook } from './domain/process-webhook.ts';
import { takeWebhook } from './domain/take-webhook.ts';

/** Everything the service is made of, wired to each other. */
export function buildParts(kit: Kit<Settings>) {
  const { clock, database, faultPoint, logger, secret, settings, sidecar } = kit;
  const orderDocuments = orderModel(database);
  const enrollmentDocuments = enrollmentModel(database);
  const orderOutbox = new Outbox({
    ...kit,
    model: orderDocuments,
    events: [{ event: orderPaid }, { event: orderAttemptFailed }, { event: orderRefunded }],
  });
  const enrollmentOutbox = new Outbox({
    ...kit,
    model: enrollmentDocuments,
    events: [{ event: enrollmentGranted }, { event: enrollmentRevoked }],
  });
  const orders = new OrderRepository({ model: orderDocuments, outbox: orderOutbox, clock });
  const enrollments = new EnrollmentRepository({ model: enrollmentDocuments, outbox: enrollmentOutbox, clock });
  const carts = new CartRepository(database);
  const erasureDocuments = erasureModel(database);
  const erasureOutbox = new Outbox({ ...kit, model: erasureDocuments, events: [{ event: paymentAccountErased }] });
  const erasures = new ErasureRepository({ model: erasureDocuments, outbox: erasureOutbox });
  const ledger = new LedgerRepository(database);
  const priceList = new PriceList(database);
  const provider = new RazorpayProvider({
    baseUrl: settings.RAZORPAY_BASE_URL,
    keyId: secret('razorpay-key-id'),
    keySecret: secret('razorpay-key-secret'),
    webhookSecret: secret('razorpay-webhook-secret'),
  });
  const saga = fulfilmentSaga({ carts, clock, enrollments, faultPoint, ledger, logger, orders });
  const reconcileSeconds = settings.RECONCILE_SECONDS;
  const inbox = new WebhookInbox(database);
  const needs = {
    carts,
    clock,
    enrollments,
    erasures,
    faultPoint,
    inbox,
    instructorSharePercent: settings.INSTRUCTOR_SHARE_PERCENT,
    ledger,
    logger,
    orders,
    priceList,
    provider,
    reconcileSeconds,
    saga,
    sidecar,
  };
  const webhooks = new Worker({
    name: 'stored webhooks',
    logger,
    takeOne: () => takeWebhook({ inbox, clock, logger, process: (delivery) => processWebhook(needs, delivery) }),
  });
  return { ...needs, webhooks, outboxes: [orderOutbox, enrollmentOutbox, erasureOutbox] };
}

export type Parts = ReturnType<typeof buildParts>;
