import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountDeleted, courseDeleted, courseUnpublished, paymentAccountErased } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { type Buyer, type PaymentTest, startPaymentTest } from './payment-fixture.ts';

describe('news from other services', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());

  const deletionOf = ({ accountId }: Buyer) => ({
    aggregateId: accountId,
    version: 2,
    email: 'meera@example.com',
    firstName: 'Meera',
    deletedAt: new Date().toISOString(),
  });
  const remove = (buyer: Buyer) => shop.service.deliver(accountDeleted, deletionOf(buyer));
  /** Everything in the database that holds a text, by collection. */
  const holding = async (text: string): Promise<string[]> => {
    const found: string[] = [];
    for (const { name } of (await shop.service.database.db?.listCollections().toArray()) ?? []) {
      const documents = await shop.service.database.collection(name).find().toArray();
      if (documents.some((document) => JSON.stringify(document).includes(text))) found.push(name);
    }
    return found.toSorted();
  };
  const receipts = async ({ accountId }: Buyer) => {
    await shop.service.relay();
    return shop.service.sidecar
      .publishedOf(paymentAccountErased)
      .filter(({ aggregateId }) => aggregateId === accountId);
  };
  const somebody = async () => {
    const buyer = shop.buyer();
    const [course, free] = [await shop.course(500), await shop.course(0)];
    await shop.order(buyer, [free]);
    const order = await shop.openOrder(buyer, [course]);
    const { payment } = await shop.pay(order.razorpayOrderId);
    for (const webhook of await shop.webhooksAbout(order.razorpayOrderId)) await shop.deliver(webhook);
    await shop.parts.webhooks.run();
    const inCart = await shop.course(100);
    await shop.service.call('PUT', `/cart/items/${inCart}`, { token: buyer.token });
    return { buyer, course, free, order, payment };
  };

  test('an account that was deleted is not to be found any more; orders, bookings and enrolments stay', async () => {
    const { buyer, course, free, order, payment } = await somebody();
    const bookings = await shop.bookings(order.id);
    await shop.service.relay();
    for (let time = 0; time < 3; time += 1) expect(await remove(buyer)).toBe(200);

    // The kit's kept answers end by themselves after a day.
    expect((await holding(buyer.accountId)).filter((name) => name !== 'idempotency_keys')).toEqual(['erasures']);
    const stored = await shop.stored(order.id);
    expect(stored).toMatchObject({ state: 'paid', paidBy: payment.id, anonymizedAt: expect.any(Date) });
    expect(await shop.bookings(order.id)).toEqual(bookings);
    const pseudonym = (stored as { accountId: string }).accountId;
    expect(pseudonym).not.toBe(buyer.accountId);
    expect((await shop.enrollments(pseudonym)).map(({ courseId }) => courseId).toSorted()).toEqual(
      [course, free].toSorted(),
    );
    expect(await shop.service.database.collection('erasures').findOne({ pseudonym })).toBeNull();
    const deliveries = await shop.service.database
      .collection('webhook_deliveries')
      .find({ orderId: order.id })
      .toArray();
    expect(deliveries.map(({ body }) => body)).toEqual(['{}', '{}', '{}']);
    expect(await receipts(buyer)).toEqual([{ aggregateId: buyer.accountId, version: 1, erasedAt: expect.any(String) }]);
  });

  test('an account without anything gets its receipt too', async () => {
    const buyer = shop.buyer();
    await remove(buyer);
    expect(await receipts(buyer)).toHaveLength(1);
  });

  test('a death in between is made good when the event comes again', async () => {
    const { buyer, order } = await somebody();
    const reached = shop.crashAt('account-erased-in-part');
    expect(await remove(buyer)).toBe(500);
    expect(reached()).toBe(true);
    expect(await receipts(buyer)).toEqual([]);
    expect(await remove(buyer)).toBe(200);
    const stored = (await shop.stored(order.id)) as { accountId: string };
    expect(await shop.enrollments(stored.accountId)).toHaveLength(2);
    expect((await holding(buyer.accountId)).filter((name) => name !== 'idempotency_keys')).toEqual(['erasures']);
    expect(await receipts(buyer)).toHaveLength(1);
  });

  test('ten deliveries at once erase once', async () => {
    const { buyer, order } = await somebody();
    const answers = await Promise.all(Array.from({ length: 10 }, () => remove(buyer)));
    expect(new Set(answers)).toEqual(new Set([200]));
    const stored = (await shop.stored(order.id)) as { accountId: string };
    expect(await shop.enrollments(stored.accountId)).toHaveLength(2);
    expect(await shop.enrollments(buyer.accountId)).toEqual([]);
    expect(new Set((await receipts(buyer)).map(({ erasedAt }) => erasedAt)).size).toBe(1);
  });

  test('money that comes for an account that is gone goes back', async () => {
    const buyer = shop.buyer();
    const order = await shop.openOrder(buyer, [await shop.course(800)]);
    await remove(buyer);
    const { payment } = await shop.pay(order.razorpayOrderId);
    for (const webhook of await shop.webhooksAbout(order.razorpayOrderId)) await shop.deliver(webhook);
    await shop.parts.webhooks.run();
    await shop.runJob('refunds');
    expect(await shop.stored(order.id)).toMatchObject({ state: 'refunded', items: [{ enrollment: 'surplus' }] });
    expect(await shop.parts.provider.refundsOf(payment.id)).toMatchObject([{ amount: 800, status: 'processed' }]);
    const bodies = await shop.service.database.collection('webhook_deliveries').find({ orderId: order.id }).toArray();
    expect(new Set(bodies.map(({ body }) => body))).toEqual(new Set(['{}']));
  });

  test.each([
    ['unpublished', courseUnpublished],
    ['deleted', courseDeleted],
  ] as const)(
    'a course that was %s is not sold any more, and older news do not bring it back',
    async (_what, event) => {
      const courseId = await shop.course(100);
      await shop.service.deliver(event, { aggregateId: courseId, version: 5 });
      shop.offer({
        courseId,
        version: 5,
        slug: 'gone',
        title: 'Gone',
        price: { amount: 100, currency: 'INR' },
        instructorId: newId(),
        onSale: false,
      });
      expect(await shop.order(shop.buyer(), [courseId])).toMatchObject({
        status: 409,
        body: { code: 'order.course-not-for-sale' },
      });
      await shop.parts.priceList.learn(courseId, 4, {
        slug: 'old',
        title: 'Old',
        price: { amount: 1, currency: 'INR' },
        instructorId: newId(),
        onSale: true,
      });
      expect((await shop.order(shop.buyer(), [courseId])).status).toBe(409);
    },
  );

  test('a course that was taken off before it was ever heard of is not sold', async () => {
    const courseId = newId();
    await shop.service.deliver(courseUnpublished, { aggregateId: courseId, version: 3 });
    shop.service.sidecar.respond('course-service', `GET /internal/courses/${courseId}/offer`, () => ({
      status: 404,
      body: { type: 'x', title: 'x', status: 404, code: 'course.not-found' },
    }));
    expect((await shop.order(shop.buyer(), [courseId])).status).toBe(409);
  });
});
