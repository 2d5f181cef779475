import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enrollmentGranted, orderPaid } from '@studynotion/contracts';
import { array, assert, asyncProperty, boolean, constantFrom } from 'fast-check';
import { type PaymentTest, type SandboxWebhook, startPaymentTest } from './payment-fixture.ts';

const steps = [
  'verify',
  'payment.authorized',
  'payment.captured',
  'order.paid',
  'payment.failed',
  'reconcile',
] as const;
type Step = (typeof steps)[number];

describe('news of a payment', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());

  test('in any order and repetition lead to one state, one enrolment and one order.paid', async () => {
    const news = array(constantFrom(...steps), { minLength: 1, maxLength: 8 });
    await assert(
      asyncProperty(news, boolean(), boolean(), async (given, atOnce, captured) => {
        const buyer = shop.buyer();
        const courseId = await shop.course(49900);
        const order = await shop.openOrder(buyer, [courseId]);
        await shop.pay(order.razorpayOrderId, 'failed');
        const paid = await shop.pay(order.razorpayOrderId, captured ? 'captured' : 'authorized');
        const webhooks = await shop.webhooksAbout(order.razorpayOrderId);

        const happen = async (step: Step): Promise<void> => {
          if (step === 'verify') {
            expect((await shop.verify(buyer, order.id, paid)).status).toBe(200);
          } else if (step === 'reconcile') {
            await makeDue(order.id);
            await shop.runJob('reconcile');
          } else {
            // Reserved money has no webhook of being captured before somebody captures it.
            const webhook = webhooks.find(({ event }) => event === step);
            if (webhook !== undefined) await deliver(webhook);
          }
        };
        if (atOnce) await Promise.all(given.map(happen));
        else for (const step of given) await happen(step);
        await happen('reconcile'); // whatever was lost before, it costs nothing

        expect(await shop.stored(order.id)).toMatchObject({
          state: 'paid',
          paidBy: paid.payment.id,
          fulfilment: { state: 'done', completed: 4 },
          items: [{ courseId, enrollment: 'granted' }],
        });
        expect(await shop.enrollments(buyer.accountId)).toHaveLength(1);
        await shop.service.relay();
        expect(idsOf(orderPaid.type, order.id)).toBe(1);
        expect(idsOf(enrollmentGranted.type, `${buyer.accountId}:${courseId}`)).toBe(1);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  const deliver = async (webhook: SandboxWebhook): Promise<void> => {
    expect((await shop.deliver(webhook)).status).toBe(200);
    await shop.parts.webhooks.run();
  };
  /** Instead of letting time pass: the property runs far too many orders for that. */
  const makeDue = async (orderId: string): Promise<void> => {
    await shop.service.database
      .collection<{ _id: string; nextLookAt?: Date }>('orders')
      .updateOne({ _id: orderId, nextLookAt: { $exists: true } }, { $set: { nextLookAt: new Date(0) } });
  };
  const idsOf = (type: string, aggregateId: string): number =>
    new Set(
      shop.service.sidecar.published
        .filter(
          ({ event, data }) => event.type === type && (data as { aggregateId: string }).aggregateId === aggregateId,
        )
        .map(({ id }) => id),
    ).size;
});
