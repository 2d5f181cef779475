import { describe, expect, test } from '@jest/globals';
import { type Attempt, type CheckoutView, checkoutView, pollingInterval } from './checkout-view.ts';

describe('the checkout page', () => {
  test.each<[Parameters<typeof checkoutView>[0]['state'], Attempt, CheckoutView]>([
    ['awaiting-payment', 'none', 'payable'],
    ['created', 'none', 'payable'],
    ['awaiting-payment', 'opening', 'paying'],
    ['awaiting-payment', 'open', 'paying'],
    ['awaiting-payment', 'closed', 'payable'],
    ['awaiting-payment', 'failed', 'payable'],
    ['awaiting-payment', 'refused', 'payable'],
    ['awaiting-payment', 'not-loaded', 'payable'],
    ['awaiting-payment', 'confirming', 'confirming'],
    ['expired', 'none', 'expired'],
    // A payment that comes late is honoured: wait for what the platform makes of it.
    ['expired', 'confirming', 'confirming'],
    ['paid', 'confirming', 'paid'],
    ['paid', 'closed', 'paid'],
    // Money that came back was for a course that is the buyer's by another order.
    ['refunded', 'confirming', 'paid'],
    ['partially-refunded', 'none', 'paid'],
  ])('an order that is %s, with an attempt %s, is shown as %s', (state, attempt, view) => {
    expect(checkoutView({ state }, attempt)).toBe(view);
  });

  test('looks at the order often while a payment is being confirmed, and never once it is settled', () => {
    expect(pollingInterval('confirming')).toBeLessThan(pollingInterval('payable'));
    expect(pollingInterval('paid')).toBe(0);
    expect(pollingInterval('expired')).toBe(0);
  });
});
