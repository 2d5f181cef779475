import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Media } from '../domain/media.ts';

export interface MediaDocument extends Omit<Media, 'id'> {
  readonly _id: string;
  /** When it is looked at next; absent unless it is being checked. */
  readonly nextCheckAt?: Date;
  readonly checks?: number;
  /** When the bytes are destroyed next; absent while they are wanted, and once they are gone for good. */
  readonly destroyAt?: Date;
  /** Since when nobody has used it, as far as is known; of what is ready. */
  readonly idleSince?: Date;
  /** Its owner's account is gone; it stays only for those who bought a course that shows it. */
  readonly ownerErased?: boolean;
  readonly outbox?: readonly OutboxEntry[];
}

const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const number = { type: Number, required: true } as const;

const schema = new Schema<MediaDocument>(
  {
    _id: text,
    version: number,
    ownerId: { ...text, index: true },
    kind: text,
    state: text,
    fileName: { type: String, default: '' },
    size: number,
    createdAt: date,
    uploadUntil: date,
    tellings: number,
    reason: { type: String },
    format: { type: String },
    durationSeconds: { type: Number },
    imageUrl: { type: String },
    nextCheckAt: { type: Date },
    checks: { type: Number },
    destroyAt: { type: Date },
    idleSince: { type: Date },
    ownerErased: { type: Boolean },
    outbox: outboxField,
  },
  { collection: 'media', versionKey: false },
);
schema.index({ nextCheckAt: 1 }, { sparse: true });
schema.index({ destroyAt: 1 }, { sparse: true });
schema.index({ idleSince: 1 }, { sparse: true });
schema.index({ state: 1, createdAt: 1 });
indexOutbox(schema);

export function mediaModel(connection: Connection): Model<MediaDocument> {
  return connection.model<MediaDocument>('Media', schema);
}
