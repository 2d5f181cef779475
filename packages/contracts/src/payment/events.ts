import { z } from 'zod';
import { aggregateFields, event } from '../event.ts';
import { Id, Instant, Money } from '../primitives.ts';

export const orderPaid = event({
  type: 'studynotion.order.paid.v1',
  producer: 'payment-service',
  data: z.strictObject({
    ...aggregateFields,
    accountId: Id,
    courseIds: z.array(Id),
    total: Money,
    paidAt: Instant,
  }),
});

/** An account may learn in a course; `aggregateId` is `<accountId>:<courseId>`. */
export const enrollmentGranted = event({
  type: 'studynotion.enrollment.granted.v1',
  producer: 'payment-service',
  data: z.strictObject({ ...aggregateFields, accountId: Id, courseId: Id, orderId: Id, grantedAt: Instant }),
});
