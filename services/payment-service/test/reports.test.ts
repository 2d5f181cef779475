import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@studynotion/service-kit';
import { dayInIndia } from '../src/domain/day-in-india.ts';
import { type Buyer, type PaymentTest, startPaymentTest } from './payment-fixture.ts';

describe('what the ledger tells', () => {
  let shop: PaymentTest;
  beforeAll(async () => {
    shop = await startPaymentTest();
  });
  afterAll(() => shop.stop());

  const administrator = () => shop.service.tokens.tokenOf(newId(), { role: 'administrator', seconds: 90 * 24 * 3600 });
  const longBuyer = (): Buyer => {
    const accountId = newId();
    return { accountId, token: shop.service.tokens.tokenOf(accountId, { seconds: 90 * 24 * 3600 }) };
  };
  const today = () => dayInIndia(shop.service.clock.now());
  const report = async (from: string, to = from) =>
    shop.service.call('GET', `/payments/report?from=${from}&to=${to}`, { token: administrator() });
  const income = async (instructorId: string) =>
    (await shop.service.call('GET', `/internal/instructors/${instructorId}/income`, { callerApp: 'course-service' }))
      .body;
  const buy = async (buyer: Buyer, courseIds: readonly string[]) => {
    const order = await shop.openOrder(buyer, courseIds);
    const paid = await shop.pay(order.razorpayOrderId);
    expect((await shop.verify(buyer, order.id, paid)).status).toBe(200);
    return { ...order, paymentId: paid.payment.id };
  };
  const rupees = (amount: number) => ({ amount, currency: 'INR' });

  test('of a day is the sum of its bookings, and all figures fit together', async () => {
    shop.service.clock.advance(24 * 3600);
    const day = today();
    expect((await report(day)).body).toEqual({
      from: day,
      to: day,
      orders: 0,
      captured: rupees(0),
      refunded: rupees(0),
      refundsOwed: rupees(0),
      instructorShare: rupees(0),
      platformShare: rupees(0),
      instructors: [],
    });

    const [dear, cheap] = [newId(), newId()];
    const courses = [await shop.course(49901, dear), await shop.course(333, cheap), await shop.course(0, cheap)];
    const [one, other] = [longBuyer(), longBuyer()];
    await shop.order(one, [courses[2] as string]);
    await buy(one, [courses[0] as string, courses[1] as string]);
    // Two tabs; the second payment is owed, and then back.
    const tabs = [
      await shop.openOrder(other, [courses[1] as string]),
      await shop.openOrder(other, [courses[1] as string]),
    ];
    for (const { id, razorpayOrderId } of tabs) await shop.verify(other, id, await shop.pay(razorpayOrderId));

    const shares = { dear: Math.floor(49901 * 0.8), cheap: 2 * Math.floor(333 * 0.8) };
    const figures = {
      orders: 3,
      captured: rupees(49901 + 3 * 333),
      instructorShare: rupees(shares.dear + shares.cheap),
      platformShare: rupees(49901 + 2 * 333 - shares.dear - shares.cheap),
      instructors: [
        { instructorId: dear, income: rupees(shares.dear) },
        { instructorId: cheap, income: rupees(shares.cheap) },
      ],
    };
    await shop.control('PUT', '/faults', { route: 'POST /v1/payments/:id/refund', status: 503 });
    await shop.runJob('refunds');
    expect((await report(day)).body).toMatchObject({ ...figures, refunded: rupees(0), refundsOwed: rupees(333) });
    await shop.makeDue(tabs[1]?.id ?? '');
    await shop.runJob('refunds');
    expect((await report(day)).body).toMatchObject({ ...figures, refunded: rupees(333), refundsOwed: rupees(0) });

    shop.service.clock.advance(24 * 3600);
    expect((await report(today())).body).toMatchObject({ orders: 0, captured: rupees(0) });
    expect((await report(day, today())).body).toMatchObject(figures);
  });

  test('counts a moment for the day it falls on in India', () => {
    expect(dayInIndia(new Date('2026-03-31T18:29:59.999Z'))).toBe('2026-03-31');
    expect(dayInIndia(new Date('2026-03-31T18:30:00.000Z'))).toBe('2026-04-01');
    expect(dayInIndia(new Date('2026-12-31T20:00:00.000Z'))).toBe('2027-01-01');
  });

  test('of an instructor is income by course and month, and who is enrolled', async () => {
    const instructorId = newId();
    expect(await income(instructorId)).toEqual({ total: rupees(0), courses: [], months: [] });
    const [sold, free, unsold] = [
      await shop.course(1001, instructorId),
      await shop.course(0, instructorId),
      await shop.course(500, instructorId),
    ] as const;
    const buyers = [longBuyer(), longBuyer(), longBuyer()] as const;
    await shop.order(buyers[0], [free]);
    await buy(buyers[0], [sold, await shop.course(900)]);
    const month = today().slice(0, 7);
    await buy(buyers[1], [sold]);
    shop.service.clock.advance(32 * 24 * 3600);
    const later = await buy(buyers[2], [sold]);
    const laterMonth = today().slice(0, 7);

    const courses = (students: number, sales: number) =>
      [
        { courseId: sold, income: rupees(sales * 800), students },
        { courseId: free, income: rupees(0), students: 1 },
        { courseId: unsold, income: rupees(0), students: 0 },
      ].toSorted((one, other) => (one.courseId < other.courseId ? -1 : 1));
    expect(await income(instructorId)).toEqual({
      total: rupees(3 * 800),
      courses: courses(3, 3),
      months: [
        { month, income: rupees(2 * 800) },
        { month: laterMonth, income: rupees(800) },
      ],
    });

    // Given back by the shop at Razorpay: neither income nor student any more.
    await shop.parts.provider.createRefund({ paymentId: later.paymentId, amount: 1001, receipt: `by-hand-${newId()}` });
    for (const webhook of await shop.webhooksAbout(later.paymentId)) await shop.deliver(webhook);
    await shop.parts.webhooks.run();
    expect(await income(instructorId)).toMatchObject({ total: rupees(2 * 800), courses: courses(2, 2) });
    expect((await income(newId())).total).toEqual(rupees(0));
  });

  test('lists orders of everybody for administrators, by state and by account, page by page', async () => {
    const token = administrator();
    const buyer = longBuyer();
    const [paid, free] = [await shop.course(100), await shop.course(0)];
    const { body: got } = await shop.order(buyer, [free]);
    const open = await shop.openOrder(buyer, [paid]);
    const list = async (query: string) => (await shop.service.call('GET', `/payments/orders?${query}`, { token })).body;
    const mine = await list(`accountId=${buyer.accountId}`);
    expect(mine.items).toEqual([
      {
        id: open.id,
        accountId: buyer.accountId,
        state: 'awaiting-payment',
        total: rupees(100),
        createdAt: expect.any(String),
        razorpayOrderId: open.razorpayOrderId,
        titles: ['A course'],
        refunds: [],
      },
      expect.objectContaining({ id: got.id, state: 'paid', paidAt: expect.any(String) }),
    ]);
    expect((await list(`accountId=${buyer.accountId}&state=paid`)).items).toMatchObject([{ id: got.id }]);
    const first = await list('limit=1');
    expect(first.items).toMatchObject([{ id: open.id }]);
    expect((await list(`limit=1&cursor=${first.nextCursor}`)).items).toMatchObject([{ id: got.id }]);
  });

  test('shows administrators a refund that does not go through, and why', async () => {
    const buyer = longBuyer();
    const courseId = await shop.course(700);
    const tabs = [await shop.openOrder(buyer, [courseId]), await shop.openOrder(buyer, [courseId])];
    for (const { id, razorpayOrderId } of tabs) await shop.verify(buyer, id, await shop.pay(razorpayOrderId));
    await shop.control('PUT', '/faults', { route: 'POST /v1/payments/:id/refund', status: 400 });
    await shop.runJob('refunds');
    const { body } = await shop.service.call('GET', `/payments/orders?accountId=${buyer.accountId}`, {
      token: administrator(),
    });
    expect(body.items[0]).toMatchObject({
      id: tabs[1]?.id,
      refunds: [{ why: 'surplus', amount: rupees(700), status: 'wanted', trouble: expect.stringContaining('400') }],
    });
  });

  test.each(['student', 'instructor'] as const)('says nothing to a %s', async (role) => {
    const token = shop.service.tokens.tokenOf(newId(), { role, seconds: 90 * 24 * 3600 });
    for (const path of ['/payments/report?from=2026-01-01&to=2026-01-31', '/payments/orders'])
      expect(await shop.service.call('GET', path, { token })).toMatchObject({
        status: 403,
        body: { code: 'access.denied' },
      });
  });

  test('of an instructor is for course-service alone', async () => {
    const path = `/internal/instructors/${newId()}/income`;
    expect((await shop.service.call('GET', path, { callerApp: 'api-gateway' })).status).toBe(403);
    expect(
      (await shop.service.call('GET', '/internal/instructors/x/income', { callerApp: 'course-service' })).status,
    ).toBe(400);
  });

  test.each([
    '/payments/report',
    '/payments/report?from=2026-01-01',
    '/payments/report?from=2026-01-31&to=2026-01-01',
    '/payments/report?from=2026-02-30&to=2026-03-01',
    '/payments/report?from[$gt]=&to=2026-03-01',
    '/payments/orders?state=lost',
    '/payments/orders?accountId[$ne]=x',
    '/payments/orders?cursor=x',
  ])('refuses %s', async (path) => {
    expect(await shop.service.call('GET', path, { token: administrator() })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });
});
