import { notificationAccountErased } from '@studynotion/contracts';
import {
  announce,
  type Clock,
  indexOutbox,
  type OutboxEntry,
  outboxField,
  unlessTaken,
} from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

/** An account that was deleted: nothing goes out about it any more. */
export interface ErasedAccountDocument {
  readonly _id: string;
  readonly deletedAt: Date;
  /** When nothing here told any more who it was. */
  readonly erasedAt?: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<ErasedAccountDocument>(
  {
    _id: { type: String, required: true },
    deletedAt: { type: Date, required: true },
    erasedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'erased_accounts', versionKey: false },
);
indexOutbox(schema);

export function erasedAccountModel(database: Connection): Model<ErasedAccountDocument> {
  return database.model<ErasedAccountDocument>('ErasedAccount', schema);
}

export interface ErasedAccountsOptions {
  readonly model: Model<ErasedAccountDocument>;
  readonly outbox: { wake(): void };
  readonly clock: Clock;
}

export class ErasedAccounts {
  readonly #model: Model<ErasedAccountDocument>;
  readonly #outbox: ErasedAccountsOptions['outbox'];
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: ErasedAccountsOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async has(accountId: string): Promise<boolean> {
    return (await this.#model.exists({ _id: accountId })) !== null;
  }

  /** From now on no mail about the account is begun. */
  async begin(accountId: string, deletedAt: Date): Promise<void> {
    await unlessTaken(() => this.#model.create({ _id: accountId, deletedAt }));
  }

  /** Tells, once, that everything is gone. */
  async finish(accountId: string): Promise<void> {
    const erasedAt = this.#clock.now();
    const receipt = { aggregateId: accountId, version: 1, erasedAt: erasedAt.toISOString() };
    const { modifiedCount } = await this.#model.updateOne(
      { _id: accountId, erasedAt: { $exists: false } },
      { $set: { erasedAt }, $push: { outbox: announce(notificationAccountErased, receipt, erasedAt) } },
    );
    if (modifiedCount === 1) this.#outbox.wake();
  }
}
