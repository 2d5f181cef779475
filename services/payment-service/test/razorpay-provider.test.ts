import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId, UnavailableError } from '@studynotion/service-kit';
import { type Sandbox, startSandbox } from '../../../sandbox/src/sandbox.ts';
import { RazorpayProvider } from '../src/data/razorpay-provider.ts';
import { ProviderRefusal } from '../src/domain/payment-provider.ts';

describe('Razorpay through its SDK', () => {
  const keys = { keyId: 'rzp_test_provider', keySecret: 'the key secret', webhookSecret: 'the webhook secret' };
  const total = { amount: 49900, currency: 'INR' as const };
  let folder: string;
  let sandbox: Sandbox;
  const providerOf = (change: Partial<typeof keys> & { baseUrl?: string } = {}) =>
    new RazorpayProvider({
      baseUrl: `http://127.0.0.1:${sandbox.ports.razorpay}`,
      ...keys,
      timeoutMilliseconds: 300,
      ...change,
    });
  const control = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${sandbox.ports.inbox}/sandbox/razorpay${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { payment: { id: string } };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provider-test-'));
    const razorpay = { ...keys, webhookUrl: 'http://127.0.0.1:1/nobody' };
    const cloudinary = { cloudName: 'unused', apiKey: '0', apiSecret: 'unused' };
    sandbox = await startSandbox(
      { ports: { razorpay: 0, smtp: 0, inbox: 0, cloudinary: 0 }, dataFolder: folder, razorpay, cloudinary },
      { log: () => undefined },
    );
    await control('PUT', '/webhooks', { mode: 'drop' });
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  test('the same receipt gives the same order', async () => {
    const receipt = newId();
    const first = await providerOf().createOrder({ receipt, total });
    expect(first).toMatch(/^order_/);
    expect(await providerOf().createOrder({ receipt, total })).toBe(first);
    expect(await providerOf().createOrder({ receipt: newId(), total })).not.toBe(first);
  });

  test('tells payments in our words, and captures', async () => {
    const razorpayOrderId = await providerOf().createOrder({ receipt: newId(), total });
    const { payment: failed } = await control('POST', `/orders/${razorpayOrderId}/pay`, { outcome: 'failed' });
    const { payment } = await control('POST', `/orders/${razorpayOrderId}/pay`, { outcome: 'authorized' });
    const authorized = { id: payment.id, razorpayOrderId, amount: 49900, currency: 'INR', status: 'authorized' };
    expect(await providerOf().payment(payment.id)).toEqual(authorized);
    expect(await providerOf().paymentsOf(razorpayOrderId)).toEqual([
      authorized,
      { ...authorized, id: failed.id, status: 'failed', reason: 'Payment failed' },
    ]);
    expect(await providerOf().capture({ ...authorized, status: 'authorized' })).toEqual({
      ...authorized,
      status: 'captured',
    });
    await expect(providerOf().capture({ ...authorized, status: 'authorized' })).rejects.toBeInstanceOf(ProviderRefusal);
  });

  describe('when something is wrong', () => {
    const route = 'GET /v1/payments/:id';

    test.each([
      ['no answer in time', { timeout: true }],
      ['a broken connection', { reset: true }],
      ['500', { status: 500 }],
      ['503', { status: 503 }],
      ['429', { status: 429 }],
    ])('%s is unavailable', async (_what, effect) => {
      await control('PUT', '/faults', { route, ...effect });
      await expect(providerOf().payment('pay_00000000000000')).rejects.toMatchObject({
        constructor: UnavailableError,
        code: 'service.unavailable',
      });
    });

    test('a wrong key is unavailable, for asking with the right one will do', async () => {
      await expect(providerOf({ keySecret: 'wrong' }).payment('pay_00000000000000')).rejects.toBeInstanceOf(
        UnavailableError,
      );
    });

    test('nobody at the address is unavailable', async () => {
      await expect(providerOf({ baseUrl: 'http://127.0.0.1:1' }).paymentsOf('order_X')).rejects.toBeInstanceOf(
        UnavailableError,
      );
    });

    test('a thing that does not exist, and an amount that is too small, are refused', async () => {
      await expect(providerOf().payment('pay_00000000000000')).rejects.toThrow(ProviderRefusal);
      await expect(providerOf().createOrder({ receipt: newId(), total: { ...total, amount: 1 } })).rejects.toThrow(
        ProviderRefusal,
      );
    });

    test('no error carries the key secret', async () => {
      await control('PUT', '/faults', { route, reset: true });
      const error = await providerOf()
        .payment('pay_00000000000000')
        .catch((reason: unknown) => reason);
      expect(inspect(error, { depth: 20 })).not.toContain(keys.keySecret);
    });
  });
});
