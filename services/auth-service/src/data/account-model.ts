import type { Role } from '@studynotion/contracts';
import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

export interface AccountDocument {
  readonly _id: string;
  /** As typed at sign-up. */
  readonly email: string;
  /** `normalizeEmail` of it: two accounts never share one. */
  readonly emailKey: string;
  readonly passwordHash: string;
  readonly passwordVersion: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly contactNumber?: string;
  readonly role: Role;
  readonly approved: boolean;
  readonly active: boolean;
  readonly registeredAt: Date;
  readonly version: number;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<AccountDocument>(
  {
    _id: { type: String, required: true },
    email: { type: String, required: true },
    emailKey: { type: String, required: true, unique: true },
    passwordHash: { type: String, required: true, select: false },
    passwordVersion: { type: Number, required: true },
    firstName: { type: String, required: true },
    lastName: { type: String, required: true },
    contactNumber: { type: String },
    role: { type: String, required: true },
    approved: { type: Boolean, required: true },
    active: { type: Boolean, required: true },
    registeredAt: { type: Date, required: true },
    version: { type: Number, required: true },
    outbox: outboxField,
  },
  { collection: 'accounts', versionKey: false },
);
indexOutbox(schema);

export function accountModel(database: Connection): Model<AccountDocument> {
  return database.model<AccountDocument>('Account', schema);
}
