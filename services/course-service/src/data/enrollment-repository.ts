import type { Id } from '@studynotion/contracts';
import { afterCursor, applyIfNewer, dateOfCursor, type Page, type PageRequest, toPage } from '@studynotion/service-kit';
import { type Connection, type Model, type PipelineStage, Schema } from 'mongoose';
import type { StoredProgress } from '../domain/progress.ts';
import { PROGRESS_COLLECTION } from './progress-model.ts';

interface EnrollmentDocument {
  /** `<accountId>:<courseId>` */
  readonly _id: string;
  readonly accountId: string;
  readonly courseId: string;
  readonly version: number;
  readonly active: boolean;
  /** Absent where only its end is known yet. */
  readonly enrolledAt?: Date;
}

const schema = new Schema<EnrollmentDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    courseId: { type: String, required: true },
    version: { type: Number, required: true },
    active: { type: Boolean, required: true },
    enrolledAt: { type: Date },
  },
  { collection: 'enrollments', versionKey: false },
);
schema.index({ accountId: 1, active: 1, enrolledAt: -1, _id: -1 });
schema.index({ courseId: 1, active: 1 });

export interface Enrolled {
  readonly courseId: Id;
  readonly enrolledAt: Date;
  readonly progress: StoredProgress;
}

type WithProgress = EnrollmentDocument & { readonly progress: readonly StoredProgress[] };

/** Progress is kept under the same id, so that one question finds both; there is none of a course that was not begun. */
const withProgress: PipelineStage[] = [
  { $lookup: { from: PROGRESS_COLLECTION, localField: '_id', foreignField: '_id', as: 'progress' } },
  {
    $project: {
      courseId: 1,
      enrolledAt: 1,
      'progress.completed': 1,
      'progress.positions': 1,
      'progress.completedAt': 1,
    },
  },
];

/** Who is enrolled where, as far as it is known here; payment-service is the owner. */
export class EnrollmentRepository {
  readonly #model: Model<EnrollmentDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<EnrollmentDocument>('Enrollment', schema);
  }

  async isActive(accountId: Id, courseId: Id): Promise<boolean> {
    return (await this.#model.exists({ _id: `${accountId}:${courseId}`, active: true })) !== null;
  }

  /** How far somebody is in a course in which they are enrolled. @returns undefined where they are not, as far as is known */
  async progressIn(accountId: Id, courseId: Id): Promise<StoredProgress | undefined> {
    const [found] = await this.#model.aggregate<WithProgress>([
      { $match: { _id: `${accountId}:${courseId}`, active: true } },
      ...withProgress,
    ]);
    return found === undefined ? undefined : (found.progress[0] ?? {});
  }

  /** Takes an enrolment over if it is newer than what is known. */
  async grant(enrollment: { accountId: Id; courseId: Id; version: number; enrolledAt: Date }): Promise<void> {
    const { accountId, courseId, version, enrolledAt } = enrollment;
    const fields = { accountId, courseId, active: true, enrolledAt };
    await applyIfNewer(this.#model, `${accountId}:${courseId}`, version, fields);
  }

  /** Ends an enrolment if that is newer than what is known. */
  async revoke({ accountId, courseId, version }: { accountId: Id; courseId: Id; version: number }): Promise<void> {
    await applyIfNewer(this.#model, `${accountId}:${courseId}`, version, { accountId, courseId, active: false });
  }

  async countActive(courseId: Id): Promise<number> {
    return this.#model.countDocuments({ courseId, active: true });
  }

  /** Ends all enrolments of an account that is gone. @returns the courses they were in */
  async end(accountId: Id): Promise<readonly Id[]> {
    await this.#model.updateMany({ accountId }, { $set: { active: false } });
    const found = await this.#model.find({ accountId }, 'courseId').lean<EnrollmentDocument[]>();
    return found.map(({ courseId }) => courseId);
  }

  async erase(accountId: Id): Promise<void> {
    await this.#model.deleteMany({ accountId });
  }

  /** An account's enrolments with how far it is, newest first. */
  async list(accountId: Id, { limit, cursor }: PageRequest): Promise<Page<Enrolled>> {
    const found = await this.#model.aggregate<WithProgress>([
      { $match: { accountId, active: true, ...afterCursor('enrolledAt', cursor, dateOfCursor) } },
      { $sort: { enrolledAt: -1, _id: -1 } },
      { $limit: limit + 1 },
      ...withProgress,
    ]);
    return toPage(found, limit, {
      positionOf: ({ enrolledAt, _id }) => ({ after: enrolledAt?.toISOString() ?? '', id: _id }),
      toItem: ({ courseId, enrolledAt, progress: [progress = {}] }) => ({
        courseId,
        enrolledAt: enrolledAt ?? new Date(0),
        progress,
      }),
    });
  }
}
