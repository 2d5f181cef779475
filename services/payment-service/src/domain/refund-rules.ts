import { orderRefunded, type RefundReason } from '@studynotion/contracts';
import { announce } from '@studynotion/service-kit';
import type { OrderChange } from '../data/order-repository.ts';
import { refundedBefore } from './ledger.ts';
import { type Order, type Refund, type RefundPart, wasPaid } from './order.ts';
import { nextState } from './order-state.ts';
import type { ProviderRefund } from './payment-provider.ts';

/** Still to be looked after. */
export const isOpen = ({ status }: Refund): boolean => status === 'wanted' || status === 'pending';

/** The receipt at Razorpay; what failed there, or was refused, is asked for again under a new one. */
export function receiptOf({ id, failures }: Refund): string {
  return failures === 0 ? id : `${id}-${failures + 1}`;
}

/**
 * What was paid for courses that are the buyer's by another order.
 * @returns undefined where there is nothing of that, or it is owed already
 */
export function surplusChange(order: Order, now: Date): OrderChange | undefined {
  if (order.paidBy === undefined) return undefined;
  const parts = order.items
    .filter(({ enrollment }) => enrollment === 'surplus')
    .map((item) => ({ courseId: item.courseId, amount: leftOf(order, item) }))
    .filter(({ amount }) => amount > 0);
  return withRefund(order, wanted('surplus', order.paidBy, parts, sumOf(parts), now), now);
}

/** Captured attempts that did not pay the order, as refunds that are not in it yet. */
export function paidTwice(
  order: Pick<Order, 'attempts' | 'paidBy' | 'refunds' | 'total'>,
  now: Date,
): readonly Refund[] {
  return order.attempts
    .filter(({ status, paymentId }) => status === 'captured' && paymentId !== order.paidBy)
    .map(({ paymentId }) => wanted('paid-twice', paymentId, [], order.total.amount, now))
    .filter(({ id }) => !order.refunds.some((refund) => refund.id === id));
}

/**
 * Takes over what Razorpay tells of a refund that is not back yet, and begins one that somebody made there.
 * @returns undefined where nothing is new
 */
export function toldChange(order: Order, told: ProviderRefund, now: Date): OrderChange | undefined {
  const refund = refundFor(order, told);
  if (refund === undefined) {
    if (!isMadeThere(order, told)) return undefined;
    const parts = partsOf(order, told.amount);
    const made = { ...wanted('at-provider', told.paymentId, parts, told.amount, now), id: told.id };
    return withRefund(order, { ...made, status: 'pending', razorpayRefundId: told.id }, now);
  }
  if (!isOpen(refund)) return undefined;
  if (told.status === 'failed') return replaced(order, failed(refund, now));
  if (refund.razorpayRefundId === told.id) return undefined;
  return replaced(order, { ...refund, status: 'pending', razorpayRefundId: told.id });
}

/** Razorpay does not want to: that is kept for those who look at the order, and the next try is a new one. */
export function refusedChange(order: Order, refundId: string, trouble: string, now: Date): OrderChange | undefined {
  const refund = order.refunds.find(({ id }) => id === refundId);
  if (refund === undefined || refund.status !== 'wanted') return undefined;
  return replaced(order, { ...refund, failures: refund.failures + 1, trouble, troubledAt: now });
}

/** The one write that makes a refund done: the order's state and its event. */
export function processedChange(order: Order, refundId: string, now: Date): OrderChange | undefined {
  const refund = order.refunds.find(({ id }) => id === refundId);
  if (refund === undefined || !isOpen(refund)) return undefined;
  const { trouble: _, troubledAt: __, ...untroubled } = refund;
  const done: Refund = { ...untroubled, status: 'processed', processedAt: now };
  const change = replaced(order, done);
  const state = stateAfter({ ...order, ...change.set }, done);
  const { id, version, accountId, items } = order;
  const fact = {
    aggregateId: id,
    version: version + 1,
    accountId,
    items: items
      .filter(({ courseId }) => done.parts.some((part) => part.courseId === courseId))
      .map(({ courseId, title, price }) => ({ courseId, title, price })),
    amount: { amount: done.amount, currency: order.total.currency },
    why: done.why,
    refundedAt: now.toISOString(),
  };
  return {
    set: { ...change.set, ...(state === undefined ? {} : { state }) },
    announce: announce(orderRefunded, fact, now),
  };
}

/** What went back of the money that paid an order, in paise. */
export function refundedOf({ refunds, paidBy }: Pick<Order, 'refunds' | 'paidBy'>): number {
  return refunds
    .filter(({ status, paymentId }) => status === 'processed' && paymentId === paidBy)
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** Which of an order's refunds Razorpay speaks of: by its id, by our receipt, or one of that amount that somebody made there for us. */
export function refundFor({ refunds }: Order, told: ProviderRefund): Refund | undefined {
  return (
    refunds.find(({ razorpayRefundId }) => razorpayRefundId === told.id) ??
    refunds.find((refund) => isOpen(refund) && isOurs(refund, told) && isNews(refund, told)) ??
    refunds.find((refund) => refund.status === 'wanted' && told.status !== 'failed' && madeInItsPlace(refund, told))
  );
}

/** That an earlier try failed is known; any try that did not is the refund. */
function isNews(refund: Refund, { receipt, status }: ProviderRefund): boolean {
  return status !== 'failed' || receipt === receiptOf(refund);
}

function madeInItsPlace(refund: Refund, told: ProviderRefund): boolean {
  return !isOurs(refund, told) && refund.paymentId === told.paymentId && refund.amount === told.amount;
}

/** Somebody of the shop gave back money of the payment that paid the order. */
function isMadeThere(order: Order, told: ProviderRefund): boolean {
  if (told.status === 'failed' || !wasPaid(order) || told.paymentId !== order.paidBy) return false;
  return !order.refunds.some((refund) => isOurs(refund, told));
}

/** Also an earlier try of ours, which failed there. */
function isOurs({ id }: Refund, { receipt }: ProviderRefund): boolean {
  return receipt !== undefined && (receipt === id || receipt.startsWith(`${id}-`));
}

/** What we owe is asked for again; what somebody decided at Razorpay is theirs to decide again. */
function failed(refund: Refund, troubledAt: Date): Refund {
  const trouble = 'Razorpay could not carry it out';
  if (refund.why === 'at-provider') return { ...refund, status: 'failed', trouble, troubledAt };
  const { razorpayRefundId: _, ...again } = refund;
  return { ...again, status: 'wanted', failures: refund.failures + 1, trouble, troubledAt };
}

function wanted(
  why: RefundReason,
  paymentId: string,
  parts: readonly RefundPart[],
  amount: number,
  wantedAt: Date,
): Refund {
  const name = why === 'paid-twice' ? 'twice' : why;
  return { id: `${name}-${paymentId}`, why, paymentId, amount, parts, status: 'wanted', failures: 0, wantedAt };
}

function withRefund(order: Order, refund: Refund, now: Date): OrderChange | undefined {
  if (refund.amount === 0 || order.refunds.some(({ id }) => id === refund.id)) return undefined;
  return { set: { refunds: [...order.refunds, refund], nextRefundAt: now } };
}

function replaced({ refunds }: Order, refund: Refund): OrderChange {
  return { set: { refunds: refunds.map((other) => (other.id === refund.id ? refund : other)) } };
}

function stateAfter(order: Order, { paymentId }: Refund) {
  if (paymentId !== order.paidBy) return undefined;
  return nextState(order.state, refundedOf(order) >= order.total.amount ? 'refunded' : 'partly-refunded');
}

/** Nobody says which courses a refund made at Razorpay is for: first to last, as far as it goes. */
function partsOf(order: Order, amount: number): readonly RefundPart[] {
  let left = amount;
  const parts = order.items.map((item) => {
    const part = { courseId: item.courseId, amount: Math.min(left, leftOf(order, item)) };
    left -= part.amount;
    return part;
  });
  return parts.filter((part) => part.amount > 0);
}

function leftOf(order: Order, { courseId, price }: Order['items'][number]): number {
  return price.amount - refundedBefore(order, undefined, courseId);
}

const sumOf = (parts: readonly RefundPart[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);
