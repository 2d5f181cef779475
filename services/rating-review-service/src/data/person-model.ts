import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

/** Somebody's name, or the tombstone of somebody who deleted the account. */
export interface PersonDocument {
  /** The account. */
  readonly _id: string;
  /** Of the profile; 0 where the name came from the account. A tombstone's is greater than any. */
  readonly version: number;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly pictureUrl?: string;
  /** When the account's deletion came to be known here. */
  readonly deletedAt?: Date;
  /** When nothing of the person was left here but this tombstone. */
  readonly erasedAt?: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<PersonDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    firstName: { type: String },
    lastName: { type: String },
    pictureUrl: { type: String },
    deletedAt: { type: Date },
    erasedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'people', versionKey: false },
);
indexOutbox(schema);

export function personModel(connection: Connection): Model<PersonDocument> {
  return connection.model<PersonDocument>('Person', schema);
}
