import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { StoredProgress } from '../domain/progress.ts';

export interface ProgressDocument extends StoredProgress {
  /** `<accountId>:<courseId>` */
  readonly _id: string;
  readonly accountId: string;
  readonly courseId: string;
  readonly outbox?: readonly OutboxEntry[];
}

export const PROGRESS_COLLECTION = 'progress';

const schema = new Schema<ProgressDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    courseId: { type: String, required: true },
    completed: { type: [String], default: undefined },
    positions: { type: Schema.Types.Mixed },
    completedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: PROGRESS_COLLECTION, versionKey: false },
);
schema.index({ accountId: 1 });
indexOutbox(schema);

export function progressModel(connection: Connection): Model<ProgressDocument> {
  return connection.model<ProgressDocument>('Progress', schema);
}
