import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import utilities from 'razorpay/dist/utils/razorpay-utils.js';
import {
  keys,
  officialClient,
  type RunningSandbox,
  receiveWebhooks,
  runSandbox,
  type WebhookReceiver,
} from './running-sandbox.ts';

let receiver: WebhookReceiver;
let sandbox: RunningSandbox;

beforeAll(async () => {
  receiver = await receiveWebhooks();
  sandbox = await runSandbox(receiver.url);
});

afterEach(() => sandbox.control('DELETE', ''));

afterAll(async () => {
  await sandbox.stop();
  await receiver.stop();
});

function create(order: object) {
  return sandbox.razorpay.orders.create({ amount: 49_900, currency: 'INR', ...order });
}

interface Paid {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
  readonly payment: { readonly id: string; readonly status: string };
}

async function pay(orderId: string, body: object): Promise<Paid> {
  const answer = await sandbox.control<Paid>('POST', `/razorpay/orders/${orderId}/pay`, body);
  expect(answer.status).toBe(200);
  return answer.body;
}

function badRequest(description: string, field?: string) {
  return {
    statusCode: 400,
    error: expect.objectContaining(field === undefined ? { description } : { description, field }),
  };
}

describe('orders', () => {
  test('an order keeps what it was created with', async () => {
    const created = await create({ receipt: 'order-keeps', notes: { courses: 'one, two' } });
    expect(created).toMatchObject({
      amount: 49_900,
      amount_due: 49_900,
      amount_paid: 0,
      status: 'created',
      attempts: 0,
    });
    expect(await sandbox.razorpay.orders.fetch(created.id)).toEqual(created);
    expect(created.id).toMatch(/^order_[A-Za-z0-9]{14}$/);
  });

  test.each([
    [{ amount: undefined }, 'The amount field is required.', 'amount'],
    [{ amount: 100.5 }, 'The amount must be an integer.', 'amount'],
    [{ amount: -100 }, 'The amount must be at least INR 1.00', 'amount'],
    [{ currency: 'XYZ' }, 'Currency is not supported', 'currency'],
    [{ receipt: 'x'.repeat(41) }, 'The receipt may not be greater than 40 characters.', 'receipt'],
    [{ notes: { long: 'x'.repeat(257) } }, 'Notes keys and values may not be longer than 256 characters.', 'notes'],
    [
      { notes: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`key${index}`, 'value'])) },
      'The number of fields in notes should be less than or equal to 15',
      'notes',
    ],
    [{ surprise: true }, 'surprise is/are not required and should not be sent', undefined],
  ])('%j is refused', async (order, description, field) => {
    await expect(create(order)).rejects.toEqual(badRequest(description, field));
  });

  test('a receipt is unique, and with unique_receipt the earlier order is the answer', async () => {
    const first = await create({ receipt: 'once' });
    await expect(create({ receipt: 'once' })).rejects.toEqual(badRequest('Order receipt should be unique.', 'receipt'));
    expect(await create({ receipt: 'once', unique_receipt: true })).toEqual(first);
    await expect(create({ receipt: 'once', unique_receipt: true, amount: 100 })).rejects.toEqual(
      badRequest('Order receipt should be unique.', 'receipt'),
    );
  });

  test('a wrong secret is refused with 401', async () => {
    const client = officialClient(sandbox.razorpayUrl, keys.keyId, 'wrong');
    await expect(client.orders.fetch('order_00000000000000')).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe('payments', () => {
  test('a captured payment makes the order paid, and its callback is signed', async () => {
    const { id } = await create({});
    const paid = await pay(id, { outcome: 'captured', deliverCallback: false });
    const payment = await sandbox.razorpay.payments.fetch(paid.razorpay_payment_id);
    expect(payment).toMatchObject({
      status: 'captured',
      captured: true,
      order_id: id,
      amount: 49_900,
      fee: 1178,
      tax: 180,
    });
    expect(await sandbox.razorpay.orders.fetch(id)).toMatchObject({ status: 'paid', amount_due: 0, attempts: 1 });
    expect(paid.razorpay_signature).toMatch(/^[0-9a-f]{64}$/);
    const claim = { order_id: id, payment_id: payment.id };
    expect(utilities.validatePaymentVerification(claim, paid.razorpay_signature, keys.keySecret)).toBe(true);
  });

  test('an order takes failed attempts, then one payment, then no more', async () => {
    const { id } = await create({});
    await pay(id, { outcome: 'failed' });
    expect(await sandbox.razorpay.orders.fetch(id)).toMatchObject({ status: 'attempted', attempts: 1, amount_paid: 0 });
    await pay(id, { outcome: 'captured' });
    const third = await sandbox.control('POST', `/razorpay/orders/${id}/pay`, { outcome: 'captured' });
    expect(third).toMatchObject({ status: 400, body: { message: 'Payment already done for this order.' } });
    expect((await sandbox.razorpay.orders.fetchPayments(id)).count).toBe(2);
  });

  test('an authorised payment is captured once, for the whole amount', async () => {
    const { id } = await create({ payment: { capture: 'manual' } });
    const { payment } = await pay(id, { outcome: 'authorized' });
    await expect(sandbox.razorpay.payments.capture(payment.id, 49_800, 'INR')).rejects.toEqual(
      badRequest('Capture amount must be equal to the amount authorized.', 'amount'),
    );
    expect(await sandbox.razorpay.payments.capture(payment.id, 49_900, 'INR')).toMatchObject({ status: 'captured' });
    await expect(sandbox.razorpay.payments.capture(payment.id, 49_900, 'INR')).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  test.each([
    [{}, 'captured'],
    [{ payment_capture: 1 }, 'captured'],
    [{ payment_capture: false }, 'authorized'],
    [{ payment: { capture: 'manual' } }, 'authorized'],
  ])('the checkout of an order with %j leaves the payment %s', async (order, status) => {
    const { id } = await create(order);
    const submission = { key_id: keys.keyId, order_id: id, outcome: 'success', email: 'learner@example.com' };
    const answer = await fetch(`${sandbox.razorpayUrl}/v1/checkout/public`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(submission),
    });
    const { razorpay_payment_id } = (await answer.json()) as Paid;
    const payment = await sandbox.razorpay.payments.fetch(razorpay_payment_id);
    expect(payment).toMatchObject({ status, email: 'learner@example.com' });
  });

  test('a failed payment can be authorised late, also when another one paid the order meanwhile', async () => {
    const { id } = await create({});
    const late = (await pay(id, { outcome: 'failed' })).payment.id;
    await pay(id, { outcome: 'captured' });
    expect((await pay(id, { outcome: 'captured', paymentId: late })).payment).toMatchObject({
      id: late,
      status: 'authorized',
    });
    await expect(sandbox.razorpay.payments.capture(late, 49_900, 'INR')).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('refunds', () => {
  test('parts up to the whole amount, then nothing more', async () => {
    const { id } = await create({});
    const { payment } = await pay(id, { outcome: 'captured' });
    await sandbox.razorpay.payments.refund(payment.id, { amount: 10_000 });
    expect(await sandbox.razorpay.payments.fetch(payment.id)).toMatchObject({
      refund_status: 'partial',
      status: 'captured',
    });
    await expect(sandbox.razorpay.payments.refund(payment.id, { amount: 40_000 })).rejects.toEqual(
      badRequest('The refund amount provided is greater than amount captured.', 'amount'),
    );
    expect(await sandbox.razorpay.payments.refund(payment.id, {})).toMatchObject({ amount: 39_900 });
    expect(await sandbox.razorpay.payments.fetch(payment.id)).toMatchObject({
      refund_status: 'full',
      status: 'refunded',
    });
    await expect(sandbox.razorpay.payments.refund(payment.id, {})).rejects.toEqual(
      badRequest('The payment has been fully refunded already.'),
    );
    expect(await sandbox.razorpay.orders.fetch(id)).toMatchObject({ status: 'paid' });
  });

  test('one that fails gives its money back to the shop, and another one can be made', async () => {
    const { id } = await create({});
    const { payment } = await pay(id, { outcome: 'captured' });
    await sandbox.control('PUT', '/razorpay/refunds', { outcome: 'pending' });
    const refund = await sandbox.razorpay.payments.refund(payment.id, {});
    expect(refund.status).toBe('pending');
    expect(await sandbox.razorpay.payments.fetch(payment.id)).toMatchObject({ status: 'refunded' });
    await sandbox.control('POST', `/razorpay/refunds/${refund.id}/finish`, { outcome: 'failed' });
    expect(await sandbox.razorpay.refunds.fetch(refund.id)).toMatchObject({ status: 'failed' });
    expect(await sandbox.razorpay.payments.fetch(payment.id)).toMatchObject({ status: 'captured', amount_refunded: 0 });
    await sandbox.control('PUT', '/razorpay/refunds', { outcome: 'processed' });
    expect(await sandbox.razorpay.payments.refund(payment.id, {})).toMatchObject({ status: 'processed' });
  });

  test('a payment that is not captured has nothing to refund', async () => {
    const { id } = await create({});
    const { payment } = await pay(id, { outcome: 'authorized' });
    await expect(sandbox.razorpay.payments.refund(payment.id, {})).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('faults of the API', () => {
  test('a status hits as often as asked and is counted', async () => {
    await sandbox.control('PUT', '/razorpay/faults', { route: 'POST /v1/orders', status: 503, times: 2 });
    await expect(create({})).rejects.toMatchObject({ statusCode: 503, error: { code: 'GATEWAY_ERROR' } });
    await expect(create({})).rejects.toMatchObject({ statusCode: 503 });
    await create({});
    const { body } = await sandbox.control('GET', '/razorpay/faults');
    expect(body).toEqual({ items: [{ route: 'POST /v1/orders', effect: 503, when: 'before', times: 0, hits: 2 }] });
  });

  test('a reset after the act loses the answer, not the order', async () => {
    await sandbox.control('PUT', '/razorpay/faults', { route: 'POST /v1/orders', reset: true, when: 'after' });
    // The SDK's own flaw: it throws a TypeError when there is no answer.
    await expect(create({ receipt: 'lost-answer' })).rejects.toThrow(TypeError);
    expect(await create({ receipt: 'lost-answer', unique_receipt: true })).toMatchObject({ receipt: 'lost-answer' });
    await expect(create({ receipt: 'lost-answer' })).rejects.toMatchObject({ statusCode: 400 });
  });

  test('a timeout never answers', async () => {
    const { id } = await create({});
    await sandbox.control('PUT', '/razorpay/faults', { route: 'GET /v1/orders/:id', timeout: true });
    const authorization = `Basic ${Buffer.from(`${keys.keyId}:${keys.keySecret}`).toString('base64')}`;
    const call = () =>
      fetch(`${sandbox.razorpayUrl}/v1/orders/${id}`, { headers: { authorization }, signal: AbortSignal.timeout(300) });
    await expect(call()).rejects.toThrow('timeout');
    expect((await call()).status).toBe(200);
  });

  test.each([
    [{ route: 'POST /v1/order', status: 500 }],
    [{ route: 'POST /v1/orders' }],
    [{ route: 'POST /v1/orders', status: 500, reset: true }],
  ])('%j is no fault', async (fault) => {
    expect((await sandbox.control('PUT', '/razorpay/faults', fault)).status).toBe(400);
  });
});

test('orders and payments survive a restart', async () => {
  const order = await create({ receipt: 'survives' });
  const { payment } = await pay(order.id, { outcome: 'captured' });
  await sandbox.restart();
  expect(await sandbox.razorpay.orders.fetch(order.id)).toMatchObject({ id: order.id, status: 'paid' });
  expect(await sandbox.razorpay.payments.fetch(payment.id)).toMatchObject({ id: payment.id, captured: true });
});
