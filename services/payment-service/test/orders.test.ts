import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { courseUpdated, enrollmentGranted, orderPaid } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { placeOrder } from '../src/domain/place-order.ts';
import { anOffer, type PaymentTest, startPaymentTest } from './payment-fixture.ts';

describe('ordering courses', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());

  const ordersOf = (accountId: string) => shop.service.database.collection('orders').find({ accountId }).toArray();
  const answerOffer = (offer: { courseId: string }, status = 200) =>
    shop.service.sidecar.respond('course-service', `GET /internal/courses/${offer.courseId}/offer`, () => ({
      status,
      body: offer,
    }));
  const answerNoCourse = (courseId: string) =>
    shop.service.sidecar.respond('course-service', `GET /internal/courses/${courseId}/offer`, () => ({
      status: 404,
      body: { type: 'x', title: 'x', status: 404, code: 'course.not-found' },
    }));

  test('takes the price from the price list and opens an order at Razorpay', async () => {
    const buyer = shop.buyer();
    const courseIds = [await shop.course(49900), await shop.course(100)];
    const { status, body } = await shop.order(buyer, courseIds);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'awaiting-payment',
      items: [
        { courseId: courseIds[0], price: { amount: 49900, currency: 'INR' } },
        { courseId: courseIds[1], price: { amount: 100, currency: 'INR' } },
      ],
      total: { amount: 50000, currency: 'INR' },
      checkout: { razorpayOrderId: expect.stringMatching(/^order_/), keyId: 'rzp_test_shop' },
    });
    const paid = await shop.pay(body.checkout.razorpayOrderId);
    expect(paid.payment.amount).toBe(50000);
    expect(await shop.enrollments(buyer.accountId)).toEqual([]);
  });

  test('a course twice in one order is one item', async () => {
    const id = await shop.course(200);
    expect((await shop.order(shop.buyer(), [id, id])).body.total.amount).toBe(200);
  });

  test('a price that changes later does not change the order', async () => {
    const buyer = shop.buyer();
    const courseId = await shop.course(300);
    const { id } = await shop.openOrder(buyer, [courseId]);
    const { version: _, courseId: __, onSale: ___, ...offer } = anOffer(900);
    await shop.service.deliver(courseUpdated, { aggregateId: courseId, version: 2, ...offer });
    const { body } = await shop.service.call('GET', `/orders/${id}`, { token: buyer.token });
    expect(body.total.amount).toBe(300);
    expect((await shop.order(buyer, [courseId])).body.total.amount).toBe(900);
  });

  test('an older price that comes late is not taken', async () => {
    const courseId = newId();
    const { version: _, courseId: __, onSale: ___, ...offer } = anOffer(700);
    await shop.service.deliver(courseUpdated, { aggregateId: courseId, version: 5, ...offer });
    const older = { ...offer, price: { amount: 100, currency: 'INR' as const } };
    await shop.service.deliver(courseUpdated, { aggregateId: courseId, version: 4, ...older });
    expect((await shop.order(shop.buyer(), [courseId])).body.total.amount).toBe(700);
  });

  test('a total of 0 is paid and enrols at once, and Razorpay hears nothing of it', async () => {
    const buyer = shop.buyer();
    const courseId = await shop.course(0);
    const { status, body } = await shop.order(buyer, [courseId]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'paid', total: { amount: 0 }, paidAt: expect.any(String) });
    expect(body.checkout).toBeUndefined();
    expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ courseId, orderId: body.id, state: 'active' }]);

    await shop.service.relay();
    const mine = ({ accountId }: { accountId: string }) => accountId === buyer.accountId;
    expect(shop.service.sidecar.publishedOf(orderPaid).filter(mine)).toEqual([
      {
        aggregateId: body.id,
        version: 2,
        accountId: buyer.accountId,
        courseIds: [courseId],
        items: [{ courseId, title: 'A course', price: { amount: 0, currency: 'INR' } }],
        total: { amount: 0, currency: 'INR' },
        paidAt: body.paidAt,
      },
    ]);
    expect(shop.service.sidecar.publishedOf(enrollmentGranted).filter(mine)).toMatchObject([
      { aggregateId: `${buyer.accountId}:${courseId}`, version: 1, courseId, orderId: body.id },
    ]);
    expect(await shop.stored(body.id)).toMatchObject({
      fulfilment: { state: 'done', completed: 4 },
      items: [{ enrollment: 'granted' }],
    });
  });

  test('a course that is not on the price list yet is asked for, and remembered', async () => {
    const offer = anOffer(1200);
    answerOffer(offer);
    expect((await shop.order(shop.buyer(), [offer.courseId])).body.total.amount).toBe(1200);
    const before = shop.service.sidecar.invocations.length;
    expect((await shop.order(shop.buyer(), [offer.courseId])).status).toBe(201);
    expect(shop.service.sidecar.invocations.slice(before).filter(({ app }) => app === 'course-service')).toEqual([]);
  });

  test('refuses drafts and unknown courses, names them, and orders nothing', async () => {
    const buyer = shop.buyer();
    const draft = { ...anOffer(100), onSale: false };
    const unknown = newId();
    answerOffer(draft);
    answerNoCourse(unknown);
    const answer = await shop.order(buyer, [await shop.course(100), draft.courseId, unknown]);
    expect(answer).toMatchObject({ status: 409, body: { code: 'order.course-not-for-sale' } });
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['courseIds.1', 'courseIds.2']);
    expect(await ordersOf(buyer.accountId)).toEqual([]);
    expect(await shop.order(buyer, [draft.courseId])).toMatchObject({ status: 409 });
    answerOffer({ ...draft, version: 2, onSale: true } as typeof draft);
    expect(await shop.order(buyer, [draft.courseId])).toMatchObject({ status: 201 });
  });

  test('refuses a course that the account has already', async () => {
    const buyer = shop.buyer();
    const courseId = await shop.course(0);
    await shop.order(buyer, [courseId]);
    expect(await shop.order(buyer, [await shop.course(100), courseId])).toMatchObject({
      status: 409,
      body: { code: 'order.already-enrolled', errors: [{ path: 'courseIds.1' }] },
    });
    expect(await ordersOf(buyer.accountId)).toHaveLength(1);
  });

  test('says so when neither course-service nor Razorpay answers, and the same key goes on afterwards', async () => {
    const buyer = shop.buyer();
    const key = newId();
    const offer = anOffer(100);
    answerOffer(offer, 500);
    expect(await shop.order(buyer, [offer.courseId], key)).toMatchObject({ status: 503 });
    answerOffer(offer);
    await shop.control('PUT', '/faults', { route: 'POST /v1/orders', status: 503 });
    expect(await shop.order(buyer, [offer.courseId], key)).toMatchObject({
      status: 503,
      body: { code: 'service.unavailable' },
    });
    expect(await shop.order(buyer, [offer.courseId], key)).toMatchObject({
      status: 201,
      body: { state: 'awaiting-payment' },
    });
    expect(await ordersOf(buyer.accountId)).toHaveLength(1);
  });

  test('an order that Razorpay made without an answer is found by its receipt', async () => {
    const buyer = shop.buyer();
    const key = newId();
    const courseId = await shop.course(100);
    await shop.control('PUT', '/faults', { route: 'POST /v1/orders', reset: true, when: 'after' });
    expect(await shop.order(buyer, [courseId], key)).toMatchObject({ status: 503 });
    expect(await ordersOf(buyer.accountId)).toMatchObject([{ state: 'created' }]);
    const answer = await shop.order(buyer, [courseId], key);
    expect(answer).toMatchObject({ status: 201, body: { state: 'awaiting-payment' } });
    expect(await ordersOf(buyer.accountId)).toHaveLength(1);
  });

  test('50 at once with one key make one order', async () => {
    const buyer = shop.buyer();
    const key = newId();
    const courseIds = [await shop.course(100)];
    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.order(buyer, courseIds, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const [order, ...others] = await ordersOf(buyer.accountId);
    expect(others).toEqual([]);
    const repeated = await shop.order(buyer, courseIds, key);
    expect(repeated).toMatchObject({ status: 201, body: { id: order?._id } });
    for (const { status, body } of answers) if (status === 201) expect(body).toEqual(repeated.body);
  });

  test('50 at once that all hold the key, as after a crash, still make one order', async () => {
    const { accountId } = shop.buyer();
    const caller = { accountId, sessionId: newId(), role: 'student' as const, approved: true };
    const courseIds = [await shop.course(100)];
    const key = newId();
    const orders = await Promise.all(Array.from({ length: 50 }, () => placeOrder(shop.parts, caller, key, courseIds)));
    expect(new Set(orders.map(({ id, razorpayOrderId }) => `${id} ${razorpayOrderId}`)).size).toBe(1);
    expect(await ordersOf(accountId)).toMatchObject([{ state: 'awaiting-payment', version: 2 }]);
  });

  test('50 at once for a free course enrol once and announce once', async () => {
    const { accountId } = shop.buyer();
    const caller = { accountId, sessionId: newId(), role: 'student' as const, approved: true };
    const courseIds = [await shop.course(0)];
    const key = newId();
    await Promise.all(Array.from({ length: 50 }, () => placeOrder(shop.parts, caller, key, courseIds)));
    await shop.service.relay();
    const mine = (event: { accountId: string }) => event.accountId === accountId;
    expect(await shop.enrollments(accountId)).toHaveLength(1);
    expect(
      new Set(
        shop.service.sidecar
          .publishedOf(orderPaid)
          .filter(mine)
          .map(({ version }) => version),
      ).size,
    ).toBe(1);
    expect(await ordersOf(accountId)).toMatchObject([{ state: 'paid', fulfilment: { state: 'done' } }]);
  });

  test('a key stands for its request, also when the first answer is long forgotten', async () => {
    const buyer = shop.buyer();
    const key = newId();
    const [one, other] = [await shop.course(100), await shop.course(200)];
    const first = await shop.order(buyer, [one], key);
    expect(await shop.order(buyer, [other], key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key.reused' },
    });
    await shop.service.database.collection('idempotency_keys').deleteMany({});
    expect(await shop.order(buyer, [other], key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key.reused' },
    });
    expect((await shop.order(buyer, [one], key)).body.id).toBe(first.body.id);
    expect((await shop.order(shop.buyer(), [one], key)).body.id).not.toBe(first.body.id);
  });

  test('shows my orders, newest first and page by page, and nobody else’s', async () => {
    const buyer = shop.buyer();
    const courseId = await shop.course(100);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await shop.openOrder(buyer, [courseId])).id);
    const first = await shop.service.call('GET', '/orders?limit=2', { token: buyer.token });
    const second = await shop.service.call('GET', `/orders?limit=2&cursor=${first.body.nextCursor}`, {
      token: buyer.token,
    });
    expect([...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(second.body.nextCursor).toBeUndefined();
    const stranger = shop.buyer();
    expect((await shop.service.call('GET', '/orders', { token: stranger.token })).body.items).toEqual([]);
    expect(await shop.service.call('GET', `/orders/${ids[0]}`, { token: stranger.token })).toMatchObject({
      status: 404,
      body: { code: 'order.not-found' },
    });
  });

  test('an answer carries nothing that is not for the buyer', async () => {
    const { body } = await shop.order(shop.buyer(), [await shop.course(100)]);
    expect(JSON.stringify(body)).not.toMatch(/secret|idempotency|outbox|instructorId|accountId|fulfilment|nextLookAt/);
  });

  test.each([
    ['nothing', undefined],
    ['a text', '"x"'],
    ['broken JSON', '{'],
    ['no courses', { courseIds: [] }],
    ['an operator', { courseIds: { $gt: '' } }],
    ['an operator inside', { courseIds: [{ $gt: '' }] }],
    ['an id that is none', { courseIds: ['x'] }],
    ['a price', { courseIds: [newId()], price: 1 }],
    ['too many', { courseIds: Array.from({ length: 21 }, () => newId()) }],
  ])('refuses %s and orders nothing', async (_what, body) => {
    const buyer = shop.buyer();
    const answer = await shop.service.call('POST', '/orders', {
      token: buyer.token,
      body,
      headers: { 'idempotency-key': newId() },
    });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await ordersOf(buyer.accountId)).toEqual([]);
  });

  test('refuses an order without a key, with a bad one, without a token, and oversized', async () => {
    const buyer = shop.buyer();
    const body = { courseIds: [await shop.course(100)] };
    const { token } = buyer;
    expect(await shop.service.call('POST', '/orders', { token, body })).toMatchObject({
      status: 400,
      body: { code: 'idempotency-key.missing' },
    });
    expect((await shop.order(buyer, body.courseIds, 'short')).status).toBe(400);
    const headers = { 'idempotency-key': newId() };
    expect((await shop.service.call('POST', '/orders', { body, headers })).status).toBe(401);
    const oversized = JSON.stringify(body).padEnd(70_000);
    expect((await shop.service.call('POST', '/orders', { token, body: oversized, headers })).status).toBe(413);
    expect(await ordersOf(buyer.accountId)).toEqual([]);
  });

  test.each(['/orders?limit=0', '/orders?cursor=x', '/orders?limit[$gt]=1', '/orders?state=paid', '/orders/x'])(
    'refuses GET %s',
    async (path) => {
      expect(await shop.service.call('GET', path, { token: shop.buyer().token })).toMatchObject({
        status: 400,
        body: { code: 'request.invalid' },
      });
    },
  );

  test('tells course-service, and nobody else, who is enrolled', async () => {
    const { accountId, ...buyer } = shop.buyer();
    const courseId = await shop.course(0);
    const ask = (path: string, callerApp = 'course-service') =>
      shop.service.call('GET', `/internal/enrollments/${path}`, { callerApp });
    expect((await ask(`${accountId}/${courseId}`)).body).toEqual({ enrolled: false });
    await shop.order({ accountId, ...buyer }, [courseId]);
    expect((await ask(`${accountId}/${courseId}`)).body).toEqual({
      enrolled: true,
      enrolledAt: expect.any(String),
      version: 1,
    });
    expect((await ask(`${newId()}/${courseId}`)).body).toEqual({ enrolled: false });
    expect((await ask(`${accountId}/${courseId}`, 'api-gateway')).status).toBe(403);
    expect((await ask(`${accountId}/x`)).status).toBe(400);
  });
});
