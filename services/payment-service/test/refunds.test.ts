import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventDefinition, enrollmentGranted, enrollmentRevoked, orderRefunded } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { lookAfterRefunds } from '../src/domain/look-after-refunds.ts';
import type { Refund } from '../src/domain/order.ts';
import { type Buyer, type Paid, type PaymentTest, startPaymentTest } from './payment-fixture.ts';

describe('giving money back', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());
  afterEach(() => shop.control('PUT', '/refunds', { outcome: 'processed' }));

  interface PaidOrder {
    readonly id: string;
    readonly razorpayOrderId: string;
    readonly paymentId: string;
    readonly buyer: Buyer;
  }
  const paidOrder = async (buyer: Buyer, courseIds: readonly string[]): Promise<PaidOrder> => {
    const order = await shop.openOrder(buyer, courseIds);
    return payFor(buyer, order);
  };
  const payFor = async (buyer: Buyer, order: { id: string; razorpayOrderId: string }): Promise<PaidOrder> => {
    const paid = await shop.pay(order.razorpayOrderId);
    expect((await shop.verify(buyer, order.id, paid)).status).toBe(200);
    return { ...order, buyer, paymentId: paid.payment.id };
  };
  /** Two tabs order one course, and both pay. */
  const twoTabs = async (amount = 49900, instructorId = newId()) => {
    const buyer = longBuyer();
    const courseId = await shop.course(amount, instructorId);
    const orders = [await shop.openOrder(buyer, [courseId]), await shop.openOrder(buyer, [courseId])] as const;
    const [first, second] = [await payFor(buyer, orders[0]), await payFor(buyer, orders[1])];
    return { buyer, courseId, instructorId, first, second };
  };
  const longBuyer = (): Buyer => {
    const accountId = newId();
    return { accountId, token: shop.service.tokens.tokenOf(accountId, { seconds: 60 * 24 * 3600 }) };
  };
  const refundsOf = async (orderId: string) => ((await shop.stored(orderId)) as { refunds: Refund[] }).refunds;
  const atRazorpay = (paymentId: string) => shop.parts.provider.refundsOf(paymentId);
  const lookAgain = async (orderId: string) => {
    await shop.makeDue(orderId);
    await shop.runJob('refunds');
  };
  const told = async (event: EventDefinition, { accountId }: Buyer) => {
    await shop.service.relay();
    const mine = shop.service.sidecar.published.filter(
      (outgoing) =>
        outgoing.event.type === event.type && (outgoing.data as { accountId: string }).accountId === accountId,
    );
    return [...new Map(mine.map(({ id, data }) => [id, data])).values()];
  };
  const balances = async (orderId: string): Promise<Record<string, number>> => {
    const sums: Record<string, number> = {};
    for (const { legs } of await shop.bookings(orderId)) {
      expect(legs.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
      for (const { account, amount } of legs) sums[account] = (sums[account] ?? 0) + amount;
    }
    return sums;
  };
  const bookingIds = async (orderId: string) => (await shop.bookings(orderId)).map(({ _id }) => _id).toSorted();
  const expectGivenBackOnce = async ({ id, paymentId, buyer }: PaidOrder) => {
    const [refund, ...others] = await atRazorpay(paymentId);
    expect(others).toEqual([]);
    expect(refund).toMatchObject({ status: 'processed', receipt: expect.stringContaining(paymentId) });
    expect(await shop.stored(id)).toMatchObject({
      state: 'refunded',
      refunds: [{ status: 'processed', razorpayRefundId: refund?.id, why: 'surplus' }],
    });
    expect(await shop.stored(id)).not.toHaveProperty('nextRefundAt');
    expect(await bookingIds(id)).toEqual([`capture:${paymentId}`, `owed:surplus-${paymentId}`, `refund:${refund?.id}`]);
    for (const balance of Object.values(await balances(id))) expect(balance).toBe(0);
    expect(await told(orderRefunded, buyer)).toMatchObject([{ aggregateId: id }]);
    expect(await told(enrollmentRevoked, buyer)).toEqual([]);
  };

  test('two tabs that pay for one course end in one enrolment, and the second payment goes back by itself', async () => {
    const { buyer, courseId, instructorId, first, second } = await twoTabs();
    await shop.runJob('refunds');
    await expectGivenBackOnce(second);
    expect(await shop.stored(first.id)).toMatchObject({ state: 'paid', refunds: [] });
    expect(await balances(first.id)).toEqual({
      razorpay: 49900,
      platform: -9980,
      [`instructor:${instructorId}`]: -39920,
    });
    expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ courseId, orderId: first.id, state: 'active' }]);
    expect(await told(enrollmentGranted, buyer)).toHaveLength(1);
    expect(await told(orderRefunded, buyer)).toEqual([
      {
        aggregateId: second.id,
        version: expect.any(Number),
        accountId: buyer.accountId,
        items: [{ courseId, title: 'A course', price: { amount: 49900, currency: 'INR' } }],
        amount: { amount: 49900, currency: 'INR' },
        why: 'surplus',
        refundedAt: expect.any(String),
      },
    ]);
  });

  test('the order tells by its timeline what happened to it', async () => {
    const { buyer, courseId, second } = await twoTabs(500);
    await shop.runJob('refunds');
    const { body } = await shop.service.call('GET', `/orders/${second.id}`, { token: buyer.token });
    expect(body).toMatchObject({ state: 'refunded', total: { amount: 500 }, refunded: { amount: 500 } });
    const about = { paymentId: second.paymentId, why: 'surplus', amount: { amount: 500 }, courseIds: [courseId] };
    expect(body.timeline).toMatchObject([
      { what: 'ordered' },
      { what: 'paid', paymentId: second.paymentId },
      { what: 'refund-begun', ...about },
      { what: 'refunded', ...about },
    ]);
    const { body: list } = await shop.service.call('GET', '/orders', { token: buyer.token });
    expect(list.items[0]).toMatchObject({ id: second.id, state: 'refunded', refunded: { amount: 500 } });
  });

  test('of an order only the part goes back that another order brought', async () => {
    const buyer = longBuyer();
    const [shared, other] = [await shop.course(333), await shop.course(1000)];
    const both = await shop.openOrder(buyer, [shared, other]);
    await paidOrder(buyer, [shared]);
    const paid = await payFor(buyer, both);
    await shop.runJob('refunds');
    expect(await atRazorpay(paid.paymentId)).toMatchObject([{ amount: 333, status: 'processed' }]);
    expect(await shop.stored(both.id)).toMatchObject({
      state: 'partially-refunded',
      items: [{ enrollment: 'surplus' }, { enrollment: 'granted' }],
    });
    expect(await balances(both.id)).toMatchObject({ razorpay: 1000, platform: -200, refunds: 0 });
    expect(await shop.enrollments(buyer.accountId)).toHaveLength(2);
  });

  describe('is done once', () => {
    test('when Razorpay’s answer is lost', async () => {
      const { second } = await twoTabs();
      await shop.control('PUT', '/faults', { route: 'POST /v1/payments/:id/refund', reset: true, when: 'after' });
      await shop.runJob('refunds');
      expect(await shop.stored(second.id)).toMatchObject({ state: 'paid', refunds: [{ status: 'wanted' }] });
      await lookAgain(second.id);
      await expectGivenBackOnce(second);
    });

    test.each(['refund-made-before-store', 'refund-booked-before-order', 'refund-done-before-revoking'])(
      'when the process dies at %s',
      async (faultPoint) => {
        const { second } = await twoTabs();
        const reached = shop.crashAt(faultPoint);
        await shop.runJob('refunds');
        expect(reached()).toBe(true);
        expect(await shop.stored(second.id)).toHaveProperty('nextRefundAt');
        await lookAgain(second.id);
        await expectGivenBackOnce(second);
      },
    );

    test.each([
      'saga-before-store.fulfilment.book',
      'saga-before-store.fulfilment.enrol',
      'saga-before-store.fulfilment.empty-cart',
      'saga-before-store.fulfilment.owe-surplus',
    ])('when the process dies at %s', async (faultPoint) => {
      const buyer = longBuyer();
      const order = await shop.openOrder(buyer, [await shop.course(100)]);
      const reached = shop.crashAt(faultPoint);
      const paid = await payFor(buyer, order);
      expect(reached()).toBe(true);
      expect(await shop.stored(order.id)).toMatchObject({ fulfilment: { state: 'running' } });
      await shop.runJob('fulfilment');
      expect(await shop.stored(order.id)).toMatchObject({ state: 'paid', fulfilment: { state: 'done', completed: 4 } });
      expect(await bookingIds(order.id)).toEqual([`capture:${paid.paymentId}`]);
    });

    test('by ten replicas at once, while its webhooks come in', async () => {
      const { second } = await twoTabs();
      await Promise.all(Array.from({ length: 10 }, () => lookAfterRefunds(shop.parts)));
      const webhooks = (await shop.webhooksAbout(second.paymentId)).filter(({ event }) => event.startsWith('refund.'));
      expect(webhooks.map(({ event }) => event)).toEqual(['refund.created', 'refund.processed']);
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          shop.deliver(webhooks[index % 2] as never, { id: `refund-${second.id}-${index}` }),
        ),
      );
      await Promise.all([shop.parts.webhooks.run(), lookAgain(second.id)]);
      await expectGivenBackOnce(second);
    });
  });

  describe('that does not go through at once', () => {
    test('stays visible while it is pending, and is done when Razorpay says so', async () => {
      const { second } = await twoTabs();
      await shop.control('PUT', '/refunds', { outcome: 'pending' });
      await shop.runJob('refunds');
      const [pending] = await refundsOf(second.id);
      expect(pending).toMatchObject({ status: 'pending', razorpayRefundId: expect.stringMatching(/^rfnd_/) });
      expect(await balances(second.id)).toMatchObject({ razorpay: 49900, refunds: -49900 });
      await lookAgain(second.id);
      expect(await refundsOf(second.id)).toMatchObject([{ status: 'pending' }]);
      await shop.control('POST', `/refunds/${pending?.razorpayRefundId}/finish`, { outcome: 'processed' });
      await lookAgain(second.id);
      await expectGivenBackOnce(second);
    });

    test('is done by the webhook alone', async () => {
      const { second } = await twoTabs();
      await shop.control('PUT', '/refunds', { outcome: 'pending' });
      await shop.runJob('refunds');
      const [pending] = await refundsOf(second.id);
      await shop.control('POST', `/refunds/${pending?.razorpayRefundId}/finish`, { outcome: 'processed' });
      const webhooks = await shop.webhooksAbout(second.paymentId);
      for (const webhook of webhooks.toReversed()) await shop.deliver(webhook);
      await shop.parts.webhooks.run();
      await expectGivenBackOnce(second);
    });

    test('is made again when the bank could not carry it out', async () => {
      const { buyer, second } = await twoTabs();
      await shop.control('PUT', '/refunds', { outcome: 'failed' });
      await shop.runJob('refunds');
      expect(await refundsOf(second.id)).toMatchObject([{ status: 'wanted', failures: 1 }]);
      const { body } = await shop.service.call('GET', `/orders/${second.id}`, { token: buyer.token });
      expect(body.timeline.map(({ what }: { what: string }) => what)).toContain('refund-failed');
      for (const webhook of await shop.webhooksAbout(second.paymentId)) await shop.deliver(webhook);
      await shop.parts.webhooks.run();
      expect(await refundsOf(second.id)).toMatchObject([{ status: 'wanted', failures: 1 }]);
      await shop.control('PUT', '/refunds', { outcome: 'processed' });
      await lookAgain(second.id);
      expect((await atRazorpay(second.paymentId)).map(({ status }) => status)).toEqual(['processed', 'failed']);
      expect(await shop.stored(second.id)).toMatchObject({ state: 'refunded', refunds: [{ status: 'processed' }] });
      for (const balance of Object.values(await balances(second.id))) expect(balance).toBe(0);
      expect(await told(orderRefunded, buyer)).toHaveLength(1);
    });

    test.each([400, 500, 503])('is tried again after Razorpay answered %d', async (status) => {
      const { second } = await twoTabs();
      await shop.control('PUT', '/faults', { route: 'POST /v1/payments/:id/refund', status });
      await shop.runJob('refunds');
      expect(await atRazorpay(second.paymentId)).toEqual([]);
      expect(await refundsOf(second.id)).toMatchObject([{ status: 'wanted' }]);
      expect(await balances(second.id)).toMatchObject({ razorpay: 49900, refunds: -49900 });
      await shop.runJob('refunds');
      expect(await atRazorpay(second.paymentId)).toEqual([]);
      shop.service.clock.advance(31);
      await shop.runJob('refunds');
      await expectGivenBackOnce(second);
    });

    test('does not hold up another', async () => {
      const [one, other] = [await twoTabs(), await twoTabs()];
      await shop.control('PUT', '/faults', { route: 'POST /v1/payments/:id/refund', status: 503 });
      await shop.runJob('refunds');
      const states = await Promise.all([one, other].map(async ({ second }) => (await shop.stored(second.id))?.state));
      expect(states.toSorted()).toEqual(['paid', 'refunded']);
      await lookAgain(one.second.id);
      await lookAgain(other.second.id);
      await expectGivenBackOnce(one.second);
      await expectGivenBackOnce(other.second);
    });
  });

  describe('of an order that was paid twice', () => {
    /** Razorpay takes no second payment of an order; the webhook says that it did, with a payment that exists. */
    const paidAgain = async () => {
      const buyer = longBuyer();
      const order = await paidOrder(buyer, [await shop.course(700)]);
      const elsewhere = await shop.openOrder(longBuyer(), [await shop.course(700)]);
      const { payment } = await shop.pay(elsewhere.razorpayOrderId);
      const entity = { ...payment, order_id: order.razorpayOrderId, status: 'captured' };
      const body = { event: 'payment.captured', payload: { payment: { entity } } };
      return { buyer, order, payment, webhook: { id: newId(), event: 'payment.captured', body } };
    };

    test('the payment too much goes back, and the order stays paid', async () => {
      const { buyer, order, payment, webhook } = await paidAgain();
      for (let time = 0; time < 3; time += 1) await shop.deliver(webhook, { id: newId() });
      await shop.parts.webhooks.run();
      await shop.runJob('refunds');
      expect(await shop.stored(order.id)).toMatchObject({
        state: 'paid',
        paidBy: order.paymentId,
        refunds: [{ why: 'paid-twice', paymentId: payment.id, amount: 700, status: 'processed' }],
      });
      expect(await atRazorpay(payment.id)).toMatchObject([{ amount: 700, receipt: `twice-${payment.id}` }]);
      expect(await atRazorpay(order.paymentId)).toEqual([]);
      expect(await balances(order.id)).toMatchObject({ razorpay: 700, refunds: 0, platform: -140 });
      expect(await told(orderRefunded, buyer)).toMatchObject([
        { items: [], amount: { amount: 700 }, why: 'paid-twice' },
      ]);
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'active' }]);
      const { body } = await shop.service.call('GET', `/orders/${order.id}`, { token: buyer.token });
      expect(body).toMatchObject({ state: 'paid' });
      expect(body.refunded).toBeUndefined();
      expect(body.timeline.map(({ what }: { what: string }) => what)).toEqual([
        'ordered',
        'paid',
        'paid-again',
        'refund-begun',
        'refunded',
      ]);
    });
  });

  describe('at Razorpay, by somebody of the shop', () => {
    const giveBack = (paymentId: string, amount: number, receipt = `by-hand-${newId()}`) =>
      shop.parts.provider.createRefund({ paymentId, amount, receipt });
    const hear = async (paymentId: string) => {
      for (const webhook of await shop.webhooksAbout(paymentId)) {
        if (webhook.event.startsWith('refund.')) await shop.deliver(webhook, { id: newId() });
      }
      await shop.parts.webhooks.run();
    };

    test('in full takes the course away, and it can be bought again', async () => {
      const buyer = longBuyer();
      const courseId = await shop.course(1000);
      const order = await paidOrder(buyer, [courseId]);
      const refund = await giveBack(order.paymentId, 1000);
      await hear(order.paymentId);
      await hear(order.paymentId);
      expect(await shop.stored(order.id)).toMatchObject({
        state: 'refunded',
        refunds: [{ why: 'at-provider', status: 'processed', parts: [{ courseId, amount: 1000 }] }],
      });
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'revoked', version: 2 }]);
      expect(await told(enrollmentRevoked, buyer)).toMatchObject([{ courseId, version: 2 }]);
      expect(await bookingIds(order.id)).toEqual([
        `capture:${order.paymentId}`,
        `owed:${refund.id}`,
        `refund:${refund.id}`,
      ]);
      for (const balance of Object.values(await balances(order.id))) expect(balance).toBe(0);
      const ask = `/internal/enrollments/${buyer.accountId}/${courseId}`;
      const asCourseService = { callerApp: 'course-service' };
      expect((await shop.service.call('GET', ask, asCourseService)).body).toEqual({ enrolled: false });
      expect((await shop.service.call('GET', '/enrollments', { token: buyer.token })).body.items).toEqual([]);

      const again = await paidOrder(buyer, [courseId]);
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([
        { state: 'active', version: 3, orderId: again.id },
      ]);
      expect((await told(enrollmentGranted, buyer)).map((event) => (event as { version: number }).version)).toEqual([
        1, 3,
      ]);
      await hear(order.paymentId);
      await shop.runJob('fulfilment');
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'active', version: 3 }]);
    });

    test('in parts leaves the course until all of it is back, and no paisa is lost', async () => {
      const buyer = longBuyer();
      const instructorId = newId();
      const order = await paidOrder(buyer, [
        await shop.course(999, instructorId),
        await shop.course(501, instructorId),
      ]);
      for (const amount of [333, 700, 467]) {
        expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'active' }, { state: 'active' }]);
        await giveBack(order.paymentId, amount);
        await hear(order.paymentId);
      }
      expect(await shop.stored(order.id)).toMatchObject({ state: 'refunded' });
      for (const balance of Object.values(await balances(order.id))) expect(balance).toBe(0);
      expect(await told(orderRefunded, buyer)).toHaveLength(3);
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'revoked' }, { state: 'revoked' }]);
    });

    test('in place of what we owe counts for it', async () => {
      const { second } = await twoTabs();
      const byHand = await giveBack(second.paymentId, 49900);
      await shop.runJob('refunds');
      expect(await atRazorpay(second.paymentId)).toHaveLength(1);
      expect(await shop.stored(second.id)).toMatchObject({
        state: 'refunded',
        refunds: [{ why: 'surplus', status: 'processed', razorpayRefundId: byHand.id }],
      });
      await hear(second.paymentId);
      expect(await refundsOf(second.id)).toHaveLength(1);
    });

    test('does not enrol by a payment that is given back too, though its fulfilment runs once more', async () => {
      const { buyer, first, second } = await twoTabs();
      await giveBack(first.paymentId, 49900);
      await hear(first.paymentId);
      // What the database holds when the process dies before it notes that the step is done.
      await shop.service.database
        .collection<{ _id: string }>('orders')
        .updateOne({ _id: second.id }, { $set: { fulfilment: { state: 'running', completed: 1 } } });
      await shop.runJob('fulfilment');
      await lookAgain(second.id);
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'revoked', orderId: first.id }]);
      expect((await shop.stored(second.id))?.state).toBe('refunded');
    });

    test('that fails changes nothing but is seen', async () => {
      const buyer = longBuyer();
      const order = await paidOrder(buyer, [await shop.course(1000)]);
      await shop.control('PUT', '/refunds', { outcome: 'pending' });
      const refund = await giveBack(order.paymentId, 1000);
      await hear(order.paymentId);
      expect(await refundsOf(order.id)).toMatchObject([{ status: 'pending', why: 'at-provider' }]);
      await shop.control('POST', `/refunds/${refund.id}/finish`, { outcome: 'failed' });
      await hear(order.paymentId);
      await lookAgain(order.id);
      expect(await shop.stored(order.id)).toMatchObject({ state: 'paid', refunds: [{ status: 'failed' }] });
      expect(await shop.stored(order.id)).not.toHaveProperty('nextRefundAt');
      expect(await bookingIds(order.id)).toEqual([`capture:${order.paymentId}`]);
      expect(await shop.enrollments(buyer.accountId)).toMatchObject([{ state: 'active' }]);
    });
  });

  test('that Razorpay does by itself, for money it never took for us, changes nothing', async () => {
    const buyer = longBuyer();
    const order = await shop.openOrder(buyer, [await shop.course(500)]);
    const { payment } = (await shop.pay(order.razorpayOrderId, 'authorized')) as Paid;
    const entity = { ...payment, order_id: order.razorpayOrderId, status: 'refunded' };
    const body = { event: 'payment.failed', payload: { payment: { entity } } };
    await shop.deliver({ id: newId(), event: 'payment.failed', body });
    await shop.parts.webhooks.run();
    expect(await shop.stored(order.id)).toMatchObject({
      state: 'awaiting-payment',
      attempts: [{ status: 'refunded' }],
      refunds: [],
    });
    expect(await shop.bookings(order.id)).toEqual([]);
    const late = { event: 'payment.captured', payload: { payment: { entity: { ...entity, status: 'captured' } } } };
    await shop.deliver({ id: newId(), event: 'payment.captured', body: late });
    await shop.parts.webhooks.run();
    expect(await shop.stored(order.id)).toMatchObject({ state: 'awaiting-payment' });
  });
});
