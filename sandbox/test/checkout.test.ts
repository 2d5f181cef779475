import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rupees } from '../src/razorpay/checkout-page.ts';
import { keys, type RunningSandbox, runSandbox } from './running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox('http://127.0.0.1:1/nobody');
});

afterAll(() => sandbox.stop());

async function open(options: Record<string, string>): Promise<{ status: number; page: string; policy: string }> {
  const query = new URLSearchParams({ key_id: keys.keyId, origin: 'http://localhost:3008', ...options });
  const answer = await fetch(`${sandbox.razorpayUrl}/v1/checkout/public?${query}`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  return { status: answer.status, page: await answer.text(), policy };
}

test('the page shows the amount of the order and three buttons', async () => {
  const { id } = await sandbox.razorpay.orders.create({ amount: 149_950, currency: 'INR' });
  const { page, policy } = await open({ order_id: id, name: 'StudyNotion', description: 'Two courses' });
  for (const name of ['Pay ₹1,499.50', 'Fail this payment', 'Close']) expect(page).toContain(`>${name}</button>`);
  expect(page).toContain('not Razorpay');
  expect(policy).toContain("script-src 'self'");
});

test('text of the shop stays text', async () => {
  const { id } = await sandbox.razorpay.orders.create({ amount: 100, currency: 'INR' });
  const { page } = await open({ order_id: id, name: '<script>alert(1)</script>', description: '" onload="x' });
  expect(page).not.toContain('<script>alert');
  expect(page).not.toContain('" onload="x');
});

test.each([
  ['an unknown order', { order_id: 'order_00000000000000' }, 400, 'The id provided does not exist'],
  [
    'another account',
    { order_id: 'order_00000000000000', key_id: 'rzp_test_other' },
    400,
    'The id provided does not exist',
  ],
  ['no order', {}, 400, 'without its options'],
  [
    'an origin that is none',
    { order_id: 'order_00000000000000', origin: 'javascript:alert(1)' },
    400,
    'without its options',
  ],
])('%s has a page that says what is wrong', async (_case, options: Record<string, string>, status, problem) => {
  const answer = await open(options);
  expect(answer.status).toBe(status);
  expect(answer.page).toContain(problem);
});

test('the script and the files of the page are served', async () => {
  for (const path of ['checkout.js', 'checkout/assets/payment-page.js', 'checkout/assets/payment-page.css']) {
    expect((await fetch(`${sandbox.razorpayUrl}/v1/${path}`)).status).toBe(200);
  }
});

test.each([
  [100, '₹1'],
  [49_900, '₹499'],
  [149_950, '₹1,499.50'],
  [12_345_600, '₹1,23,456'],
])('%d paise read %s', (paise, text) => {
  expect(rupees(paise)).toBe(text);
});
