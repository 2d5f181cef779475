import { type Id, mediaAccountErased } from '@studynotion/contracts';
import {
  announce,
  indexOutbox,
  type Outbox,
  type OutboxEntry,
  outboxField,
  unlessTaken,
} from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

/** That nothing is left here of somebody who is gone. */
export interface ErasedAccountDocument {
  /** The account. */
  readonly _id: string;
  readonly erasedAt: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<ErasedAccountDocument>(
  {
    _id: { type: String, required: true },
    erasedAt: { type: Date, required: true },
    outbox: outboxField,
  },
  { collection: 'erased_accounts', versionKey: false },
);
indexOutbox(schema);

export function erasedAccountModel(connection: Connection): Model<ErasedAccountDocument> {
  return connection.model<ErasedAccountDocument>('ErasedAccount', schema);
}

/** Receipts of erasures. */
export class ErasedAccounts {
  readonly #model: Model<ErasedAccountDocument>;
  readonly #outbox: Outbox<ErasedAccountDocument>;

  constructor({ model, outbox }: { model: Model<ErasedAccountDocument>; outbox: Outbox<ErasedAccountDocument> }) {
    this.#model = model;
    this.#outbox = outbox;
  }

  /** Notes the receipt and sends it; once, however often it is called. */
  async confirm(accountId: Id, erasedAt: Date): Promise<void> {
    const fact = { aggregateId: accountId, version: 1, erasedAt: erasedAt.toISOString() };
    const outbox = [announce(mediaAccountErased, fact, erasedAt)];
    const noted = await unlessTaken(() => this.#model.create({ _id: accountId, erasedAt, outbox }));
    if (noted !== undefined) this.#outbox.wake();
  }
}
