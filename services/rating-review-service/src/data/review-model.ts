import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

/** A review as it is stored. One that was taken back stays as a tombstone without rating and text. */
export interface ReviewDocument {
  /** Made from account and course, see `reviewIdOf`. */
  readonly _id: string;
  readonly version: number;
  readonly state: 'published' | 'removed';
  readonly courseId: string;
  /** Absent where the author's account was deleted. */
  readonly accountId?: string;
  readonly rating?: number;
  readonly text?: string;
  readonly createdAt: Date;
  readonly changedAt?: Date;
  /** Set by every write, absent once all that follows from the write is done; see `Settler`. */
  readonly unsettled?: true;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<ReviewDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: String, required: true, enum: ['published', 'removed'] },
    courseId: { type: String, required: true },
    accountId: { type: String },
    rating: { type: Number },
    text: { type: String },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date },
    unsettled: { type: Boolean },
    outbox: outboxField,
  },
  { collection: 'reviews', versionKey: false },
);
schema.index({ courseId: 1, state: 1, createdAt: -1, _id: -1 });
schema.index({ courseId: 1, state: 1, rating: -1, createdAt: -1, _id: -1 });
schema.index({ courseId: 1, state: 1, rating: 1, createdAt: -1, _id: -1 });
schema.index({ accountId: 1 }, { sparse: true });
schema.index({ unsettled: 1 }, { sparse: true });
indexOutbox(schema);

export function reviewModel(connection: Connection): Model<ReviewDocument> {
  return connection.model<ReviewDocument>('Review', schema);
}
