import type { Id } from '@studynotion/contracts';
import {
  afterCursor,
  type Clock,
  dateOfCursor,
  type Outbox,
  type OutboxEntry,
  type Page,
  type PageRequest,
  type SagaProgress,
  toPage,
  unlessTaken,
  withDeadlockRetry,
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { Order, OrderItem } from '../domain/order.ts';
import type { OrderStateName } from '../domain/order-state.ts';
import type { OrderDocument } from './order-model.ts';

export interface OrderChange {
  readonly set?: Partial<Omit<Order, 'id' | 'version' | 'accountId' | 'idempotencyKey' | 'items' | 'total'>>;
  readonly unset?: readonly ('nextLookAt' | 'nextRefundAt')[];
  /** Leaves with the same write. */
  readonly announce?: OutboxEntry;
}

type DueField = 'nextLookAt' | 'nextRefundAt';

export interface OrderRepositoryOptions {
  readonly model: Model<OrderDocument>;
  readonly outbox: Outbox<OrderDocument>;
  readonly clock: Clock;
}

/** Each lost attempt means that somebody else got on; a crowd at one order passes within these. */
const ATTEMPTS = 100;

/** Orders, and the queries on them. */
export class OrderRepository {
  readonly #model: Model<OrderDocument>;
  readonly #outbox: Outbox<OrderDocument>;

  constructor({ model, outbox }: OrderRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
  }

  /** Writes a new order, or gives the one that the account's key has led to already. */
  async insert(order: Order): Promise<Order> {
    const { id, ...fields } = order;
    const inserted = await unlessTaken(() => this.#model.create({ _id: id, ...fields }));
    if (inserted !== undefined) return order;
    const earlier = await this.findByKey(order.accountId, order.idempotencyKey);
    if (earlier === undefined) throw new Error(`order ${id} was refused as double, but there is no other`);
    return earlier;
  }

  async find(id: Id): Promise<Order | undefined> {
    return toOrder(await this.#model.findOne({ _id: id }).lean<OrderDocument>());
  }

  /** @throws where there is none, which is a mistake of ours */
  async get(id: Id): Promise<Order> {
    const order = await this.find(id);
    if (order === undefined) throw new Error(`order ${id} is gone`);
    return order;
  }

  /** An order of this account; somebody else's does not exist. */
  async findOwn(accountId: Id, id: Id): Promise<Order | undefined> {
    return toOrder(await this.#model.findOne({ _id: id, accountId }).lean<OrderDocument>());
  }

  async findByKey(accountId: Id, idempotencyKey: string): Promise<Order | undefined> {
    return toOrder(await this.#model.findOne({ accountId, idempotencyKey }).lean<OrderDocument>());
  }

  async findByRazorpayOrder(razorpayOrderId: string): Promise<Order | undefined> {
    return toOrder(await this.#model.findOne({ razorpayOrderId }).lean<OrderDocument>());
  }

  /** An account's orders, newest first. */
  list(accountId: Id, request: PageRequest): Promise<Page<Order>> {
    return this.listAll({ accountId }, request);
  }

  /** Orders of everybody, or of those who are asked for, newest first. */
  async listAll(
    filter: { readonly accountId?: Id; readonly state?: OrderStateName },
    { limit, cursor }: PageRequest,
  ): Promise<Page<Order>> {
    const found = await this.#model
      .find({ ...filter, ...afterCursor('createdAt', cursor, dateOfCursor) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean<OrderDocument[]>();
    return toPage(found, limit, {
      positionOf: ({ createdAt, _id }) => ({ after: createdAt.toISOString(), id: _id }),
      toItem: fromDocument,
    });
  }

  /** Takes an account out of its orders; may be repeated. @returns the orders that stand under the pseudonym then */
  async anonymize(accountId: Id, pseudonym: Id, now: Date): Promise<readonly Id[]> {
    const change = { $set: { accountId: pseudonym, anonymizedAt: now }, $inc: { version: 1 } };
    await this.#model.updateMany({ accountId }, change);
    const found = await this.#model.find({ accountId: pseudonym }, '_id').lean<OrderDocument[]>();
    return found.map(({ _id }) => _id);
  }

  /**
   * Changes an order by what it is at the moment of the write: `decide` is asked again when somebody else was faster.
   * @param decide gives undefined where nothing is to be changed
   * @returns the order as it is then
   */
  async change(id: Id, decide: (present: Order) => OrderChange | undefined): Promise<Order> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const present = await this.get(id);
      const change = decide(present);
      if (change === undefined) return present;
      const changed = await this.#write(present, change);
      if (changed !== undefined) return changed;
    }
    throw new Error(`order ${id} is written by too many at once`);
  }

  async #write({ id, version }: Order, { set, unset = [], announce }: OrderChange): Promise<Order | undefined> {
    const written = await withDeadlockRetry(() =>
      this.#model
        .findOneAndUpdate(
          { _id: id, version },
          {
            $set: { ...set, version: version + 1 },
            ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, 1])) }),
            ...(announce === undefined ? {} : { $push: { outbox: announce } }),
          },
          { returnDocument: 'after' },
        )
        .lean<OrderDocument>(),
    );
    if (written !== null && announce !== undefined) this.#outbox.wake();
    return toOrder(written);
  }

  /** Open orders whose time for a look has come, longest waiting first. */
  dueForLook(now: Date, limit: number): Promise<readonly Order[]> {
    return this.#due('nextLookAt', now, limit);
  }

  /** Orders whose refunds are to be looked after, longest waiting first. */
  dueForRefund(now: Date, limit: number): Promise<readonly Order[]> {
    return this.#due('nextRefundAt', now, limit);
  }

  /** Puts the next look off. @returns whether it was us; another replica may have been faster */
  claimLook(order: Order, next: Date | undefined): Promise<boolean> {
    return this.#claim('nextLookAt', order, next);
  }

  /** Puts the next look at its refunds off. @returns whether it was us; another replica may have been faster */
  claimRefund(order: Order, next: Date): Promise<boolean> {
    return this.#claim('nextRefundAt', order, next);
  }

  async #due(field: DueField, now: Date, limit: number): Promise<readonly Order[]> {
    const due = await this.#model
      .find({ [field]: { $lte: now } })
      .sort({ [field]: 1 })
      .limit(limit)
      .lean<OrderDocument[]>();
    return due.map(fromDocument);
  }

  async #claim(field: DueField, order: Order, next: Date | undefined): Promise<boolean> {
    const dueAt = order[field];
    if (dueAt === undefined) return false;
    const change = next === undefined ? { $unset: { [field]: 1 as const } } : { $set: { [field]: next } };
    const { modifiedCount } = await this.#model.updateOne({ _id: order.id, [field]: dueAt }, change);
    return modifiedCount === 1;
  }

  /** Notes what paying for a course led to; the first word stands. */
  async noteEnrollment(id: Id, courseId: Id, enrollment: NonNullable<OrderItem['enrollment']>): Promise<void> {
    await this.#model.updateOne(
      { _id: id, items: { $elemMatch: { courseId, enrollment: { $exists: false } } } },
      { $set: { 'items.$.enrollment': enrollment }, $inc: { version: 1 } },
    );
  }

  /** @returns whether it was stored; another process may have gone on meanwhile */
  async storeFulfilment(id: Id, from: SagaProgress, to: SagaProgress): Promise<boolean> {
    const { modifiedCount } = await this.#model.updateOne(
      { _id: id, 'fulfilment.state': from.state, 'fulfilment.completed': from.completed },
      { $set: { fulfilment: to } },
    );
    return modifiedCount === 1;
  }

  /** Paid orders that are not carried out yet, oldest first. */
  async unfulfilled(limit: number): Promise<readonly Order[]> {
    const found = await this.#model
      .find({ 'fulfilment.state': { $in: ['running', 'undoing'] } })
      .sort({ paidAt: 1 })
      .limit(limit)
      .lean<OrderDocument[]>();
    return found.map(fromDocument);
  }
}

function toOrder(document: OrderDocument | null): Order | undefined {
  return document === null ? undefined : fromDocument(document);
}

function fromDocument({ _id, outbox: _outbox, ...fields }: OrderDocument): Order {
  return { id: _id, ...fields };
}
