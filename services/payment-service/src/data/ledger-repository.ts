import type { Id } from '@studynotion/contracts';
import { unlessTaken } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import { dayInIndia } from '../domain/day-in-india.ts';
import type { Booking, BookingKind, LedgerAccount, Leg } from '../domain/ledger.ts';

interface BookingDocument extends Omit<Booking, 'id'> {
  readonly _id: string;
  /** `YYYY-MM-DD` and `YYYY-MM` of India: spans of reports. */
  readonly day: string;
  readonly month: string;
}

const text = { type: String, required: true } as const;

const schema = new Schema<BookingDocument>(
  {
    _id: text,
    kind: text,
    orderId: { ...text, index: true },
    bookedAt: { type: Date, required: true },
    day: { ...text, index: true },
    month: text,
    legs: [
      new Schema<Leg>(
        { account: text, amount: { type: Number, required: true }, courseId: { type: String } },
        { _id: false },
      ),
    ],
  },
  { collection: 'bookings', versionKey: false },
);
schema.index({ 'legs.account': 1 });

/** A sum of legs. */
export interface LedgerSum {
  readonly kind: BookingKind;
  readonly account: LedgerAccount;
  readonly amount: number;
}

export interface IncomeSum {
  readonly courseId?: Id;
  readonly month: string;
  readonly amount: number;
}

/** Every movement of money, once. Bookings are never changed; every balance is a sum of them. */
export class LedgerRepository {
  readonly #model: Model<BookingDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<BookingDocument>('Booking', schema);
  }

  /** Books; the same again changes nothing. @throws where the legs do not add up to 0 */
  async book({ id, ...booking }: Booking): Promise<void> {
    const balance = booking.legs.reduce((sum, { amount }) => sum + amount, 0);
    if (balance !== 0) throw new Error(`booking ${id} is out of balance by ${balance}`);
    const day = dayInIndia(booking.bookedAt);
    await unlessTaken(() => this.#model.create({ _id: id, ...booking, day, month: day.slice(0, 7) }));
  }

  /** What happened on these days, both included, by kind and account. */
  async sums(from: string, to: string): Promise<readonly LedgerSum[]> {
    const found = await this.#model.aggregate<{ _id: Omit<LedgerSum, 'amount'>; amount: number }>([
      { $match: { day: { $gte: from, $lte: to } } },
      { $unwind: '$legs' },
      { $group: { _id: { kind: '$kind', account: '$legs.account' }, amount: { $sum: '$legs.amount' } } },
    ]);
    return found.map(({ _id, amount }) => ({ ..._id, amount }));
  }

  /** How many orders were paid with money on these days, both included; a payment too much is none. */
  async countSales(from: string, to: string): Promise<number> {
    const sales = { kind: 'capture', day: { $gte: from, $lte: to }, 'legs.account': { $ne: 'refunds' } };
    return this.#model.countDocuments(sales as Record<string, unknown>);
  }

  /** What an account got, by course and month. */
  async income(account: LedgerAccount): Promise<readonly IncomeSum[]> {
    const found = await this.#model.aggregate<{ _id: Omit<IncomeSum, 'amount'>; amount: number }>([
      { $match: { 'legs.account': account } },
      { $unwind: '$legs' },
      { $match: { 'legs.account': account } },
      { $group: { _id: { courseId: '$legs.courseId', month: '$month' }, amount: { $sum: '$legs.amount' } } },
    ]);
    return found.map(({ _id, amount }) => ({ ..._id, amount: -amount }));
  }
}
