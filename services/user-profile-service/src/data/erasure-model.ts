import type { erasingServices } from '@studynotion/contracts';
import { type Connection, type Model, Schema } from 'mongoose';

export type ErasingService = (typeof erasingServices)[number];

/** What is kept of somebody who is gone: when each service had erased, under an id that nobody else knows. */
export interface ErasureDocument {
  /** 32 random bytes, base64url. */
  readonly _id: string;
  /** An account is deleted once. */
  readonly accountId: string;
  readonly requestedAt: Date;
  /** When the account was known to be gone. Until then it is only a request, which may have been refused. */
  readonly begunAt?: Date;
  readonly erasedAt?: Readonly<Partial<Record<ErasingService, Date>>>;
  /** When a request that led to nothing is forgotten. */
  readonly expiresAt?: Date;
}

const schema = new Schema<ErasureDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true, unique: true },
    requestedAt: { type: Date, required: true },
    begunAt: { type: Date },
    erasedAt: { type: Schema.Types.Mixed },
    expiresAt: { type: Date },
  },
  { collection: 'erasures', versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function erasureModel(database: Connection): Model<ErasureDocument> {
  return database.model<ErasureDocument>('Erasure', schema);
}
