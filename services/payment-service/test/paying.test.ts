import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enrollmentGranted, orderPaid } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import {
  type Buyer,
  type PaymentTest,
  type SandboxWebhook,
  signCheckout,
  signWebhook,
  startPaymentTest,
} from './payment-fixture.ts';

describe('paying an order', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());

  async function anOpenOrder(buyer = shop.buyer(), amount = 49900) {
    const courseId = await shop.course(amount);
    return { buyer, courseId, ...(await shop.openOrder(buyer, [courseId])) };
  }
  const eventsOf = async ({ accountId }: Buyer) => {
    await shop.service.relay();
    const mine = (event: { accountId: string }) => event.accountId === accountId;
    return {
      paid: new Map(
        shop.service.sidecar.published
          .filter(({ event, data }) => event.type === orderPaid.type && mine(data as { accountId: string }))
          .map(({ id, data }) => [id, data]),
      ).size,
      granted: new Map(
        shop.service.sidecar.published
          .filter(({ event, data }) => event.type === enrollmentGranted.type && mine(data as { accountId: string }))
          .map(({ id, data }) => [id, data]),
      ).size,
    };
  };
  const expectPaidOnce = async (order: { id: string; buyer: Buyer; courseId: string }) => {
    expect(await shop.stored(order.id)).toMatchObject({
      state: 'paid',
      fulfilment: { state: 'done', completed: 4 },
      items: [{ courseId: order.courseId, enrollment: 'granted' }],
    });
    expect(await shop.stored(order.id)).not.toHaveProperty('nextLookAt');
    expect(await shop.enrollments(order.buyer.accountId)).toMatchObject([
      { courseId: order.courseId, orderId: order.id },
    ]);
    expect(await eventsOf(order.buyer)).toEqual({ paid: 1, granted: 1 });
  };
  const expectUnpaid = async (order: { id: string; buyer: Buyer }) => {
    expect(await shop.stored(order.id)).toMatchObject({ state: 'awaiting-payment' });
    expect(await shop.enrollments(order.buyer.accountId)).toEqual([]);
    expect(await eventsOf(order.buyer)).toEqual({ paid: 0, granted: 0 });
  };
  const webhook = async (event: string, razorpayOrderId: string): Promise<SandboxWebhook> => {
    const found = (await shop.webhooksAbout(razorpayOrderId)).find((candidate) => candidate.event === event);
    if (found === undefined) throw new Error(`the sandbox has no ${event}`);
    return found;
  };
  const deliverAndWork = async (delivered: SandboxWebhook, change = {}) => {
    const answer = await shop.deliver(delivered, change);
    await shop.parts.webhooks.run();
    return answer;
  };
  const deliveries = () =>
    shop.service.database.collection<{ _id: string; state: string; tries: number }>('webhook_deliveries');

  describe('by the answer of the checkout page', () => {
    test('makes it paid and enrols, however often it comes', async () => {
      const order = await anOpenOrder();
      const paid = await shop.pay(order.razorpayOrderId);
      for (let time = 0; time < 3; time += 1) {
        const answer = await shop.verify(order.buyer, order.id, paid);
        expect(answer).toMatchObject({ status: 200, body: { id: order.id, state: 'paid' } });
        expect(answer.body.checkout).toBeUndefined();
      }
      expect(await shop.stored(order.id)).toMatchObject({
        paidBy: paid.payment.id,
        attempts: [{ status: 'captured' }],
      });
      await expectPaidOnce(order);
    });

    test('takes money that is only reserved', async () => {
      const order = await anOpenOrder();
      const paid = await shop.pay(order.razorpayOrderId, 'authorized');
      expect(paid.payment.status).toBe('authorized');
      expect((await shop.verify(order.buyer, order.id, paid)).status).toBe(200);
      await expectPaidOnce(order);
    });

    test('refuses a payment that did not go through, and the next attempt is welcome', async () => {
      const order = await anOpenOrder();
      const failed = await shop.pay(order.razorpayOrderId, 'failed');
      const signed = {
        ...failed,
        razorpay_payment_id: failed.payment.id,
        razorpay_signature: signCheckout(order.razorpayOrderId, failed.payment.id),
      };
      expect(await shop.verify(order.buyer, order.id, signed)).toMatchObject({
        status: 409,
        body: { code: 'payment.not-captured' },
      });
      await expectUnpaid(order);
      expect(await shop.stored(order.id)).toMatchObject({ attempts: [{ status: 'failed', reason: 'Payment failed' }] });
      expect((await shop.verify(order.buyer, order.id, await shop.pay(order.razorpayOrderId))).status).toBe(200);
      await expectPaidOnce(order);
    });

    const expectForged = async (order: { id: string; buyer: Buyer }, paymentId: string, signature: string) => {
      const answer = await shop.service.call('POST', `/orders/${order.id}/verify`, {
        token: order.buyer.token,
        body: { razorpayPaymentId: paymentId, razorpaySignature: signature },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'payment.signature-invalid' } });
      await expectUnpaid(order);
    };

    test('refuses a signature that is made up, by another secret, or of another payment', async () => {
      const order = await anOpenOrder();
      const { payment } = await shop.pay(order.razorpayOrderId);
      await expectForged(order, payment.id, 'a'.repeat(64));
      await expectForged(order, payment.id, signCheckout(order.razorpayOrderId, payment.id, 'another secret'));
      await expectForged(order, payment.id, signCheckout(order.razorpayOrderId, 'pay_Other'));
    });

    test('refuses the true answer of another, cheaper order of mine', async () => {
      const order = await anOpenOrder();
      const cheap = await anOpenOrder(order.buyer, 100);
      const paid = await shop.pay(cheap.razorpayOrderId);
      await expectForged(order, paid.razorpay_payment_id, paid.razorpay_signature);
    });

    test("refuses somebody else's order as if it did not exist", async () => {
      const order = await anOpenOrder();
      const paid = await shop.pay(order.razorpayOrderId);
      const answer = await shop.verify(shop.buyer(), order.id, paid);
      expect(answer).toMatchObject({ status: 404, body: { code: 'order.not-found' } });
      await expectUnpaid(order);
    });

    test('refuses a signed payment over another amount or of another order at Razorpay', async () => {
      const order = await anOpenOrder();
      const other = await anOpenOrder(order.buyer, 100);
      const { payment } = await shop.pay(other.razorpayOrderId);
      await expectForged(order, payment.id, signCheckout(order.razorpayOrderId, payment.id));
      const paid = await shop.pay(order.razorpayOrderId);
      const orders = shop.service.database.collection<{ _id: string; total: { amount: number } }>('orders');
      await orders.updateOne({ _id: order.id }, { $set: { 'total.amount': 49901 } });
      await expectForged(order, paid.razorpay_payment_id, paid.razorpay_signature);
    });

    test('says so when Razorpay does not answer; nothing is lost', async () => {
      const order = await anOpenOrder();
      const paid = await shop.pay(order.razorpayOrderId);
      await shop.control('PUT', '/faults', { route: 'GET /v1/payments/:id', reset: true });
      expect(await shop.verify(order.buyer, order.id, paid)).toMatchObject({
        status: 503,
        body: { code: 'service.unavailable' },
      });
      await expectUnpaid(order);
      expect((await shop.verify(order.buyer, order.id, paid)).status).toBe(200);
      await expectPaidOnce(order);
    });

    test('a free order has nothing to verify', async () => {
      const buyer = shop.buyer();
      const { body } = await shop.order(buyer, [await shop.course(0)]);
      const made = { razorpayPaymentId: 'pay_X', razorpaySignature: signCheckout('undefined', 'pay_X') };
      expect(
        await shop.service.call('POST', `/orders/${body.id}/verify`, { token: buyer.token, body: made }),
      ).toMatchObject({ status: 400, body: { code: 'payment.signature-invalid' } });
    });

    test.each([
      ['nothing', undefined],
      ['an operator as signature', { razorpayPaymentId: 'pay_X', razorpaySignature: { $gt: '' } }],
      ['an operator as payment', { razorpayPaymentId: { $ne: '' }, razorpaySignature: 'a'.repeat(64) }],
      ['a short signature', { razorpayPaymentId: 'pay_X', razorpaySignature: 'a' }],
      ['an order of its own', { razorpayPaymentId: 'pay_X', razorpaySignature: 'a'.repeat(64), razorpayOrderId: 'x' }],
      ['a path as payment', { razorpayPaymentId: 'pay_../x', razorpaySignature: 'a'.repeat(64) }],
    ])('refuses %s', async (_what, body) => {
      const order = await anOpenOrder();
      const answer = await shop.service.call('POST', `/orders/${order.id}/verify`, { token: order.buyer.token, body });
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
      await expectUnpaid(order);
    });
  });

  describe('by webhooks', () => {
    test.each([
      ['payment.captured'],
      ['order.paid'],
      ['payment.authorized'],
      ['order.paid', 'payment.captured'],
      ['payment.authorized', 'order.paid', 'payment.captured'],
    ])('%s %s %s alone is enough, three times each', async (...events) => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId);
      for (const event of events) {
        for (let time = 0; time < 3; time += 1) {
          const answer = await deliverAndWork(await webhook(event, order.razorpayOrderId));
          expect(answer).toMatchObject({ status: 200, body: { received: true } });
        }
      }
      await expectPaidOnce(order);
    });

    test('reserved money is taken when its webhook comes', async () => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId, 'authorized');
      await deliverAndWork(await webhook('payment.authorized', order.razorpayOrderId));
      await expectPaidOnce(order);
    });

    test('a failed payment is noted and the order stays open', async () => {
      const order = await anOpenOrder();
      const { payment } = await shop.pay(order.razorpayOrderId, 'failed');
      await deliverAndWork(await webhook('payment.failed', order.razorpayOrderId));
      await expectUnpaid(order);
      expect(await shop.stored(order.id)).toMatchObject({ attempts: [{ paymentId: payment.id, status: 'failed' }] });
    });

    test('a bank that says yes after all pays an order whose attempt had failed, even an expired one', async () => {
      const order = await anOpenOrder();
      const { payment } = await shop.pay(order.razorpayOrderId, 'failed');
      await deliverAndWork(await webhook('payment.failed', order.razorpayOrderId));
      const orders = shop.service.database.collection<{ _id: string; state: string }>('orders');
      await orders.updateOne({ _id: order.id }, { $set: { state: 'expired' } });
      await shop.pay(order.razorpayOrderId, 'captured', payment.id);
      await deliverAndWork(await webhook('payment.captured', order.razorpayOrderId));
      await expectPaidOnce(order);
      expect(await shop.stored(order.id)).toMatchObject({ attempts: [{ paymentId: payment.id, status: 'captured' }] });
    });

    test('50 deliveries of one webhook at once are one, and enrol once', async () => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId);
      const captured = await webhook('payment.captured', order.razorpayOrderId);
      const answers = await Promise.all(Array.from({ length: 50 }, () => shop.deliver(captured)));
      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
      await shop.parts.webhooks.run();
      expect(await deliveries().find({ _id: captured.id }).toArray()).toMatchObject([{ state: 'applied', tries: 1 }]);
      await expectPaidOnce(order);
    });

    test('50 different deliveries about one payment at once enrol once', async () => {
      const order = await anOpenOrder();
      const paid = await shop.pay(order.razorpayOrderId);
      const known = await shop.webhooksAbout(order.razorpayOrderId);
      await Promise.all([
        ...Array.from({ length: 50 }, (_, index) =>
          shop.deliver(known[index % known.length] as SandboxWebhook, { id: `parallel-${order.id}-${index}` }),
        ),
        shop.verify(order.buyer, order.id, paid),
      ]);
      await shop.parts.webhooks.run();
      await expectPaidOnce(order);
    });

    test('refuses bytes that were changed, another secret, and no signature; nothing is stored', async () => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId);
      const captured = await webhook('payment.captured', order.razorpayOrderId);
      const body = JSON.stringify(captured.body);
      const changes = [
        { body: `${body} `, signature: signWebhook(body) },
        { body: body.replaceAll('49900', '49901'), signature: signWebhook(body) },
        { signature: signWebhook(body, 'another secret') },
        { signature: '' },
      ];
      for (const change of changes) {
        expect(await shop.deliver(captured, change)).toMatchObject({
          status: 401,
          body: { code: 'webhook.signature-invalid' },
        });
      }
      expect(await deliveries().findOne({ _id: captured.id })).toBeNull();
      await expectUnpaid(order);
    });

    test.each([
      ['no JSON', 'not JSON'],
      ['a text', '"x"'],
      ['nothing', ''],
      ['no event', '{}'],
      ['an operator as event', '{"event":{"$gt":""}}'],
    ])('refuses %s though it is signed', async (_what, body) => {
      const id = newId();
      const answer = await shop.deliver({ id, event: 'x', body }, { body, signature: signWebhook(body) });
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
      expect(await deliveries().findOne({ _id: id })).toBeNull();
    });

    test('refuses a delivery without an id, with a strange one, and oversized', async () => {
      const body = '{"event":"payment.captured"}';
      for (const id of ['', '{"$gt":""}', 'x'.repeat(101)])
        expect((await shop.deliver({ id, event: 'x', body }, { body })).status).toBe(400);
      const large = JSON.stringify({ event: 'x', padding: 'x'.repeat(257 * 1024) });
      expect((await shop.deliver({ id: newId(), event: 'x', body }, { body: large })).status).toBe(413);
    });

    test.each([
      [
        'an unknown order',
        'payment.captured',
        { id: 'pay_A', order_id: 'order_Unknown', amount: 1, currency: 'INR', status: 'captured' },
      ],
      [
        'a payment without an order',
        'payment.captured',
        { id: 'pay_A', order_id: null, amount: 1, currency: 'INR', status: 'captured' },
      ],
      ['a payment that is not as documented', 'payment.captured', { id: 'pay_A' }],
      ['something that nothing depends on', 'settlement.processed', {}],
    ])('keeps and ignores %s', async (_what, event, entity) => {
      const id = newId();
      const body = { event, payload: { payment: { entity } } };
      expect((await deliverAndWork({ id, event, body })).status).toBe(200);
      expect(await deliveries().findOne({ _id: id })).toMatchObject({ state: 'ignored', event });
    });

    test.each([
      ['amount', { amount: 100 }],
      ['currency', { currency: 'USD' }],
    ])('a signed webhook over another %s does not pay', async (_what, change) => {
      const order = await anOpenOrder();
      const entity = {
        id: 'pay_A',
        order_id: order.razorpayOrderId,
        amount: 49900,
        currency: 'INR',
        status: 'captured',
      };
      const body = { event: 'payment.captured', payload: { payment: { entity: { ...entity, ...change } } } };
      await deliverAndWork({ id: newId(), event: 'payment.captured', body });
      await expectUnpaid(order);
    });

    test('one that cannot be worked off is tried again later', async () => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId, 'authorized');
      const authorized = await webhook('payment.authorized', order.razorpayOrderId);
      await shop.control('PUT', '/faults', { route: 'GET /v1/payments/:id', status: 500 });
      expect((await deliverAndWork(authorized)).status).toBe(200);
      expect(await deliveries().findOne({ _id: authorized.id })).toMatchObject({ state: 'pending', tries: 1 });
      await expectUnpaid(order);
      shop.service.clock.advance(10);
      await shop.runJob('webhooks');
      expect(await deliveries().findOne({ _id: authorized.id })).toMatchObject({ state: 'applied', tries: 2 });
      await expectPaidOnce(order);
    });
  });

  describe('by asking Razorpay', () => {
    test('finds a payment of which nobody told', async () => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId);
      await shop.runJob('reconcile');
      await expectUnpaid(order);
      shop.service.clock.advance(61);
      await shop.runJob('reconcile');
      await expectPaidOnce(order);
    });

    test('takes reserved money and notes failed attempts', async () => {
      const order = await anOpenOrder();
      await shop.pay(order.razorpayOrderId, 'failed');
      await shop.pay(order.razorpayOrderId, 'authorized');
      shop.service.clock.advance(61);
      await shop.runJob('reconcile');
      await expectPaidOnce(order);
      const { attempts } = (await shop.stored(order.id)) as { attempts: { status: string }[] };
      expect(attempts.map(({ status }) => status).toSorted()).toEqual(['captured', 'failed']);
    });

    test('an order that nobody pays expires after a day, and is honoured if the bank says yes later', async () => {
      const order = await anOpenOrder();
      shop.service.clock.advance(23 * 3600);
      await shop.runJob('reconcile');
      await expectUnpaid(order);
      shop.service.clock.advance(24 * 3600);
      await shop.runJob('reconcile');
      expect(await shop.stored(order.id)).toMatchObject({ state: 'expired', nextLookAt: expect.any(Date) });
      const { body } = await shop.service.call('GET', `/orders/${order.id}`, {
        token: shop.service.tokens.tokenOf(order.buyer.accountId, { seconds: 60 * 24 * 3600 }),
      });
      expect(body).toMatchObject({ state: 'expired' });
      expect(body.checkout).toBeUndefined();
      await shop.pay(order.razorpayOrderId);
      shop.service.clock.advance(7 * 3600);
      await shop.runJob('reconcile');
      await expectPaidOnce(order);
    });

    test('gives up when nothing can come any more', async () => {
      const order = await anOpenOrder(buyerForLong());
      shop.service.clock.advance(7 * 24 * 3600);
      await shop.runJob('reconcile');
      expect(await shop.stored(order.id)).toMatchObject({ state: 'expired' });
      expect(await shop.stored(order.id)).not.toHaveProperty('nextLookAt');
    });

    test('waits when Razorpay does not answer', async () => {
      const order = await anOpenOrder(buyerForLong());
      await shop.pay(order.razorpayOrderId);
      shop.service.clock.advance(61);
      await shop.control('PUT', '/faults', { route: 'GET /v1/orders/:id/payments', status: 502 });
      await expect(shop.runJob('reconcile')).rejects.toMatchObject({ code: 'service.unavailable' });
      await expectUnpaid(order);
      shop.service.clock.advance(3600);
      await shop.runJob('reconcile');
      await expectPaidOnce(order);
    });

    const buyerForLong = () => {
      const accountId = newId();
      return { accountId, token: shop.service.tokens.tokenOf(accountId, { seconds: 60 * 24 * 3600 }) };
    };
  });

  describe('after a crash', () => {
    const crashAfterPaid = async () => {
      const order = await anOpenOrder(longBuyer());
      await shop.verify(order.buyer, order.id, await shop.pay(order.razorpayOrderId));
      // What the database holds when the process dies right after the write that makes the order paid.
      await shop.service.relay();
      await shop.service.database.collection('enrollments').deleteMany({ accountId: order.buyer.accountId });
      await shop.service.database
        .collection<{ _id: string }>('orders')
        .updateOne(
          { _id: order.id },
          { $set: { fulfilment: { state: 'running', completed: 0 } }, $unset: { 'items.0.enrollment': 1 } },
        );
      return order;
    };
    const longBuyer = () => {
      const accountId = newId();
      return { accountId, token: shop.service.tokens.tokenOf(accountId, { seconds: 60 * 24 * 3600 }) };
    };
    const expectEnrolled = async (order: { id: string; buyer: Buyer; courseId: string }) => {
      expect(await shop.enrollments(order.buyer.accountId)).toMatchObject([{ courseId: order.courseId }]);
      expect(await shop.stored(order.id)).toMatchObject({
        fulfilment: { state: 'done' },
        items: [{ enrollment: 'granted' }],
      });
      expect((await eventsOf(order.buyer)).paid).toBe(1);
    };

    test('between payment and enrolment the sweeper enrols', async () => {
      const order = await crashAfterPaid();
      await shop.runJob('fulfilment');
      await expectEnrolled(order);
    });

    test('between payment and enrolment a repeated webhook enrols too', async () => {
      const order = await crashAfterPaid();
      await deliverAndWork(await webhook('order.paid', order.razorpayOrderId));
      await expectEnrolled(order);
    });
  });

  test('two orders for one course that are both paid end in one enrolment, and the second is marked', async () => {
    const accountId = newId();
    const buyer = { accountId, token: shop.service.tokens.tokenOf(accountId, { seconds: 60 * 24 * 3600 }) };
    const courseId = await shop.course(500);
    const [first, second] = [await shop.openOrder(buyer, [courseId]), await shop.openOrder(buyer, [courseId])];
    for (const order of [first, second])
      expect((await shop.verify(buyer, order.id, await shop.pay(order.razorpayOrderId))).status).toBe(200);
    expect(await shop.enrollments(accountId)).toMatchObject([{ courseId, orderId: first.id }]);
    expect(await shop.stored(first.id)).toMatchObject({ items: [{ enrollment: 'granted' }] });
    expect(await shop.stored(second.id)).toMatchObject({
      state: 'paid',
      items: [{ enrollment: 'surplus' }],
      fulfilment: { state: 'done' },
    });
    expect(await eventsOf(buyer)).toEqual({ paid: 2, granted: 1 });
  });
});
