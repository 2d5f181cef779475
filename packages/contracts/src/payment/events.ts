import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
import { aggregateFields, event } from '../event.ts';
import { Id, Instant, Money } from '../primitives.ts';
import { RefundReason } from './refund.ts';

/** What was bought, at the price it was bought for. */
const Items = z.array(z.strictObject({ courseId: Id, title: z.string(), price: Money }));

export const orderPaid = event({
  type: 'studynotion.order.paid.v1',
  producer: 'payment-service',
  data: z.strictObject({
    ...aggregateFields,
    accountId: Id,
    courseIds: z.array(Id),
    items: Items,
    total: Money,
    paidAt: Instant,
  }),
});

/** A try to pay failed; the order stays open. */
export const orderAttemptFailed = event({
  type: 'studynotion.order.attempt-failed.v1',
  producer: 'payment-service',
  data: z.strictObject({
    ...aggregateFields,
    accountId: Id,
    items: Items,
    total: Money,
    /** In the provider's words. */
    reason: z.string().optional(),
  }),
});

/** Money went back. */
export const orderRefunded = event({
  type: 'studynotion.order.refunded.v1',
  producer: 'payment-service',
  data: z.strictObject({
    ...aggregateFields,
    accountId: Id,
    /** What the money was for; nothing where the order itself stays paid. */
    items: Items,
    amount: Money,
    why: RefundReason,
    refundedAt: Instant,
  }),
});

/** An account may learn in a course; `aggregateId` is `<accountId>:<courseId>`. */
export const enrollmentGranted = event({
  type: 'studynotion.enrollment.granted.v1',
  producer: 'payment-service',
  data: z.strictObject({ ...aggregateFields, accountId: Id, courseId: Id, orderId: Id, grantedAt: Instant }),
});

/** It may no longer: its order was refunded in full. The same aggregate as `enrollment.granted`. */
export const enrollmentRevoked = event({
  type: 'studynotion.enrollment.revoked.v1',
  producer: 'payment-service',
  data: z.strictObject({ ...aggregateFields, accountId: Id, courseId: Id, revokedAt: Instant }),
});

export const paymentAccountErased = accountErasedEvent('payment', 'payment-service');
