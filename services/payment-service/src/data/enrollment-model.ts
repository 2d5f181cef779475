import { indexOutbox, type OutboxEntry, outboxField } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

export interface EnrollmentDocument {
  /** `<accountId>:<courseId>`, so there is never a second one. */
  readonly _id: string;
  readonly version: number;
  readonly accountId: string;
  readonly courseId: string;
  readonly state: 'active' | 'revoked';
  /** The order that brought it, the newest. */
  readonly orderId: string;
  readonly grantedAt: Date;
  readonly revokedAt?: Date;
  readonly outbox?: readonly OutboxEntry[];
}

const text = { type: String, required: true } as const;

const enrollmentSchema = new Schema<EnrollmentDocument>(
  {
    _id: text,
    version: { type: Number, required: true },
    accountId: text,
    courseId: { ...text, index: true },
    state: text,
    orderId: { ...text, index: true },
    grantedAt: { type: Date, required: true },
    revokedAt: { type: Date },
    outbox: outboxField,
  },
  { collection: 'enrollments', versionKey: false },
);
enrollmentSchema.index({ accountId: 1, grantedAt: -1, _id: -1 });
indexOutbox(enrollmentSchema);

export function enrollmentModel(connection: Connection): Model<EnrollmentDocument> {
  return connection.model<EnrollmentDocument>('Enrollment', enrollmentSchema);
}
