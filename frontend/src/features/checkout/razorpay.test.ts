import { describe, expect, test } from '@jest/globals';
import type { Order } from '@studynotion/contracts';
import { type CheckoutVisit, visitCheckout } from './razorpay.ts';

type Options = ConstructorParameters<CheckoutVisit['Razorpay']>[0];

const order: Order = {
  id: '0123456789abcdef01234567',
  state: 'awaiting-payment',
  items: [],
  total: { amount: 49_900, currency: 'INR' },
  createdAt: '2026-01-01T00:00:00Z',
  checkout: { razorpayOrderId: 'order_1', keyId: 'rzp_test_1' },
};
const payer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' };
const payment = { razorpay_payment_id: 'pay_1', razorpay_order_id: 'order_1', razorpay_signature: 'f00' };

/** A checkout at which somebody does what `act` says. */
function visit(act: (options: Options, fail: () => void) => void, of = order) {
  class Razorpay {
    #options: Options;
    #onFailure = () => {};
    constructor(options: Options) {
      this.#options = options;
    }
    on(_: string, listener: () => void) {
      this.#onFailure = listener;
    }
    open() {
      act(this.#options, this.#onFailure);
    }
  }
  return visitCheckout({ Razorpay, order: of, payer, sellerName: 'StudyNotion' });
}

describe('a visit to the checkout', () => {
  test('is for the order, its amount and its payer', async () => {
    await visit((options) => {
      expect(options).toMatchObject({
        key: 'rzp_test_1',
        order_id: 'order_1',
        amount: 49_900,
        currency: 'INR',
        name: 'StudyNotion',
        prefill: { name: 'Ada Lovelace', email: 'ada@example.org' },
      });
      options.modal.ondismiss();
    });
  });

  test('ends with the payment', async () => {
    expect(await visit(({ handler }) => handler(payment))).toEqual({ end: 'paid', payment });
  });

  test('ends with the payment also after a failed attempt', async () => {
    const end = await visit(({ handler }, fail) => {
      fail();
      handler(payment);
    });
    expect(end).toEqual({ end: 'paid', payment });
  });

  test('tells a failed attempt from a closed window', async () => {
    const failed = await visit(({ modal }, fail) => {
      fail();
      modal.ondismiss();
    });
    expect(failed).toEqual({ end: 'failed' });
    expect(await visit(({ modal }) => modal.ondismiss())).toEqual({ end: 'closed' });
  });

  test('takes no part in an order that needs no payment', () => {
    expect(() => visit(() => {}, { ...order, checkout: undefined })).toThrow(TypeError);
  });
});
