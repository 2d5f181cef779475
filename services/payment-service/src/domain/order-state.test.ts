import { describe, expect, test } from '@jest/globals';
import { nextState, type OrderFact, orderStates } from './order-state.ts';

const facts: readonly OrderFact[] = ['offered', 'paid', 'expired', 'partly-refunded', 'refunded'];

describe('the states of an order', () => {
  test.each([
    ['created', 'offered', 'awaiting-payment'],
    ['created', 'paid', 'paid'],
    ['created', 'expired', 'expired'],
    ['awaiting-payment', 'offered', undefined],
    ['awaiting-payment', 'paid', 'paid'],
    ['awaiting-payment', 'expired', 'expired'],
    ['expired', 'offered', undefined],
    ['expired', 'paid', 'paid'],
    ['expired', 'expired', undefined],
    ['paid', 'offered', undefined],
    ['paid', 'paid', undefined],
    ['paid', 'expired', undefined],
    ['paid', 'partly-refunded', 'partially-refunded'],
    ['paid', 'refunded', 'refunded'],
    ['partially-refunded', 'partly-refunded', undefined],
    ['partially-refunded', 'refunded', 'refunded'],
    ['partially-refunded', 'paid', undefined],
    ['refunded', 'paid', undefined],
    ['refunded', 'partly-refunded', undefined],
    ['awaiting-payment', 'refunded', undefined],
    ['expired', 'refunded', undefined],
  ] as const)('%s and %s lead to %s', (state, fact, next) => {
    expect(nextState(state, fact)).toBe(next);
  });

  test('only the fact of payment leads to paid, and only money that goes back leads away from it', () => {
    for (const state of orderStates) {
      for (const fact of facts) if (nextState(state, fact) === 'paid') expect(fact).toBe('paid');
    }
    const leading = facts.filter((fact) => nextState('paid', fact) !== undefined);
    expect(leading).toEqual(['partly-refunded', 'refunded']);
  });

  test('whatever state it is in, money that came makes an order paid, unless it was already', () => {
    const paidBefore = ['paid', 'partially-refunded', 'refunded'];
    for (const state of orderStates)
      expect(nextState(state, 'paid')).toBe(paidBefore.includes(state) ? undefined : 'paid');
  });

  test('nothing is left to happen once everything went back', () => {
    expect(facts.map((fact) => nextState('refunded', fact)).filter((state) => state !== undefined)).toEqual([]);
  });
});
