import type { Role } from '@studynotion/contracts';
import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

export interface AccountDocument {
  readonly _id: string;
  /** As typed at sign-up. */
  readonly email: string;
  /** `normalizeEmail` of it: two accounts never share one. Of a deleted account `deleted:<id>`. */
  readonly emailKey: string;
  readonly passwordHash: string;
  readonly passwordVersion: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly contactNumber?: string;
  /** What an administrator may look for, see `searchKeysOf`. */
  readonly searchKeys?: readonly string[];
  readonly role: Role;
  readonly approved: boolean;
  /** An instructor whom an administrator turned down. */
  readonly declined?: boolean;
  readonly active: boolean;
  readonly registeredAt: Date;
  /** From then on nothing personal stands here, and nobody finds it. */
  readonly deletedAt?: Date;
  /** The account changed so that its sessions must end, and nobody has seen to it yet. */
  readonly sessionsToEnd?: true;
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
    searchKeys: { type: [String], default: undefined },
    role: { type: String, required: true },
    approved: { type: Boolean, required: true },
    declined: { type: Boolean },
    active: { type: Boolean, required: true },
    registeredAt: { type: Date, required: true },
    deletedAt: { type: Date },
    sessionsToEnd: { type: Boolean },
    version: { type: Number, required: true },
    outbox: outboxField,
  },
  { collection: 'accounts', versionKey: false },
);
schema.index({ registeredAt: -1, _id: -1 });
schema.index({ role: 1, registeredAt: -1, _id: -1 });
schema.index({ searchKeys: 1 });
schema.index({ sessionsToEnd: 1 }, { sparse: true });
indexOutbox(schema);

export function accountModel(database: Connection): Model<AccountDocument> {
  return database.model<AccountDocument>('Account', schema);
}
