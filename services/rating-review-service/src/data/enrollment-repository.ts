import type { Id } from '@studynotion/contracts';
import { applyIfNewer } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

interface EnrollmentDocument {
  /** `<accountId>:<courseId>` */
  readonly _id: string;
  readonly accountId: string;
  readonly version: number;
  readonly active: boolean;
}

const schema = new Schema<EnrollmentDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true, index: true },
    version: { type: Number, required: true },
    active: { type: Boolean, required: true },
  },
  { collection: 'enrollments', versionKey: false },
);

/** Who is enrolled where, as far as it is known here; payment-service is the owner. */
export class EnrollmentRepository {
  readonly #model: Model<EnrollmentDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<EnrollmentDocument>('Enrollment', schema);
  }

  async isActive(accountId: Id, courseId: Id): Promise<boolean> {
    return (await this.#model.exists({ _id: `${accountId}:${courseId}`, active: true })) !== null;
  }

  /** Takes over whether an account is enrolled, if it is newer than what is known. */
  async learn(accountId: Id, courseId: Id, version: number, active: boolean): Promise<void> {
    await applyIfNewer(this.#model, `${accountId}:${courseId}`, version, { accountId, active });
  }

  async forget(accountId: Id): Promise<void> {
    await this.#model.deleteMany({ accountId });
  }
}
