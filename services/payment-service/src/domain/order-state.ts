import { OrderState } from '@studynotion/contracts';

/** What can happen to an order. Failed payments are no such fact: they belong to an attempt, and an order may have many. */
export type OrderFact = 'offered' | 'paid' | 'expired' | 'partly-refunded' | 'refunded';
export type OrderStateName = (typeof OrderState.options)[number];

/** The whole state machine; docs/money.md explains it. What is not here does not happen. */
export const transitions: Readonly<Record<OrderStateName, Partial<Record<OrderFact, OrderStateName>>>> = {
  created: { offered: 'awaiting-payment', paid: 'paid', expired: 'expired' },
  'awaiting-payment': { paid: 'paid', expired: 'expired' },
  // A bank may say yes days later; the money is there, so the order is honoured.
  expired: { paid: 'paid' },
  paid: { 'partly-refunded': 'partially-refunded', refunded: 'refunded' },
  'partially-refunded': { refunded: 'refunded' },
  refunded: {},
};

/** @returns undefined where the fact changes nothing in this state */
export function nextState(state: OrderStateName, fact: OrderFact): OrderStateName | undefined {
  return transitions[state][fact];
}

export const orderStates = OrderState.options;
