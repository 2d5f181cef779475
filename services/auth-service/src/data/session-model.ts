import { type Connection, type Model, Schema } from 'mongoose';

export interface SessionDocument {
  readonly _id: string;
  readonly accountId: string;
  readonly tokenHash: string;
  readonly previousTokenHash?: string;
  readonly rotatedAt?: Date;
  readonly passwordVersion: number;
  readonly openedAt: Date;
  readonly endsAt: Date;
  /** When somebody ended it: from then on it is a revocation. */
  readonly endedAt?: Date;
}

const schema = new Schema<SessionDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    tokenHash: { type: String, required: true },
    previousTokenHash: { type: String },
    rotatedAt: { type: Date },
    passwordVersion: { type: Number, required: true },
    openedAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    endedAt: { type: Date },
  },
  { collection: 'sessions', versionKey: false },
);
schema.index({ accountId: 1 });
schema.index({ endedAt: 1 }, { sparse: true });
schema.index({ endsAt: 1 }, { expireAfterSeconds: 3600 });

export function sessionModel(database: Connection): Model<SessionDocument> {
  return database.model<SessionDocument>('Session', schema);
}
