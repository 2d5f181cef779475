import { z } from 'zod';
import { Id, Instant, Money, page, pageQuery, Slug } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { RefundReason } from './refund.ts';

const route = routesOf('payment-service');

export const OrderState = z.enum(['created', 'awaiting-payment', 'paid', 'expired', 'partially-refunded', 'refunded']);

/** An order with its prices as they were when it was made. */
export const Order = z
  .strictObject({
    id: Id,
    state: OrderState,
    items: z.array(z.strictObject({ courseId: Id, slug: Slug, title: z.string(), price: Money })),
    total: Money,
    createdAt: Instant,
    paidAt: Instant.optional(),
    /** What came back of it, where anything did. */
    refunded: Money.optional(),
    /** What the checkout page needs while the order awaits payment. */
    checkout: z.strictObject({ razorpayOrderId: z.string(), keyId: z.string() }).optional(),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

/** Something that happened to an order; together they explain its state. */
export const OrderEvent = z
  .strictObject({
    at: Instant,
    what: z.enum([
      'ordered',
      'attempt-failed',
      'attempt-authorized',
      'paid',
      'paid-again',
      'expired',
      'refund-begun',
      'refunded',
      'refund-failed',
    ]),
    /** The payment it is about. */
    paymentId: z.string().optional(),
    /** Why an attempt failed, in the words of bank and provider. */
    reason: z.string().optional(),
    /** Of a refund: how much, why, and for which courses. */
    amount: Money.optional(),
    why: RefundReason.optional(),
    courseIds: z.array(Id).optional(),
  })
  .meta({ id: 'OrderEvent' });
export type OrderEvent = z.infer<typeof OrderEvent>;

export const OrderWithTimeline = Order.extend({
  /** Oldest first. */
  timeline: z.array(OrderEvent),
}).meta({ id: 'OrderWithTimeline' });
export type OrderWithTimeline = z.infer<typeof OrderWithTimeline>;

export const createOrder = route({
  method: 'POST',
  path: '/orders',
  summary: 'Order courses at the prices of this moment; a total of 0 enrols at once',
  access: 'signed-in',
  body: z.strictObject({ courseIds: z.array(Id).min(1).max(20) }),
  answers: { 201: Order },
  problems: ['order.course-not-for-sale', 'order.already-enrolled', 'order.own-course', 'service.unavailable'],
  idempotencyKey: 'required',
});

export const listOrders = route({
  method: 'GET',
  path: '/orders',
  summary: 'My orders, newest first',
  access: 'signed-in',
  query: z.strictObject({ ...pageQuery }),
  answers: { 200: page(Order) },
  problems: [],
});

export const getOrder = route({
  method: 'GET',
  path: '/orders/:orderId',
  summary: 'One of my orders, with what happened to it',
  access: 'signed-in',
  params: z.strictObject({ orderId: Id }),
  answers: { 200: OrderWithTimeline },
  problems: ['order.not-found'],
});

export const verifyPayment = route({
  method: 'POST',
  path: '/orders/:orderId/verify',
  summary: 'Hand over what the checkout page got, so that the order is paid at once',
  access: 'signed-in',
  params: z.strictObject({ orderId: Id }),
  body: z.strictObject({
    razorpayPaymentId: z.string().regex(/^pay_[A-Za-z0-9]{1,40}$/, 'must be a payment id'),
    razorpaySignature: z.string().regex(/^[0-9a-f]{64}$/, 'must be a signature'),
  }),
  answers: { 200: Order },
  problems: ['order.not-found', 'payment.signature-invalid', 'payment.not-captured', 'service.unavailable'],
});

export const receiveRazorpayWebhook = route({
  method: 'POST',
  path: '/webhooks/razorpay',
  summary: 'Deliveries from Razorpay; the signature is made over the bytes',
  access: 'public',
  rawBody: true,
  bodyLimit: 256 * 1024,
  answers: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: ['webhook.signature-invalid', 'request.malformed', 'service.unavailable'],
});

export const Enrollment = z.strictObject({
  enrolled: z.boolean(),
  enrolledAt: Instant.optional(),
  version: z.int().optional(),
});

export const getEnrollment = route({
  method: 'GET',
  path: '/enrollments/:accountId/:courseId',
  summary: 'Whether an account is enrolled in a course',
  access: { callers: ['course-service', 'rating-review-service'] },
  params: z.strictObject({ accountId: Id, courseId: Id }),
  answers: { 200: Enrollment },
  problems: [],
});
