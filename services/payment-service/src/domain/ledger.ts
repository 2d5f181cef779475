import type { Id } from '@studynotion/contracts';
import type { Order, OrderItem, Refund, RefundPart } from './order.ts';

/**
 * What a booking tells. `capture`: money came. `owed`: money that came is to go back, so it is nobody's income any more.
 * `refund`: it went back.
 */
export type BookingKind = 'capture' | 'owed' | 'refund';

/**
 * - `razorpay`: what Razorpay holds for us
 * - `platform`, `instructor:<id>`: whose the money is
 * - `refunds`: what buyers are still to get back
 */
export type LedgerAccount = 'razorpay' | 'platform' | 'refunds' | `instructor:${Id}`;

/** One side of a booking. Paise; above zero what comes to us (debit), below what we owe to others (credit). */
export interface Leg {
  readonly account: LedgerAccount;
  readonly amount: number;
  /** The course it is about. */
  readonly courseId?: Id;
}

/** Something that happened to money, in full: its legs add up to 0. */
export interface Booking {
  /** Kind and provider's id, so that the same is never booked twice. */
  readonly id: string;
  readonly kind: BookingKind;
  readonly orderId: Id;
  readonly bookedAt: Date;
  readonly legs: readonly Leg[];
}

/**
 * What an instructor gets of an amount: whole paise, rounded down; the rest is the platform's. Parts of a price that
 * are given back one after another are taken as the difference of two such shares, so that all parts make the whole.
 */
export function instructorShare(amount: number, percent: number): number {
  return Math.floor((amount * percent) / 100);
}

/** The payment that paid an order. */
export function saleBooking(order: Order & { readonly paidBy: string }): Booking {
  const { id, items, total, instructorSharePercent, paidBy, paidAt = order.createdAt } = order;
  const shares = items.flatMap((item) =>
    split(item, item.price.amount, instructorShare(item.price.amount, instructorSharePercent)),
  );
  return {
    id: `capture:${paidBy}`,
    kind: 'capture',
    orderId: id,
    bookedAt: paidAt,
    legs: [{ account: 'razorpay', amount: total.amount }, ...shares.map(credit)],
  };
}

/** What makes the money of a refund owed to the buyer. A payment that paid nothing never was anybody's income. */
export function owedBooking(order: Order, refund: Refund): Booking {
  const common = { orderId: order.id, bookedAt: refund.wantedAt };
  const owed: Leg = { account: 'refunds', amount: -refund.amount };
  if (refund.why === 'paid-twice') {
    const legs: readonly Leg[] = [{ account: 'razorpay', amount: refund.amount }, owed];
    return { ...common, id: `capture:${refund.paymentId}`, kind: 'capture', legs };
  }
  return { ...common, id: `owed:${refund.id}`, kind: 'owed', legs: [owed, ...takenBack(order, refund)] };
}

/** The money of a refund that went back. */
export function refundBooking(order: Order, refund: Refund & { readonly razorpayRefundId: string }, at: Date): Booking {
  const { amount, razorpayRefundId } = refund;
  return {
    id: `refund:${razorpayRefundId}`,
    kind: 'refund',
    orderId: order.id,
    bookedAt: at,
    legs: [
      { account: 'refunds', amount },
      { account: 'razorpay', amount: -amount },
    ],
  };
}

function takenBack(order: Order, refund: Refund): readonly Leg[] {
  const legs = refund.parts.flatMap((part) => {
    const item = order.items.find(({ courseId }) => courseId === part.courseId);
    return item === undefined ? [] : split(item, part.amount, shareOf(order, refund, part));
  });
  // What is given back beyond the price of the order's courses is the platform's generosity.
  const beyond = refund.amount - refund.parts.reduce((sum, { amount }) => sum + amount, 0);
  return beyond === 0 ? legs : [...legs, { account: 'platform', amount: beyond }];
}

function shareOf(order: Order, refund: Refund, { courseId, amount }: RefundPart): number {
  const before = refundedBefore(order, refund, courseId);
  const percent = order.instructorSharePercent;
  return instructorShare(before + amount, percent) - instructorShare(before, percent);
}

/** What earlier refunds gave back of a course's price. */
export function refundedBefore({ refunds }: Pick<Order, 'refunds'>, refund: Refund | undefined, courseId: Id): number {
  const place = refunds.findIndex(({ id }) => id === refund?.id);
  return refunds
    .slice(0, place === -1 ? undefined : place)
    .filter(({ status }) => status !== 'failed')
    .flatMap(({ parts }) => parts)
    .reduce((sum, part) => (part.courseId === courseId ? sum + part.amount : sum), 0);
}

function split({ courseId, instructorId }: OrderItem, amount: number, share: number): readonly Leg[] {
  const legs: readonly Leg[] = [
    { account: `instructor:${instructorId}`, amount: share, courseId },
    { account: 'platform', amount: amount - share, courseId },
  ];
  return legs.filter(({ amount }) => amount !== 0);
}

const credit = (leg: Leg): Leg => ({ ...leg, amount: -leg.amount });
