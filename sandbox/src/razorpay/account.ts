import { join } from 'node:path';
import { JsonFolder } from '../json-folder.ts';
import type { Order, Payment, PaymentFailure, Refund } from './entities.ts';
import { accountIdOf, newIdentifier } from './identifiers.ts';
import type { Notes } from './parameters.ts';
import { invalidInput, RazorpayError } from './razorpay-error.ts';
import { checkoutSignature } from './signatures.ts';
import type { WebhookDeliveries } from './webhook-deliveries.ts';
import {
  orderPaid,
  paymentAuthorized,
  paymentCaptured,
  paymentFailed,
  refundChanged,
  type WebhookEvent,
  webhookBody,
} from './webhook-events.ts';

export interface NewOrder {
  readonly amount: number;
  readonly currency: string;
  readonly receipt?: string;
  /** The order that has the receipt already is the answer, instead of an error. */
  readonly uniqueReceipt: boolean;
  readonly notes: Notes;
  readonly capture: Order['capture'];
}

/** What the customer's bank does. `completed` goes as far as the order's capture setting says. */
export type Outcome = 'completed' | 'authorized' | 'captured' | 'failed';

export interface Customer {
  readonly email?: string;
  readonly contact?: string;
  readonly description?: string;
  readonly notes?: Notes;
}

export interface NewRefund {
  /** @default what is not refunded yet */
  readonly amount?: number;
  readonly speed: Refund['speed'];
  readonly notes: Notes;
  readonly receipt?: string;
  readonly idempotency?: Refund['idempotency'];
}

/** https://razorpay.com/docs/webhooks/payments/ (Payment Failed, Netbanking) */
const bankRefused: PaymentFailure = {
  code: 'BAD_REQUEST_ERROR',
  description: 'Payment failed',
  source: 'bank',
  step: 'payment_authorization',
  reason: 'payment_failed',
};

/** The merchant's account at Razorpay: its orders, payments and refunds, and what happens to them. */
export class RazorpayAccount {
  readonly keyId: string;
  /** What banks make of refunds from now on. */
  refundOutcome: Refund['status'] = 'processed';
  readonly #id: string;
  readonly #keySecret: string;
  readonly #deliveries: WebhookDeliveries;
  readonly #orders: JsonFolder<Order>;
  readonly #payments: JsonFolder<Payment>;
  readonly #refunds: JsonFolder<Refund>;

  constructor(folder: string, keys: { keyId: string; keySecret: string }, deliveries: WebhookDeliveries) {
    this.keyId = keys.keyId;
    this.#keySecret = keys.keySecret;
    this.#id = accountIdOf(keys.keyId);
    this.#deliveries = deliveries;
    this.#orders = new JsonFolder(join(folder, 'orders'));
    this.#payments = new JsonFolder(join(folder, 'payments'));
    this.#refunds = new JsonFolder(join(folder, 'refunds'));
  }

  createOrder({ uniqueReceipt, ...wanted }: NewOrder): Order {
    const earlier = wanted.receipt === undefined ? undefined : this.#orderWithReceipt(wanted.receipt);
    if (earlier !== undefined) {
      const same = earlier.amount === wanted.amount && earlier.currency === wanted.currency;
      if (uniqueReceipt && same) return earlier;
      throw invalidInput('Order receipt should be unique.', 'receipt');
    }
    const order: Order = {
      ...wanted,
      id: `order_${newIdentifier()}`,
      amountPaid: 0,
      status: 'created',
      attempts: 0,
      createdAt: nowInSeconds(),
    };
    this.#orders.put(order);
    return order;
  }

  order(id: string): Order {
    return this.#existing(this.#orders, 'order_', id);
  }

  payment(id: string): Payment {
    return this.#existing(this.#payments, 'pay_', id);
  }

  refund(id: string): Refund {
    return this.#existing(this.#refunds, 'rfnd_', id);
  }

  /** The order's payments, newest first. */
  paymentsOf(order: Order): Payment[] {
    return this.#payments
      .all()
      .filter(({ orderId }) => orderId === order.id)
      .reverse();
  }

  /** The payment's refunds, newest first. */
  refundsOf(payment: Payment): Refund[] {
    return this.#refunds
      .all()
      .filter(({ paymentId }) => paymentId === payment.id)
      .reverse();
  }

  /** A customer pays the order, or tries to. */
  pay(order: Order, outcome: Outcome, customer: Customer): Payment {
    this.#refuseSecondPayment(order);
    const attempted = this.#attempt(order);
    const payment: Payment = {
      id: `pay_${newIdentifier()}`,
      orderId: order.id,
      amount: order.amount,
      currency: order.currency,
      status: 'authorized',
      amountRefunded: 0,
      captured: false,
      description: customer.description,
      // What the real test mode fills in for customers without contact details.
      email: customer.email ?? 'void@razorpay.com',
      contact: customer.contact ?? '+919999999999',
      notes: customer.notes ?? {},
      createdAt: nowInSeconds(),
    };
    return outcome === 'failed' ? this.#fail(payment) : this.#authorize(attempted, payment, outcome);
  }

  /**
   * The bank says yes to a payment that had failed.
   * https://razorpay.com/docs/payments/payments/late-authorisation/
   */
  authorizeLate(payment: Payment, outcome: Exclude<Outcome, 'failed'>): Payment {
    if (payment.status !== 'failed') throw invalidInput('Only a failed payment can be authorised late');
    return this.#authorize(this.order(payment.orderId), { ...payment, failure: undefined }, outcome);
  }

  /** Takes the money of an authorised payment. https://razorpay.com/docs/api/payments/capture/ */
  capture(payment: Payment, amount: number, currency: string): Payment {
    const order = this.order(payment.orderId);
    if (order.status === 'paid') {
      throw invalidInput(
        'Your payment has been declined as the order is already paid. Please initiate the payment with a new order.',
      );
    }
    if (payment.status !== 'authorized') throw invalidInput('Only payments which have been authorized can be captured');
    if (amount !== payment.amount)
      throw invalidInput('Capture amount must be equal to the amount authorized.', 'amount');
    if (currency !== payment.currency)
      throw invalidInput('Payment currency should be equal to capture currency', 'currency');
    const { captured, events } = this.#take(order, payment);
    this.#announce(events);
    return captured;
  }

  /** Gives back all or a part of a captured payment. https://razorpay.com/docs/api/refunds/create-normal/ */
  createRefund(payment: Payment, { amount, ...wanted }: NewRefund): Refund {
    const earlier = this.#refundWithKey(wanted.idempotency);
    if (earlier !== undefined) return earlier;
    const left = payment.amount - payment.amountRefunded;
    if (!payment.captured) throw invalidInput('The payment status should be captured for action to be taken');
    if (left === 0) throw invalidInput('The payment has been fully refunded already.');
    if (amount !== undefined && amount > left) {
      throw invalidInput('The refund amount provided is greater than amount captured.', 'amount');
    }
    const refund: Refund = {
      ...wanted,
      id: `rfnd_${newIdentifier()}`,
      paymentId: payment.id,
      amount: amount ?? left,
      currency: payment.currency,
      status: this.refundOutcome === 'processed' ? 'processed' : 'pending',
      createdAt: nowInSeconds(),
    };
    const amountRefunded = payment.amountRefunded + refund.amount;
    const status = amountRefunded === payment.amount ? 'refunded' : 'captured';
    const refunded: Payment = { ...payment, amountRefunded, status };
    this.#refunds.put(refund);
    this.#payments.put(refunded);
    this.#announce([refundChanged('refund.created', refund, refunded)]);
    if (refund.status === 'processed') this.#announce([refundChanged('refund.processed', refund, refunded)]);
    return this.refundOutcome === 'failed' ? this.finishRefund(refund, 'failed') : refund;
  }

  /** What becomes of a refund that the bank was asked for; the money of one that fails is the shop's again. */
  finishRefund(pending: Refund, status: 'processed' | 'failed'): Refund {
    if (pending.status !== 'pending') throw invalidInput('Only a pending refund can be finished');
    const refund: Refund = { ...pending, status };
    const payment = this.payment(refund.paymentId);
    const amountRefunded = payment.amountRefunded - (status === 'failed' ? refund.amount : 0);
    const left: Payment = {
      ...payment,
      amountRefunded,
      status: amountRefunded === payment.amount ? 'refunded' : 'captured',
    };
    this.#refunds.put(refund);
    this.#payments.put(left);
    this.#announce([refundChanged(`refund.${status}`, refund, left)]);
    return refund;
  }

  /** What the checkout hands to the shop's page for a payment that the bank said yes to. */
  callbackOf(payment: Payment) {
    return {
      razorpay_payment_id: payment.id,
      razorpay_order_id: payment.orderId,
      razorpay_signature: checkoutSignature(payment.orderId, payment.id, this.#keySecret),
    };
  }

  #attempt(order: Order): Order {
    const attempted: Order = { ...order, status: 'attempted', attempts: order.attempts + 1 };
    this.#orders.put(attempted);
    return attempted;
  }

  #fail(payment: Payment): Payment {
    const failed: Payment = { ...payment, status: 'failed', failure: bankRefused };
    this.#payments.put(failed);
    this.#announce([paymentFailed(failed)]);
    return failed;
  }

  #authorize(order: Order, payment: Payment, outcome: Outcome): Payment {
    const authorized: Payment = { ...payment, status: 'authorized', bankTransactionId: newBankTransaction() };
    const captures = outcome === 'captured' || (outcome === 'completed' && order.capture === 'automatic');
    if (!captures || order.status === 'paid') {
      this.#payments.put(authorized);
      this.#announce([paymentAuthorized(authorized)]);
      return authorized;
    }
    const { captured, events } = this.#take(order, authorized);
    this.#announce([paymentAuthorized(authorized), ...events]);
    return captured;
  }

  #take(order: Order, payment: Payment): { captured: Payment; events: WebhookEvent[] } {
    const captured: Payment = { ...payment, status: 'captured', captured: true };
    const paid: Order = { ...order, status: 'paid', amountPaid: payment.amount };
    this.#payments.put(captured);
    this.#orders.put(paid);
    return { captured, events: [paymentCaptured(captured), orderPaid(paid, captured)] };
  }

  /** One order takes one successful payment. https://razorpay.com/docs/payments/orders/ */
  #refuseSecondPayment(order: Order): void {
    const authorized = this.paymentsOf(order).some(({ status }) => status === 'authorized');
    if (order.status === 'paid' || authorized) throw invalidInput('Payment already done for this order.');
  }

  #orderWithReceipt(receipt: string): Order | undefined {
    return this.#orders.all().find((order) => order.receipt === receipt);
  }

  /** https://razorpay.com/docs/api/refunds/normal-refunds-idempotent/ */
  #refundWithKey(idempotency: Refund['idempotency']): Refund | undefined {
    if (idempotency === undefined) return undefined;
    const earlier = this.#refunds.all().find((refund) => refund.idempotency?.key === idempotency.key);
    if (earlier !== undefined && earlier.idempotency?.request !== idempotency.request) {
      throw new RazorpayError('Different request with the same idempotency key has already been processed.', {
        status: 409,
      });
    }
    return earlier;
  }

  #existing<Item extends { readonly id: string }>(folder: JsonFolder<Item>, prefix: string, id: string): Item {
    const bare = id.startsWith(prefix) ? id.slice(prefix.length) : id;
    if (!/^[A-Za-z0-9]{14}$/.test(bare)) throw invalidInput(`${bare} is not a valid id`);
    const item = folder.get(id);
    if (item === undefined) throw invalidInput('The id provided does not exist');
    return item;
  }

  #announce(events: readonly WebhookEvent[]): void {
    this.#deliveries.add(
      events.map((event) => ({ name: event.event, body: webhookBody(event, this.#id, nowInSeconds()) })),
    );
  }
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function newBankTransaction(): string {
  return String(Math.floor(Math.random() * 1e10)).padStart(10, '0');
}
