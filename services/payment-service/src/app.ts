import { defineService, type Wiring } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { lookAfterRefunds } from './domain/look-after-refunds.ts';
import { reconcile } from './domain/reconcile.ts';
import { onAccountDeleted } from './events/account-deleted.ts';
import { onCourseDeleted } from './events/course-deleted.ts';
import { onCoursePublished } from './events/course-published.ts';
import { onCourseUnpublished } from './events/course-unpublished.ts';
import { onCourseUpdated } from './events/course-updated.ts';
import { cartHandlers } from './http/cart-handlers.ts';
import { createOrderHandler } from './http/create-order.ts';
import { getEnrollmentHandler } from './http/get-enrollment.ts';
import { getInstructorIncomeHandler } from './http/get-instructor-income.ts';
import { getOrderHandler } from './http/get-order.ts';
import { getPaymentReportHandler } from './http/get-payment-report.ts';
import { listAllOrdersHandler } from './http/list-all-orders.ts';
import { listMyEnrollmentsHandler } from './http/list-my-enrollments.ts';
import { listOrdersHandler } from './http/list-orders.ts';
import { receiveRazorpayWebhookHandler } from './http/receive-razorpay-webhook.ts';
import { verifyPaymentHandler } from './http/verify-payment.ts';
import { buildParts, type Parts } from './parts.ts';

/** What a crash left is resumed within this time, in seconds. */
const SWEEP_SECONDS = 5;

export const paymentService = defineService<Settings>((kit) => wire(buildParts(kit)));

export function wire(parts: Parts): Wiring {
  const { outboxes, reconcileSeconds, saga, webhooks } = parts;
  return {
    handlers: [
      ...cartHandlers(parts),
      createOrderHandler(parts),
      listOrdersHandler(parts),
      getOrderHandler(parts),
      verifyPaymentHandler(parts),
      receiveRazorpayWebhookHandler(parts),
      getEnrollmentHandler(parts),
      listMyEnrollmentsHandler(parts),
      getPaymentReportHandler(parts),
      listAllOrdersHandler(parts),
      getInstructorIncomeHandler(parts),
    ],
    subscribers: [
      onCoursePublished(parts),
      onCourseUpdated(parts),
      onCourseUnpublished(parts),
      onCourseDeleted(parts),
      onAccountDeleted(parts),
    ],
    outboxes,
    jobs: [
      { name: 'webhooks', everySeconds: SWEEP_SECONDS, run: () => webhooks.run() },
      { name: 'fulfilment', everySeconds: SWEEP_SECONDS, run: () => saga.sweep() },
      { name: 'refunds', everySeconds: SWEEP_SECONDS, run: () => lookAfterRefunds(parts) },
      { name: 'reconcile', everySeconds: reconcileSeconds, run: () => reconcile(parts) },
    ],
    close: () => webhooks.settle(),
  };
}
