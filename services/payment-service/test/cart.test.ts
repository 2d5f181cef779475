import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { courseUpdated } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { anOffer, type Buyer, type PaymentTest, startPaymentTest } from './payment-fixture.ts';

describe('the cart', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());

  const cart = ({ token }: Buyer) => shop.service.call('GET', '/cart', { token });
  const put = ({ token }: Buyer, courseId: string) => shop.service.call('PUT', `/cart/items/${courseId}`, { token });
  const take = ({ token }: Buyer, courseId: string) =>
    shop.service.call('DELETE', `/cart/items/${courseId}`, { token });
  const merge = ({ token }: Buyer, courseIds: readonly unknown[]) =>
    shop.service.call('POST', '/cart/merge', { token, body: { courseIds } });
  const courses = (count: number) => Promise.all(Array.from({ length: count }, () => shop.course(100)));
  const idsIn = async (buyer: Buyer): Promise<string[]> =>
    (await cart(buyer)).body.items.map(({ courseId }: { courseId: string }) => courseId);
  const stored = ({ accountId }: Buyer) =>
    shop.service.database.collection<{ _id: string; items: unknown[] }>('carts').find({ _id: accountId }).toArray();

  test('of somebody new is empty, and nothing is stored for it', async () => {
    const buyer = shop.buyer();
    expect(await cart(buyer)).toMatchObject({
      status: 200,
      body: { items: [], total: { amount: 0, currency: 'INR' } },
    });
    expect(await stored(buyer)).toEqual([]);
  });

  test('holds a course once, at the price of this moment', async () => {
    const buyer = shop.buyer();
    const [one, other] = [await shop.course(49900), await shop.course(100)];
    for (let time = 0; time < 3; time += 1) expect((await put(buyer, one)).status).toBe(200);
    expect((await put(buyer, other)).body).toMatchObject({
      items: [
        { courseId: one, title: 'A course', price: { amount: 49900 }, onSale: true, addedAt: expect.any(String) },
        { courseId: other, price: { amount: 100 } },
      ],
      total: { amount: 50000 },
    });
    const { version: _, courseId: __, onSale: ___, ...offer } = anOffer(900);
    await shop.service.deliver(courseUpdated, { aggregateId: one, version: 2, ...offer });
    expect((await cart(buyer)).body.total.amount).toBe(1000);
    expect(await idsIn(shop.buyer())).toEqual([]);
  });

  test('shows the picture that a course has now, which no order keeps', async () => {
    const buyer = shop.buyer();
    const course = await shop.course(100);
    await put(buyer, course);
    const { version: _, courseId: __, onSale: ___, ...offer } = anOffer(100);
    const thumbnailUrl = 'https://res.cloudinary.example/picture.png';
    await shop.service.deliver(courseUpdated, { aggregateId: course, version: 2, ...offer, thumbnailUrl });
    expect((await cart(buyer)).body.items).toMatchObject([{ courseId: course, thumbnailUrl }]);
    expect((await shop.order(buyer, [course])).body.items).toEqual([
      { courseId: course, slug: offer.slug, title: offer.title, price: offer.price },
    ]);

    await shop.service.deliver(courseUpdated, { aggregateId: course, version: 3, ...offer });
    expect((await cart(buyer)).body.items[0]).not.toHaveProperty('thumbnailUrl');
  });

  test('gives back what is taken out, also when it is not in it', async () => {
    const buyer = shop.buyer();
    const [one, other] = [await shop.course(100), await shop.course(200)];
    await put(buyer, one);
    await put(buyer, other);
    for (let time = 0; time < 2; time += 1) {
      expect(await take(buyer, one)).toMatchObject({ status: 200, body: { total: { amount: 200 } } });
    }
    expect((await take(shop.buyer(), other)).body.items).toEqual([]);
    expect(await idsIn(buyer)).toEqual([other]);
  });

  test('refuses a course of one’s own, one that is owned, a draft, and an unknown one', async () => {
    const buyer = shop.buyer();
    const offer = anOffer(100);
    const own = { ...offer, instructorId: buyer.accountId };
    shop.offer(own);
    const draft = { ...anOffer(100), onSale: false };
    shop.offer(draft);
    const owned = await shop.course(0);
    await shop.order(buyer, [owned]);
    const refused = async (courseId: string) => (await put(buyer, courseId)).body.code;
    expect(await refused(own.courseId)).toBe('order.own-course');
    expect(await refused(owned)).toBe('order.already-enrolled');
    expect(await refused(draft.courseId)).toBe('order.course-not-for-sale');
    expect((await shop.order(buyer, [own.courseId])).body).toMatchObject({
      code: 'order.own-course',
      errors: [{ path: 'courseIds.0' }],
    });
    expect(await idsIn(buyer)).toEqual([]);
  });

  test('shows what went off sale, and does not count it', async () => {
    const buyer = shop.buyer();
    const courseId = await shop.course(100);
    await put(buyer, courseId);
    await shop.parts.priceList.learn(courseId, 2, { ...anOffer(100), onSale: false });
    expect((await cart(buyer)).body).toMatchObject({ items: [{ courseId, onSale: false }], total: { amount: 0 } });
  });

  test('takes twenty courses and no more, however many tabs add at the same time', async () => {
    const buyer = shop.buyer();
    const answers = await Promise.all((await courses(30)).map((id) => put(buyer, id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.filter(({ body }) => body.code === 'cart.full')).toHaveLength(10);
    expect(await idsIn(buyer)).toHaveLength(20);
    expect(await stored(buyer)).toHaveLength(1);
  });

  test('one course by many tabs at once is in it once', async () => {
    const buyer = shop.buyer();
    const courseId = await shop.course(100);
    const answers = await Promise.all(Array.from({ length: 30 }, () => put(buyer, courseId)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stored(buyer)).toMatchObject([{ items: [{ courseId }] }]);
  });

  test('after log-in takes over what a visitor chose, without what cannot be bought', async () => {
    const buyer = shop.buyer();
    const owned = await shop.course(0);
    await shop.order(buyer, [owned]);
    const draft = { ...anOffer(100), onSale: false };
    shop.offer(draft);
    const [before, one, other] = (await courses(3)) as [string, string, string];
    await put(buyer, before);
    const merged = await merge(buyer, [one, owned, draft.courseId, before, other, one]);
    expect(merged.status).toBe(200);
    expect(await idsIn(buyer)).toEqual([before, one, other]);
    expect((await merge(buyer, [one, other])).body).toEqual(merged.body);
    expect((await merge(buyer, [])).body).toEqual(merged.body);
  });

  test('after log-in takes over only what has room', async () => {
    const buyer = shop.buyer();
    await merge(buyer, await courses(18));
    await merge(buyer, await courses(5));
    expect(await idsIn(buyer)).toHaveLength(20);
  });

  test('loses what was bought, and keeps the rest', async () => {
    const buyer = shop.buyer();
    const [free, paid, kept] = [await shop.course(0), await shop.course(500), await shop.course(100)];
    await merge(buyer, [free, paid, kept]);
    await shop.order(buyer, [free]);
    expect(await stored(buyer)).toMatchObject([{ items: [{ courseId: paid }, { courseId: kept }] }]);
    const order = await shop.openOrder(buyer, [paid]);
    expect(await idsIn(buyer)).toEqual([paid, kept]);
    await shop.verify(buyer, order.id, await shop.pay(order.razorpayOrderId));
    expect(await stored(buyer)).toMatchObject([{ items: [{ courseId: kept }] }]);
  });

  test.each([
    ['PUT', '/cart/items/x', undefined],
    ['DELETE', '/cart/items/x', undefined],
    ['POST', '/cart/merge', undefined],
    ['POST', '/cart/merge', { courseIds: { $gt: '' } }],
    ['POST', '/cart/merge', { courseIds: ['x'] }],
    ['POST', '/cart/merge', { courseIds: Array.from({ length: 21 }, () => newId()) }],
    ['POST', '/cart/merge', { courseIds: [], accountId: newId() }],
    ['GET', '/enrollments?accountId=x', undefined],
  ])('refuses %s %s %j', async (method, path, body) => {
    const buyer = shop.buyer();
    const { token } = buyer;
    expect((await shop.service.call(method, path, { token, body })).status).toBe(400);
    expect((await shop.service.call(method, path.replace('/x', `/${newId()}`), { body })).status).toBe(401);
    expect(await stored(buyer)).toEqual([]);
  });

  test('my courses are listed, newest first, page by page, and nobody else’s', async () => {
    const buyer = shop.buyer();
    const ids = [await shop.course(0), await shop.course(0), await shop.course(0)];
    for (const id of ids) await shop.order(buyer, [id]);
    const { token } = buyer;
    const first = await shop.service.call('GET', '/enrollments?limit=2', { token });
    const cursor = first.body.nextCursor;
    const second = await shop.service.call('GET', `/enrollments?limit=2&cursor=${cursor}`, { token });
    const listed = [...first.body.items, ...second.body.items].map(({ courseId }) => courseId);
    expect(listed).toEqual(ids.toReversed());
    expect(second.body.nextCursor).toBeUndefined();
    expect((await shop.service.call('GET', '/enrollments', { token: shop.buyer().token })).body.items).toEqual([]);
  });
});
