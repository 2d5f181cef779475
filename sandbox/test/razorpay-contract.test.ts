import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  keys,
  officialClient,
  type ReceivedWebhook,
  type RunningSandbox,
  receiveWebhooks,
  runSandbox,
  until,
  type WebhookReceiver,
} from './running-sandbox.ts';
import { shapeDifferences } from './shape-differences.ts';

interface Fixture {
  readonly address: string;
  readonly request?: object;
  readonly answer?: object;
  readonly failure?: object;
  readonly body?: object;
  /** Fields of the example that the stand-in's payments do not have, and the other way round; `why` tells. */
  readonly absent?: readonly string[];
  readonly extra?: readonly string[];
  readonly why?: string;
}

const folder = join(import.meta.dirname, '../fixtures/razorpay');

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Fixture;
}

function expectShape(name: string, ours: unknown): void {
  const { answer, absent = [], extra = [] } = fixture(name);
  const allowed = [...absent.map((path) => `${path}: missing`), ...extra.map((path) => `${path}: extra`)];
  const differences = shapeDifferences(answer, ours);
  expect(differences.filter((difference) => !allowed.includes(difference))).toEqual([]);
  expect(allowed.filter((difference) => !differences.includes(difference))).toEqual([]);
}

/** What the SDK throws for an answer with an error. */
function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('The call succeeded')),
    ({ error }: { error: unknown }) => ({ error }),
  );
}

let receiver: WebhookReceiver;
let sandbox: RunningSandbox;

beforeAll(async () => {
  receiver = await receiveWebhooks();
  sandbox = await runSandbox(receiver.url);
});

afterAll(async () => {
  await sandbox.stop();
  await receiver.stop();
});

async function anOrder(order: object = {}) {
  return sandbox.razorpay.orders.create({ amount: 50_000, currency: 'INR', ...order });
}

async function aPayment(outcome: 'captured' | 'authorized' | 'failed', orderId?: string): Promise<string> {
  const order = orderId ?? (await anOrder()).id;
  const { body } = await sandbox.control<{ payment: { id: string } }>('POST', `/razorpay/orders/${order}/pay`, {
    outcome,
  });
  return body.payment.id;
}

async function webhookOf(event: string, id: string): Promise<ReceivedWebhook> {
  const find = () => receiver.received.find((webhook) => webhook.event === event && webhook.body.includes(id));
  await until(() => find() !== undefined);
  return find() as ReceivedWebhook;
}

describe('examples of the documentation', () => {
  const names = readdirSync(folder).map((file) => file.replace('.json', ''));

  test.each(names)('%s tells the page it is from, and why it differs', (name) => {
    const { address, absent, extra, why } = fixture(name);
    expect(address).toMatch(/^https:\/\/razorpay\.com\/docs\//);
    expect(why !== undefined).toBe(absent !== undefined || extra !== undefined);
  });
});

describe('answers have the form of the documented ones', () => {
  test('an order that was just created', async () => {
    expectShape('create-order', await anOrder(fixture('create-order').request));
  });

  test('an order that is fetched', async () => {
    const { id } = await anOrder();
    expectShape('fetch-order', await sandbox.razorpay.orders.fetch(id));
  });

  test("an order's payments, failed and captured, newest first", async () => {
    const { id } = await anOrder();
    const failed = await aPayment('failed', id);
    const captured = await aPayment('captured', id);
    const payments = await sandbox.razorpay.orders.fetchPayments(id);
    expectShape('fetch-payments-of-order', payments);
    expect(payments.items.map((payment) => payment.id)).toEqual([captured, failed]);
  });

  test('a payment', async () => {
    expectShape('fetch-payment', await sandbox.razorpay.payments.fetch(await aPayment('captured')));
  });

  test('a payment that is captured by hand', async () => {
    const id = await aPayment('authorized');
    expectShape('capture-payment', await sandbox.razorpay.payments.capture(id, 50_000, 'INR'));
  });

  test('refunds: created, listed, fetched by payment and by id', async () => {
    const payment = await aPayment('captured');
    const refund = await sandbox.razorpay.payments.refund(payment, { amount: 10_000, receipt: 'Receipt No. 31' });
    expectShape('create-refund', refund);
    await sandbox.razorpay.payments.refund(payment, { amount: 10_000, notes: { comment: 'the second' } });
    expectShape('fetch-refunds-of-payment', await sandbox.razorpay.payments.fetchMultipleRefund(payment));
    expectShape('fetch-refund-of-payment', await sandbox.razorpay.payments.fetchRefund(payment, refund.id));
    expectShape('fetch-refund', await sandbox.razorpay.refunds.fetch(refund.id));
  });

  test('what the checkout hands over', async () => {
    const { id } = await anOrder();
    const submission = { key_id: keys.keyId, order_id: id, outcome: 'success' };
    expectShape('checkout-success', await (await submit(submission)).json());
  });
});

describe('errors are the documented ones', () => {
  test('too small an amount of an order', async () => {
    expect(await failureOf(anOrder({ amount: 99 }))).toEqual(fixture('create-order').failure);
  });

  test('an order that does not exist', async () => {
    const call = sandbox.razorpay.orders.fetch('order_00000000000000');
    expect(await failureOf(call)).toEqual(fixture('fetch-order').failure);
  });

  test('a payment that does not exist', async () => {
    expect(await failureOf(sandbox.razorpay.payments.fetch('pay_00000000000000'))).toEqual(
      fixture('fetch-payment').failure,
    );
  });

  test('a capture of half a paisa', async () => {
    const call = sandbox.razorpay.payments.capture(await aPayment('authorized'), 1000.5, 'INR');
    expect(await failureOf(call)).toEqual(fixture('capture-payment').failure);
  });

  test('too small a refund', async () => {
    const call = sandbox.razorpay.payments.refund(await aPayment('captured'), { amount: 1 });
    expect(await failureOf(call)).toEqual(fixture('create-refund').failure);
  });

  test('refunds of a payment that does not exist', async () => {
    const call = sandbox.razorpay.payments.fetchMultipleRefund('pay_00000000000000');
    expect(await failureOf(call)).toEqual(fixture('fetch-refunds-of-payment').failure);
  });

  test('an id of the wrong length', async () => {
    const call = sandbox.razorpay.payments.fetchRefund(await aPayment('captured'), 'rfnd_AABBdHIieex');
    expect(await failureOf(call)).toEqual(fixture('fetch-refund-of-payment').failure);
  });

  test('an address that the API does not have', async () => {
    expect(await failureOf(sandbox.razorpay.customers.all())).toEqual(fixture('fetch-refund').failure);
  });

  test('a wrong key', async () => {
    const client = officialClient(sandbox.razorpayUrl, 'rzp_test_other', keys.keySecret);
    expect(await failureOf(client.orders.create({ amount: 100, currency: 'INR' }))).toEqual(
      fixture('wrong-key').failure,
    );
  });

  test('another refund under a used idempotency key', async () => {
    const payment = await aPayment('captured');
    const refund = (amount: number): Promise<Response> =>
      fetch(`${sandbox.razorpayUrl}/v1/payments/${payment}/refund`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${keys.keyId}:${keys.keySecret}`).toString('base64')}`,
          'content-type': 'application/json',
          'x-refund-idempotency': 'a-key-of-this-test',
        },
        body: JSON.stringify({ amount }),
      });
    const first = (await (await refund(10_000)).json()) as { id: string };
    expectShape('create-refund-idempotent', first);
    expect(await (await refund(10_000)).json()).toMatchObject({ id: first.id });
    const other = await refund(20_000);
    expect(other.status).toBe(409);
    expect(await other.json()).toEqual(fixture('create-refund-idempotent').failure);
    expect((await sandbox.razorpay.payments.fetchMultipleRefund(payment)).count).toBe(1);
  });

  test('a payment that fails in the checkout', async () => {
    const { id } = await anOrder();
    const answer = await submit({ key_id: keys.keyId, order_id: id, outcome: 'failure' });
    const { failure } = fixture('checkout-failure');
    expect(shapeDifferences(failure, await answer.json())).toEqual([]);
  });
});

describe('webhooks have the form of the documented ones', () => {
  test.each([
    ['payment.authorized', 'webhook-payment-authorized', 'captured'],
    ['payment.captured', 'webhook-payment-captured', 'captured'],
    ['order.paid', 'webhook-order-paid', 'captured'],
    ['payment.failed', 'webhook-payment-failed', 'failed'],
  ] as const)('%s', async (event, name, outcome) => {
    const webhook = await webhookOf(event, await aPayment(outcome));
    expectWebhook(name, webhook);
  });

  test.each([
    ['refund.created', 'webhook-refund-created'],
    ['refund.processed', 'webhook-refund-processed'],
  ])('%s', async (event, name) => {
    const payment = await aPayment('captured');
    await sandbox.razorpay.payments.refund(payment, { amount: 10_000 });
    expectWebhook(name, await webhookOf(event, payment));
  });

  test('refund.failed', async () => {
    const payment = await aPayment('captured');
    await sandbox.control('PUT', '/razorpay/refunds', { outcome: 'failed' });
    await sandbox.razorpay.payments.refund(payment, { amount: 10_000 });
    await sandbox.control('PUT', '/razorpay/refunds', { outcome: 'processed' });
    expectWebhook('webhook-refund-failed', await webhookOf('refund.failed', payment));
  });
});

function expectWebhook(name: string, { body, headers }: ReceivedWebhook): void {
  const documented = fixture(name).body as { contains: string[] };
  const ours = JSON.parse(body) as { contains: string[]; account_id: string };
  expect(shapeDifferences(documented, ours)).toEqual([]);
  expect(ours.contains).toEqual(documented.contains);
  expect(ours.account_id).toMatch(/^acc_[A-Za-z0-9]{14}$/);
  expect(headers['content-type']).toBe('application/json');
  expect(headers['x-razorpay-event-id']).toMatch(/^[A-Za-z0-9]{14}$/);
}

function submit(submission: object): Promise<Response> {
  return fetch(`${sandbox.razorpayUrl}/v1/checkout/public`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(submission),
  });
}
