import { enrollmentGranted, type Id } from '@studynotion/contracts';
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
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
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
    return (await this.#model.exists({ _id, orderId })) === null ? 'surplus' : 'granted';
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
