import { describe, expect, test } from '@jest/globals';
import { array, assert, integer, property, record } from 'fast-check';
import { type Booking, instructorShare, owedBooking, refundBooking, saleBooking } from './ledger.ts';
import type { Order, Refund } from './order.ts';
import { toldChange } from './refund-rules.ts';

const id = (place: number): string => String(place).padStart(24, '0');

function anOrder(prices: readonly number[], instructorSharePercent: number): Order & { readonly paidBy: string } {
  return {
    id: id(0),
    version: 1,
    accountId: id(1),
    idempotencyKey: 'a key of this test',
    state: 'paid',
    items: prices.map((amount, place) => ({
      courseId: id(100 + place),
      slug: 'a-course',
      title: 'A course',
      price: { amount, currency: 'INR' },
      instructorId: id(200 + (place % 2)),
      enrollment: 'granted',
    })),
    total: { amount: prices.reduce((sum, amount) => sum + amount, 0), currency: 'INR' },
    instructorSharePercent,
    createdAt: new Date(0),
    attempts: [],
    paidAt: new Date(0),
    paidBy: 'pay_Paid',
    refunds: [],
  };
}

const balanceOf = (bookings: readonly Booking[]): Record<string, number> => {
  const balances: Record<string, number> = {};
  for (const { account, amount } of bookings.flatMap(({ legs }) => legs))
    balances[account] = (balances[account] ?? 0) + amount;
  return balances;
};
const sumOf = ({ legs }: Booking): number => legs.reduce((sum, { amount }) => sum + amount, 0);

/** Gives back amounts one after another, as if somebody did it at Razorpay. */
function refundedBy(order: Order, amounts: readonly number[]): { order: Order; bookings: readonly Booking[] } {
  const bookings: Booking[] = [];
  let present = order;
  for (const [place, amount] of amounts.entries()) {
    const told = { id: `rfnd_${place}`, paymentId: 'pay_Paid', amount, status: 'processed' as const };
    const change = toldChange(present, told, new Date(0));
    if (change === undefined) continue;
    present = { ...present, ...change.set };
    const refund = present.refunds.at(-1) as Refund & { razorpayRefundId: string };
    bookings.push(owedBooking(present, refund), refundBooking(present, refund, new Date(0)));
  }
  return { order: present, bookings };
}

describe('the share of an instructor', () => {
  test('is whole paise, rounded down; the rest is the platform’s', () => {
    expect([0, 1, 2, 333, 49901].map((amount) => instructorShare(amount, 80))).toEqual([0, 0, 1, 266, 39920]);
    expect(instructorShare(999, 0)).toBe(0);
    expect(instructorShare(999, 100)).toBe(999);
  });
});

describe('bookings', () => {
  const prices = array(integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 20 });
  const percent = integer({ min: 0, max: 100 });

  test('of a sale add up to 0 and give everybody a share of each price', () => {
    assert(
      property(prices, percent, (given, share) => {
        const order = anOrder(given, share);
        const booking = saleBooking(order);
        expect(sumOf(booking)).toBe(0);
        const balances = balanceOf([booking]);
        expect(balances.razorpay).toBe(order.total.amount);
        const instructors = given.reduce((sum, amount) => sum + instructorShare(amount, share), 0);
        expect(0 - (balances.platform ?? 0)).toBe(order.total.amount - instructors);
      }),
    );
  });

  test('of whatever is given back, in whatever parts, add up to 0, and nobody keeps or loses a paisa in the end', () => {
    const cuts = array(integer({ min: 1, max: 10_000_000 }), { maxLength: 6 });
    assert(
      property(record({ prices, percent, cuts }), ({ prices: given, percent: share, cuts: wanted }) => {
        const order = anOrder(given, share);
        const total = order.total.amount;
        const parts: number[] = [];
        let left = total;
        for (const cut of wanted) {
          if (cut >= left) continue;
          parts.push(cut);
          left -= cut;
        }
        const { order: after, bookings } = refundedBy(order, [...parts, left]);
        for (const booking of bookings) expect(sumOf(booking)).toBe(0);
        for (const balance of Object.values(balanceOf([saleBooking(order), ...bookings]))) expect(balance).toBe(0);
        expect(after.refunds.flatMap(({ parts: given }) => given).every(({ amount }) => amount > 0)).toBe(true);
      }),
    );
  });
});
