import type { Order } from '@studynotion/contracts';

/** What the checkout hands over after a payment. https://razorpay.com/docs/payments/payment-gateway/web-integration/standard/ */
export interface RazorpayPayment {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

interface RazorpayOptions {
  readonly key: string;
  /** In paise. */
  readonly amount: number;
  readonly currency: string;
  readonly order_id: string;
  readonly name: string;
  readonly description: string;
  readonly prefill: { readonly name: string; readonly email: string };
  readonly theme: { readonly color: string };
  readonly handler: (payment: RazorpayPayment) => void;
  readonly modal: { readonly ondismiss: () => void };
}

interface RazorpayCheckout {
  open(): void;
  on(event: 'payment.failed', listener: () => void): void;
}

declare global {
  interface Window {
    Razorpay?: new (options: RazorpayOptions) => RazorpayCheckout;
  }
}

/** How a visit to the checkout ended. One may fail several times and succeed in the end; the last word counts. */
export type CheckoutEnd =
  | { readonly end: 'paid'; readonly payment: RazorpayPayment }
  | { readonly end: 'closed' }
  | { readonly end: 'failed' };

export interface Payer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface CheckoutVisit {
  readonly Razorpay: NonNullable<Window['Razorpay']>;
  readonly order: Order;
  readonly payer: Payer;
  /** Of the seller, as the checkout shows it. */
  readonly sellerName: string;
}

/** Opens the checkout over the page and waits until it is closed. */
export function visitCheckout({ Razorpay, order, payer, sellerName }: CheckoutVisit): Promise<CheckoutEnd> {
  const { checkout, total, items } = order;
  if (checkout === undefined) throw new TypeError(`Order ${order.id} is not waiting for a payment`);
  return new Promise((resolve) => {
    let lastAttemptFailed = false;
    const razorpay = new Razorpay({
      key: checkout.keyId,
      order_id: checkout.razorpayOrderId,
      amount: total.amount,
      currency: total.currency,
      name: sellerName,
      description: items
        .map(({ title }) => title)
        .join(', ')
        .slice(0, 255),
      prefill: { name: `${payer.firstName} ${payer.lastName}`, email: payer.email },
      theme: { color: '#118ab2' },
      handler: (payment) => resolve({ end: 'paid', payment }),
      modal: { ondismiss: () => resolve({ end: lastAttemptFailed ? 'failed' : 'closed' }) },
    });
    razorpay.on('payment.failed', () => {
      lastAttemptFailed = true;
    });
    razorpay.open();
  });
}
