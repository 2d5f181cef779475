import { describe, expect, test } from '@jest/globals';
import { nextState, type OrderFact, orderStates } from './order-state.ts';

const facts: readonly OrderFact[] = ['offered', 'paid', 'expired'];

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
  ] as const)('%s and %s lead to %s', (state, fact, next) => {
    expect(nextState(state, fact)).toBe(next);
  });

  test('nothing leads away from paid, and only the fact of payment leads to it', () => {
    for (const state of orderStates) {
      for (const fact of facts) if (nextState(state, fact) === 'paid') expect(fact).toBe('paid');
    }
    expect(facts.map((fact) => nextState('paid', fact))).toEqual([undefined, undefined, undefined]);
  });

  test('whatever state it is in, money that came makes an order paid', () => {
    for (const state of orderStates) expect(nextState(state, 'paid') ?? state).toBe('paid');
  });
});
