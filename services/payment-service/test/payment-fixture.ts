import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CourseOffer, coursePublished } from '@studynotion/contracts';
import { defineService, newId } from '@studynotion/service-kit';
import { startTestService, type TestAnswer, type TestService } from '@studynotion/service-kit/testing';
import { startSandbox } from '../../../sandbox/src/sandbox.ts';
import { wire } from '../src/app.ts';
import { readConfiguration, type Settings } from '../src/config.ts';
import { buildParts, type Parts } from '../src/parts.ts';

const keys = { keyId: 'rzp_test_shop', keySecret: 'the key secret', webhookSecret: 'the webhook secret' };

/** What a webhook of the sandbox looks like; the sandbox itself sends none here, the test does. */
export interface SandboxWebhook {
  readonly id: string;
  readonly event: string;
  readonly body: unknown;
}

/** What the checkout page would hand over, and the payment behind it. */
export interface Paid {
  readonly razorpay_payment_id: string;
  readonly razorpay_signature: string;
  readonly payment: { readonly id: string; readonly status: string; readonly amount: number };
}

export interface Buyer {
  readonly accountId: string;
  readonly token: string;
}

export interface Booked {
  readonly _id: string;
  readonly kind: string;
  readonly legs: readonly { readonly account: string; readonly amount: number; readonly courseId?: string }[];
}

/** What the process does in the tests instead of dying: nothing after this point runs. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface PaymentTest {
  readonly service: TestService;
  readonly parts: Parts;
  /** Calls the sandbox's control API. */
  control<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  buyer(accountId?: string): Buyer;
  /** Puts a course on the price list. @returns its id */
  course(amount: number, instructorId?: string): Promise<string>;
  /** Lets course-service answer for a course that is not on the price list. */
  offer(offer: CourseOffer): void;
  order(buyer: Buyer, courseIds: readonly unknown[], key?: string): Promise<TestAnswer>;
  /** An order that awaits payment. */
  openOrder(buyer: Buyer, courseIds: readonly string[]): Promise<{ id: string; razorpayOrderId: string }>;
  pay(razorpayOrderId: string, outcome?: 'captured' | 'authorized' | 'failed', paymentId?: string): Promise<Paid>;
  verify(buyer: Buyer, orderId: string, paid: Paid): Promise<TestAnswer>;
  webhooksAbout(id: string): Promise<readonly SandboxWebhook[]>;
  /** Delivers a webhook as Razorpay does, with the right signature unless told otherwise. */
  deliver(webhook: SandboxWebhook, change?: { body?: string; signature?: string; id?: string }): Promise<TestAnswer>;
  /** Lets the work under way end at a fault point, once. @returns whether it was reached, to be asked afterwards */
  crashAt(faultPoint: string): () => boolean;
  runJob(name: string): Promise<void>;
  /** Lets the time come for the next look at an order and at its refunds, for it alone. */
  makeDue(orderId: string): Promise<void>;
  bookings(orderId: string): Promise<readonly Booked[]>;
  stored(orderId: string): Promise<Record<string, unknown> | undefined>;
  enrollments(accountId: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** A payment-service beside the sandbox's Razorpay, both in this process. Jobs run when the test says so. */
export async function startPaymentTest(): Promise<PaymentTest> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'payment-test-'));
  const sandbox = await startSandbox(
    {
      ports: { razorpay: 0, smtp: 0, inbox: 0, cloudinary: 0 },
      dataFolder,
      cloudinary: { cloudName: 'unused', apiKey: '0', apiSecret: 'unused' },
      razorpay: { ...keys, webhookUrl: 'http://127.0.0.1:1/nobody' },
    },
    { log: () => undefined },
  );
  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${sandbox.ports.inbox}/sandbox/razorpay${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the sandbox answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  await control('PUT', '/webhooks', { mode: 'drop' });

  const built: Parts[] = [];
  let deadly: string | undefined;
  const faultPoint = (name: string): void => {
    if (name !== deadly) return;
    deadly = undefined;
    throw new Crash(name);
  };
  const definition = defineService<Settings>((kit) => {
    built.push(buildParts({ ...kit, faultPoint }));
    return wire(built[0] as Parts);
  });
  const configuration = readConfiguration({
    RAZORPAY_BASE_URL: `http://127.0.0.1:${sandbox.ports.razorpay}`,
    INSTRUCTOR_SHARE_PERCENT: '80',
    RECONCILE_SECONDS: '60',
  });
  const service = await startTestService(definition, configuration, {
    secrets: {
      'razorpay-key-id': keys.keyId,
      'razorpay-key-secret': keys.keySecret,
      'razorpay-webhook-secret': keys.webhookSecret,
    },
  });
  const parts = built[0] as Parts;

  const test: PaymentTest = {
    service,
    parts,
    control,
    buyer: (accountId = newId()) => ({ accountId, token: service.tokens.tokenOf(accountId) }),
    async course(amount, instructorId = newId()) {
      const { courseId, onSale: _, ...offer } = { ...anOffer(amount), instructorId };
      await service.deliver(coursePublished, { aggregateId: courseId, ...offer });
      return courseId;
    },
    offer(offer) {
      const route = `GET /internal/courses/${offer.courseId}/offer`;
      service.sidecar.respond('course-service', route, () => ({ status: 200, body: offer }));
    },
    order: ({ token }, courseIds, key = newId()) =>
      service.call('POST', '/orders', { token, body: { courseIds }, headers: { 'idempotency-key': key } }),
    async openOrder(buyer, courseIds) {
      const { status, body } = await test.order(buyer, courseIds);
      if (status !== 201) throw new Error(`no order: ${JSON.stringify(body)}`);
      return { id: body.id, razorpayOrderId: body.checkout.razorpayOrderId };
    },
    pay: (razorpayOrderId, outcome = 'captured', paymentId) =>
      control('POST', `/orders/${razorpayOrderId}/pay`, { outcome, paymentId }),
    verify: ({ token }, orderId, paid) =>
      service.call('POST', `/orders/${orderId}/verify`, {
        token,
        body: { razorpayPaymentId: paid.razorpay_payment_id, razorpaySignature: paid.razorpay_signature },
      }),
    async webhooksAbout(id) {
      const { items } = await control<{ items: SandboxWebhook[] }>('GET', `/webhooks?about=${id}`);
      return items;
    },
    deliver(webhook, { body = JSON.stringify(webhook.body), signature = signWebhook(body), id = webhook.id } = {}) {
      return service.call('POST', '/webhooks/razorpay', {
        body,
        headers: {
          'content-type': 'application/json',
          'x-razorpay-signature': signature,
          'x-razorpay-event-id': id,
        },
      });
    },
    crashAt(name) {
      deadly = name;
      return () => deadly !== name;
    },
    async makeDue(orderId) {
      const orders = service.database.collection<{ _id: string }>('orders');
      for (const field of ['nextLookAt', 'nextRefundAt'])
        await orders.updateOne({ _id: orderId, [field]: { $exists: true } }, { $set: { [field]: new Date(0) } });
    },
    bookings: (orderId) => service.database.collection<Booked>('bookings').find({ orderId }).toArray(),
    async runJob(name) {
      const job = service.service.wiring.jobs?.find((candidate) => candidate.name === name);
      if (job === undefined) throw new Error(`there is no job ${name}`);
      await job.run();
    },
    stored: async (orderId) =>
      (await service.database.collection<{ _id: string }>('orders').findOne({ _id: orderId })) ?? undefined,
    enrollments: (accountId) => service.database.collection('enrollments').find({ accountId }).toArray(),
    async stop() {
      await parts.webhooks.settle();
      await service.relay();
      await service.stop();
      await sandbox.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
  return test;
}

export function signWebhook(body: string, secret = keys.webhookSecret): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

export function signCheckout(razorpayOrderId: string, paymentId: string, secret = keys.keySecret): string {
  return createHmac('sha256', secret).update(`${razorpayOrderId}|${paymentId}`).digest('hex');
}

export function anOffer(amount: number): CourseOffer {
  const courseId = newId();
  return {
    courseId,
    version: 1,
    slug: `course-${courseId}`,
    title: 'A course',
    price: { amount, currency: 'INR' },
    instructorId: newId(),
    onSale: true,
  };
}
