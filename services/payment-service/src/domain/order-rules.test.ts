import { describe, expect, test } from '@jest/globals';
import { nextLookAt } from './next-look.ts';
import type { PaymentAttempt } from './order.ts';
import { totalOf } from './total-of.ts';
import { withAttempt } from './with-attempt.ts';

const price = (amount: number) => ({ price: { amount, currency: 'INR' as const } });

describe('the total of an order', () => {
  test('is the sum in whole paise', () => {
    expect(totalOf([price(49900), price(1), price(0)])).toEqual({ amount: 49901, currency: 'INR' });
    expect(totalOf([price(0)])).toEqual({ amount: 0, currency: 'INR' });
  });

  test('has the limit that every amount has', () => {
    expect(() => totalOf([price(100_000_000_00), price(1)])).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });
});

describe('attempts at paying', () => {
  const attempt = (status: PaymentAttempt['status'], paymentId = 'pay_1'): PaymentAttempt => ({
    paymentId,
    status,
    seenAt: new Date(0),
  });
  const after = (...news: PaymentAttempt[]) => news.reduce<readonly PaymentAttempt[]>(withAttempt, []);

  test('never go back, in whatever order news of them come', () => {
    expect(after(attempt('captured'), attempt('failed'), attempt('authorized'))).toEqual([attempt('captured')]);
    expect(after(attempt('failed'), attempt('authorized'), attempt('captured'))).toEqual([attempt('captured')]);
  });

  test('are kept apart by their payment', () => {
    expect(after(attempt('failed', 'a'), attempt('captured', 'b'))).toHaveLength(2);
  });

  test('stay the same where there is nothing new', () => {
    const known = [attempt('captured')];
    expect(withAttempt(known, attempt('captured'))).toBe(known);
  });

  test('are bounded', () => {
    const many = Array.from({ length: 150 }, (_, index) => attempt('failed', `pay_${index}`));
    expect(after(...many)).toHaveLength(100);
    expect(after(...many).at(-1)?.paymentId).toBe('pay_149');
  });
});

describe('asking again about an open order', () => {
  const createdAt = new Date('2026-01-01T00:00:00Z');
  const pauseAt = (age: number) => {
    const now = new Date(createdAt.getTime() + age * 1000);
    const next = nextLookAt({ createdAt }, now, 60);
    return next === undefined ? undefined : (next.getTime() - now.getTime()) / 1000;
  };

  test('happens soon while it is young, and ever more rarely', () => {
    expect([0, 60, 600, 3600, 24 * 3600].map(pauseAt)).toEqual([60, 60, 300, 1800, 6 * 3600]);
  });

  test('goes on for five days, in which a bank may still say yes, and then ends', () => {
    expect(pauseAt(5 * 24 * 3600)).toBe(6 * 3600);
    expect(pauseAt(6 * 24 * 3600 + 1)).toBeUndefined();
  });
});
