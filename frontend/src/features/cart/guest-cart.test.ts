import { describe, expect, jest, test } from '@jest/globals';
import type { ApiProblem } from '../../shared/api/api-problem.ts';
import { type GuestItem, parseGuestCart, totalOf, withItem, withoutItems } from './guest-cart.ts';
import { mergeGuestCart } from './merge-guest-cart.ts';

const item = (number: number): GuestItem => ({
  courseId: number.toString(16).padStart(24, '0'),
  slug: `course-${number}`,
  title: `Course ${number}`,
  price: { amount: number * 100, currency: 'INR' },
});

describe('the cart of a guest', () => {
  test('is there again after a reload', () => {
    const items = [item(1), item(2)];
    expect(parseGuestCart(JSON.stringify(items))).toEqual(items);
  });

  test.each([
    null,
    '',
    'null',
    '{}',
    '[{"courseId":"x"}]',
    '[1',
    JSON.stringify(Array.from({ length: 21 }, (_, n) => item(n))),
  ])('is empty where %j is kept', (text) => {
    expect(parseGuestCart(text)).toEqual([]);
  });

  test('holds a course once, and no more courses than an order', () => {
    expect(withItem([item(1)], item(1))).toEqual([item(1)]);
    const full = Array.from({ length: 20 }, (_, number) => item(number));
    expect(withItem(full, item(20))).toBe(full);
    expect(withItem(full.slice(1), item(20))).toHaveLength(20);
  });

  test('loses what is taken out, and comes to the sum of the rest', () => {
    const rest = withoutItems([item(1), item(2), item(3)], [item(2).courseId]);
    expect(rest).toEqual([item(1), item(3)]);
    expect(totalOf(rest)).toEqual({ amount: 400, currency: 'INR' });
  });
});

describe('logging in', () => {
  /** Merges two courses into an account whose service answers with `problem`. */
  async function merge(problem: ApiProblem | undefined, courseIds = ['a', 'b']) {
    const needs = { courseIds, merge: jest.fn(async (_: readonly string[]) => problem), forget: jest.fn() };
    await mergeGuestCart(needs);
    return needs;
  }

  test("takes the guest's cart over and forgets it", async () => {
    const needs = await merge(undefined);
    expect(needs.merge).toHaveBeenCalledWith(['a', 'b']);
    expect(needs.forget).toHaveBeenCalledWith(['a', 'b']);
  });

  test.each<ApiProblem['code']>(['network.unreachable', 'service.unavailable', 'session.invalid'])(
    'keeps it for the next time when the answer is %s',
    async (code) => {
      expect((await merge({ code })).forget).not.toHaveBeenCalled();
    },
  );

  test('forgets what would be refused again', async () => {
    expect((await merge({ code: 'request.invalid' })).forget).toHaveBeenCalled();
  });

  test('asks nothing where nothing was chosen', async () => {
    expect((await merge(undefined, [])).merge).not.toHaveBeenCalled();
  });
});
