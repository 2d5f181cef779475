import { enrollmentGranted, enrollmentRevoked, type Id } from '@studynotion/contracts';
import {
  afterCursor,
  announce,
  type Clock,
  dateOfCursor,
  type Outbox,
  type Page,
  type PageRequest,
  toPage,
  unlessTaken,
  withDeadlockRetry,
} from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import type { EnrollmentDocument } from './enrollment-model.ts';

export interface Enrollment {
  readonly version: number;
  readonly courseId: Id;
  readonly orderId: Id;
  readonly grantedAt: Date;
}

export interface EnrollmentRepositoryOptions {
  readonly model: Model<EnrollmentDocument>;
  readonly outbox: Outbox<EnrollmentDocument>;
  readonly clock: Clock;
}

const idOf = (accountId: Id, courseId: Id): string => `${accountId}:${courseId}`;

/** Who may learn where. One document per account and course; its unique id decides every race. */
export class EnrollmentRepository {
  readonly #model: Model<EnrollmentDocument>;
  readonly #outbox: Outbox<EnrollmentDocument>;
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: EnrollmentRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /**
   * Enrols an account by an order; may be repeated.
   * @returns `surplus` where another order had enrolled it before
   */
  async grant(wanted: { accountId: Id; courseId: Id; orderId: Id }): Promise<'granted' | 'surplus'> {
    const { accountId, courseId, orderId } = wanted;
    const _id = idOf(accountId, courseId);
    const grantedAt = this.#clock.now();
    const fact = { aggregateId: _id, version: 1, ...wanted, grantedAt: grantedAt.toISOString() };
    const outbox = [announce(enrollmentGranted, fact, grantedAt)];
    const inserted = await unlessTaken(() =>
      this.#model.create({ _id, version: 1, accountId, courseId, state: 'active', orderId, grantedAt, outbox }),
    );
    if (inserted !== undefined) {
      this.#outbox.wake();
      return 'granted';
    }
    const present = await this.#model.findOne({ _id }, 'version state orderId').lean<EnrollmentDocument>();
    if (present?.orderId === orderId) return 'granted';
    if (present?.state !== 'revoked') return 'surplus';
    return (await this.#revive(present, wanted)) ? 'granted' : this.grant(wanted);
  }

  /** Enrols again somebody whose earlier order was refunded. @returns whether it was us */
  async #revive(
    { _id, version }: EnrollmentDocument,
    { accountId, courseId, orderId }: { accountId: Id; courseId: Id; orderId: Id },
  ): Promise<boolean> {
    const grantedAt = this.#clock.now();
    const next = version + 1;
    const fact = { aggregateId: _id, version: next, accountId, courseId, orderId, grantedAt: grantedAt.toISOString() };
    return this.#write(_id, version, {
      $set: { version: next, state: 'active', orderId, grantedAt },
      $unset: { revokedAt: 1 },
      $push: { outbox: announce(enrollmentGranted, fact, grantedAt) },
    });
  }

  /** Takes an enrolment away that this order brought; may be repeated. One that another order brought stays. */
  async revoke({ accountId, courseId, orderId }: { accountId: Id; courseId: Id; orderId: Id }): Promise<void> {
    const _id = idOf(accountId, courseId);
    const present = await this.#model.findOne({ _id, orderId, state: 'active' }, 'version').lean<EnrollmentDocument>();
    if (present === null) return;
    const revokedAt = this.#clock.now();
    const version = present.version + 1;
    const fact = { aggregateId: _id, version, accountId, courseId, revokedAt: revokedAt.toISOString() };
    await this.#write(_id, present.version, {
      $set: { version, state: 'revoked', revokedAt },
      $push: { outbox: announce(enrollmentRevoked, fact, revokedAt) },
    });
  }

  /** @returns whether the enrolment was still as it was read */
  async #write(_id: string, version: number, change: UpdateQuery<EnrollmentDocument>): Promise<boolean> {
    const { modifiedCount } = await withDeadlockRetry(() => this.#model.updateOne({ _id, version }, change));
    if (modifiedCount === 1) this.#outbox.wake();
    return modifiedCount === 1;
  }

  /** Puts a pseudonym's enrolments in the place of an account's, so that courses keep their number of students. */
  async anonymize(accountId: Id, pseudonym: Id): Promise<void> {
    const found = await this.#model.find({ accountId }).lean<EnrollmentDocument[]>();
    for (const enrollment of found) {
      const _id = idOf(pseudonym, enrollment.courseId);
      await unlessTaken(() => this.#model.create({ ...enrollment, _id, accountId: pseudonym }));
      await this.#model.deleteOne({ _id: enrollment._id });
    }
  }

  async find(accountId: Id, courseId: Id): Promise<Enrollment | undefined> {
    const found = await this.#model
      .findOne({ _id: idOf(accountId, courseId), state: 'active' }, SHOWN)
      .lean<EnrollmentDocument>();
    return found === null ? undefined : toEnrollment(found);
  }

  /** An account's enrolments, newest first. */
  async list(accountId: Id, { limit, cursor }: PageRequest): Promise<Page<Enrollment>> {
    const found = await this.#model
      .find({ accountId, state: 'active', ...afterCursor('grantedAt', cursor, dateOfCursor) }, SHOWN)
      .sort({ grantedAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean<EnrollmentDocument[]>();
    return toPage(found, limit, {
      positionOf: ({ grantedAt, _id }) => ({ after: grantedAt.toISOString(), id: _id }),
      toItem: toEnrollment,
    });
  }

  /** How many are enrolled in each of these courses; one without anybody is left out. */
  async countIn(courseIds: readonly Id[]): Promise<ReadonlyMap<Id, number>> {
    const found = await this.#model.aggregate<{ _id: Id; students: number }>([
      { $match: { courseId: { $in: courseIds }, state: 'active' } },
      { $group: { _id: '$courseId', students: { $sum: 1 } } },
    ]);
    return new Map(found.map(({ _id, students }) => [_id, students]));
  }

  /** Those of these courses in which the account is enrolled. */
  async enrolledIn(accountId: Id, courseIds: readonly Id[]): Promise<ReadonlySet<Id>> {
    const found = await this.#model
      .find({ _id: { $in: courseIds.map((courseId) => idOf(accountId, courseId)) }, state: 'active' }, 'courseId')
      .lean<EnrollmentDocument[]>();
    return new Set(found.map(({ courseId }) => courseId));
  }
}

const SHOWN = 'version courseId orderId grantedAt';

function toEnrollment({ version, courseId, orderId, grantedAt }: EnrollmentDocument): Enrollment {
  return { version, courseId, orderId, grantedAt };
}
