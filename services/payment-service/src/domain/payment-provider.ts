import type { Id, Money } from '@studynotion/contracts';

/** A payment as the provider tells it. */
export interface ProviderPayment {
  readonly id: string;
  /** The provider's order that it belongs to; some payments have none. */
  readonly razorpayOrderId: string | undefined;
  /** In paise. */
  readonly amount: number;
  readonly currency: string;
  readonly status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  /** Why it failed, in the provider's words. */
  readonly reason?: string;
}

/** A refund as the provider tells it. */
export interface ProviderRefund {
  readonly id: string;
  readonly paymentId: string;
  /** In paise. */
  readonly amount: number;
  readonly status: 'pending' | 'processed' | 'failed';
  /** Ours, where we asked for it. */
  readonly receipt?: string;
}

/** The provider understood and said no; asking again changes nothing. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
}

/**
 * Who takes the money.
 * Every call that asks it throws UnavailableError `service.unavailable` where it does not answer in time or has trouble,
 * and ProviderRefusal where it says no.
 */
export interface PaymentProvider {
  /** Public; the checkout page needs it. */
  readonly keyId: string;
  /** May be repeated: the same receipt gives the same order. @returns the provider's order id */
  createOrder(order: { readonly receipt: Id; readonly total: Money }): Promise<string>;
  payment(id: string): Promise<ProviderPayment>;
  paymentsOf(razorpayOrderId: string): Promise<readonly ProviderPayment[]>;
  /** Takes the money of an authorised payment. */
  capture(payment: ProviderPayment): Promise<ProviderPayment>;
  /** Gives money back. May be repeated: the same receipt gives the same refund. `amount` in paise */
  createRefund(refund: {
    readonly receipt: string;
    readonly paymentId: string;
    readonly amount: number;
  }): Promise<ProviderRefund>;
  refund(id: string): Promise<ProviderRefund>;
  refundsOf(paymentId: string): Promise<readonly ProviderRefund[]>;
  /** Whether the checkout's answer comes from the provider, and is about this order and payment. */
  isCheckoutSigned(checkout: {
    readonly razorpayOrderId: string;
    readonly razorpayPaymentId: string;
    readonly signature: string;
  }): boolean;
  /** Whether these bytes come from the provider. */
  isWebhookSigned(body: Buffer, signature: string): boolean;
}
