import { type Id, paymentAccountErased } from '@studynotion/contracts';
import {
  announce,
  indexOutbox,
  newId,
  type Outbox,
  type OutboxEntry,
  outboxField,
  unlessTaken,
} from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

interface ErasureDocument {
  /** The account that is no more. */
  readonly _id: string;
  /** Whose its orders are from now on; known only while the erasure runs. */
  readonly pseudonym?: string;
  readonly erasedAt?: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<ErasureDocument>(
  {
    _id: { type: String, required: true },
    pseudonym: { type: String },
    erasedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'erasures', versionKey: false },
);
indexOutbox(schema);

export function erasureModel(connection: Connection): Model<ErasureDocument> {
  return connection.model<ErasureDocument>('Erasure', schema);
}

export interface ErasureRepositoryOptions {
  readonly model: Model<ErasureDocument>;
  readonly outbox: Outbox<ErasureDocument>;
}

/** Accounts that were forgotten here, and the receipts for it. */
export class ErasureRepository {
  readonly #model: Model<ErasureDocument>;
  readonly #outbox: Outbox<ErasureDocument>;

  constructor({ model, outbox }: ErasureRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
  }

  /** @returns the pseudonym to put in the account's place, or undefined where all is done already */
  async begin(accountId: Id): Promise<Id | undefined> {
    await unlessTaken(() => this.#model.create({ _id: accountId, pseudonym: newId() }));
    const erasure = await this.#model.findOne({ _id: accountId }, 'pseudonym').lean<ErasureDocument>();
    return erasure?.pseudonym;
  }

  /** Forgets the pseudonym and gives the receipt, once. */
  async finish(accountId: Id, erasedAt: Date): Promise<void> {
    const receipt = { aggregateId: accountId, version: 1, erasedAt: erasedAt.toISOString() };
    await this.#model.updateOne(
      { _id: accountId, erasedAt: { $exists: false } },
      {
        $set: { erasedAt },
        $unset: { pseudonym: 1 },
        $push: { outbox: announce(paymentAccountErased, receipt, erasedAt) },
      },
    );
    this.#outbox.wake();
  }
}
