import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Razorpay from 'razorpay';
import {
  keys,
  type RunningSandbox,
  receiveWebhooks,
  runSandbox,
  until,
  type WebhookReceiver,
} from './running-sandbox.ts';

const onPayment = ['payment.authorized', 'payment.captured', 'order.paid'];

let receiver: WebhookReceiver;
let sandbox: RunningSandbox;

beforeAll(async () => {
  receiver = await receiveWebhooks();
  sandbox = await runSandbox(receiver.url);
});

beforeEach(() => {
  receiver.received.length = 0;
  receiver.status = 200;
});

afterEach(() => sandbox.control('DELETE', ''));

afterAll(async () => {
  await sandbox.stop();
  await receiver.stop();
});

/** Pays a new order and resolves with its id. */
async function buy(outcome = 'captured'): Promise<string> {
  const { id } = await sandbox.razorpay.orders.create({ amount: 49_900, currency: 'INR' });
  await sandbox.control('POST', `/razorpay/orders/${id}/pay`, { outcome });
  return id;
}

function received(): string[] {
  return receiver.received.map(({ event }) => event);
}

interface Shown {
  readonly id: string;
  readonly event: string;
  readonly state: string;
  readonly attempts: readonly { readonly status?: number; readonly corrupt: string; readonly error?: string }[];
}

async function deliveriesOf(orderId: string): Promise<Shown[]> {
  const { body } = await sandbox.control<{ items: Shown[] }>('GET', `/razorpay/webhooks?about=${orderId}`);
  return body.items;
}

async function statesOf(orderId: string): Promise<string[]> {
  return (await deliveriesOf(orderId)).map(({ state }) => state);
}

function settings(body: object) {
  return sandbox.control('PUT', '/razorpay/webhooks', body);
}

describe('what is delivered', () => {
  test('a payment brings three events in order, each signed over its bytes and with an id of its own', async () => {
    await buy();
    await until(() => received().length === 3);
    expect(received()).toEqual(onPayment);
    for (const { body, headers } of receiver.received) {
      const signature = String(headers['x-razorpay-signature']);
      expect(Razorpay.validateWebhookSignature(body, signature, keys.webhookSecret)).toBe(true);
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['x-razorpay-event-id'])).size).toBe(3);
  });

  test('payloads are snapshots: payment.authorized still says authorized', async () => {
    await buy();
    await until(() => received().length === 3);
    const statuses = receiver.received.map(({ body }) => JSON.parse(body).payload.payment.entity.status);
    expect(statuses).toEqual(['authorized', 'captured', 'captured']);
  });

  test('a failed payment brings payment.failed only', async () => {
    const order = await buy('failed');
    await until(async () => (await statesOf(order)).every((state) => state === 'delivered'));
    expect(received()).toEqual(['payment.failed']);
  });
});

describe('delivery at least once', () => {
  test('a refused event comes again with the same id and bytes until it is accepted', async () => {
    receiver.status = 500;
    const order = await buy('failed');
    await until(() => received().length >= 3);
    receiver.status = 200;
    await until(async () => (await statesOf(order)).join() === 'delivered');
    expect(
      new Set(receiver.received.map(({ headers, body }) => `${headers['x-razorpay-event-id']} ${body}`)).size,
    ).toBe(1);
    const [delivery] = await deliveriesOf(order);
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([...receiver.received.slice(1).map(() => 500), 200]);
  });

  test('what is not delivered yet survives a restart', async () => {
    receiver.status = 503;
    const order = await buy();
    await until(() => received().length >= 3);
    await sandbox.restart();
    receiver.status = 200;
    await until(async () => (await statesOf(order)).every((state) => state === 'delivered'));
    expect(new Set(received())).toEqual(new Set(onPayment));
  });
});

describe('what a test can choose', () => {
  test('hold keeps events until they are released, also over a restart', async () => {
    await settings({ mode: 'hold' });
    const order = await buy();
    await sandbox.restart();
    expect(await statesOf(order)).toEqual(['held', 'held', 'held']);
    expect(received()).toEqual([]);
    await sandbox.control('POST', '/razorpay/webhooks/release');
    await until(() => received().length === 3);
    expect(received()).toEqual(onPayment);
  });

  test('held events go out in any order and number by their ids', async () => {
    await settings({ mode: 'hold' });
    const order = await buy();
    const [authorized, captured, paid] = (await deliveriesOf(order)).map(({ id }) => id);
    const release = await sandbox.control('POST', '/razorpay/webhooks/release', { ids: [paid, authorized, paid] });
    expect(release.status).toBe(200);
    expect(received()).toEqual(['order.paid', 'payment.authorized', 'order.paid']);
    expect(await statesOf(order)).toEqual(['delivered', 'held', 'delivered']);
    expect(captured).toBeDefined();
    const unknown = await sandbox.control('POST', '/razorpay/webhooks/release', { ids: ['nonsense'] });
    expect(unknown.status).toBe(404);
  });

  test('drop loses events for good', async () => {
    await settings({ mode: 'drop' });
    const order = await buy();
    await settings({});
    const later = await buy();
    await until(async () => (await statesOf(later)).every((state) => state === 'delivered'));
    expect(await statesOf(order)).toEqual(['dropped', 'dropped', 'dropped']);
    expect(received()).toHaveLength(3);
  });

  test('repeat brings each event several times under the same id', async () => {
    await settings({ repeat: 3 });
    await buy();
    await until(() => received().length === 9);
    expect(received()).toEqual([...onPayment, ...onPayment, ...onPayment]);
    expect(new Set(receiver.received.map(({ headers }) => headers['x-razorpay-event-id'])).size).toBe(3);
  });

  test('reversed turns the order round', async () => {
    await settings({ order: 'reversed' });
    await buy();
    await until(() => received().length === 3);
    expect(received()).toEqual([...onPayment].reverse());
  });

  test('together sends all at once', async () => {
    await settings({ order: 'together' });
    await buy();
    await until(() => received().length === 3);
    expect(new Set(received())).toEqual(new Set(onPayment));
  });

  test('a delay puts off the first delivery', async () => {
    await settings({ delayMilliseconds: 200 });
    const order = await buy();
    expect(await statesOf(order)).toEqual(['pending', 'pending', 'pending']);
    expect(received()).toEqual([]);
    await until(() => received().length === 3);
  });

  test.each(['signature', 'body'])('a corrupt %s does not verify', async (corrupt) => {
    await settings({ corrupt });
    const order = await buy('failed');
    await until(async () => (await statesOf(order)).join() === 'delivered');
    const [webhook] = receiver.received;
    const signature = String(webhook?.headers['x-razorpay-signature']);
    expect(Razorpay.validateWebhookSignature(String(webhook?.body), signature, keys.webhookSecret)).toBe(false);
    expect((await deliveriesOf(order))[0]?.attempts[0]?.corrupt).toBe(corrupt);
  });

  test('a receiver that is not there is an error of the attempt', async () => {
    await receiver.stop();
    const order = await buy('failed');
    await until(async () => (await deliveriesOf(order))[0]?.attempts[0]?.error !== undefined);
    expect(await statesOf(order)).toEqual(['pending']);
  });

  test('unknown settings are refused', async () => {
    expect((await settings({ mode: 'sometimes' })).status).toBe(400);
    expect((await settings({ speed: 'fast' })).status).toBe(400);
  });
});
