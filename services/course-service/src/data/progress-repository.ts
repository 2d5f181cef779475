import { courseCompleted, type Id } from '@studynotion/contracts';
import { announce, type Outbox, unlessTaken, withDeadlockRetry } from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import type { StoredProgress } from '../domain/progress.ts';
import type { ProgressDocument } from './progress-model.ts';

const FIELDS = 'completed positions completedAt';

/** How far everybody is, one document for each account and course. */
export class ProgressRepository {
  readonly #model: Model<ProgressDocument>;
  readonly #outbox: Outbox<ProgressDocument>;

  constructor({ model, outbox }: { model: Model<ProgressDocument>; outbox: Outbox<ProgressDocument> }) {
    this.#model = model;
    this.#outbox = outbox;
  }

  async find(accountId: Id, courseId: Id): Promise<StoredProgress> {
    return (await this.#model.findOne({ _id: idOf(accountId, courseId) }, FIELDS).lean<ProgressDocument>()) ?? {};
  }

  /** @returns what is kept then */
  async complete(accountId: Id, courseId: Id, lectureId: Id): Promise<StoredProgress> {
    const change = { $addToSet: { completed: lectureId }, $setOnInsert: { accountId, courseId } };
    const write = () =>
      this.#model
        .findOneAndUpdate({ _id: idOf(accountId, courseId) }, change, { upsert: true, returnDocument: 'after' })
        .select(FIELDS)
        .lean<ProgressDocument>();
    // The first write makes the document; of two first ones the loser finds it there.
    return (await unlessTaken(write)) ?? (await withDeadlockRetry(write)) ?? {};
  }

  async uncomplete(accountId: Id, courseId: Id, lectureId: Id): Promise<void> {
    await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: idOf(accountId, courseId) }, { $pull: { completed: lectureId } }),
    );
  }

  /** Keeps a position unless a later one is kept; requests of two devices may overtake each other. */
  async moveTo(
    accountId: Id,
    courseId: Id,
    lectureId: Id,
    position: { readonly seconds: number; readonly watchedAt: Date },
  ): Promise<void> {
    const field = `positions.${lectureId}`;
    const isLater = {
      $or: [{ [field]: { $exists: false } }, { [`${field}.watchedAt`]: { $lt: position.watchedAt } }],
    };
    await this.#upsert(accountId, courseId, isLater, { $set: { [field]: position } });
  }

  /** Says once, and for good, that a course was completed; its event leaves with the same write. */
  async finish(accountId: Id, courseId: Id, completedAt: Date): Promise<void> {
    const _id = idOf(accountId, courseId);
    const data = { aggregateId: _id, version: 1, accountId, courseId, completedAt: completedAt.toISOString() };
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne(
        { _id, completedAt: { $exists: false } },
        { $set: { completedAt }, $push: { outbox: announce(courseCompleted, data, completedAt) } },
      ),
    );
    if (modifiedCount === 1) this.#outbox.wake();
  }

  async erase(accountId: Id): Promise<void> {
    await this.#model.deleteMany({ accountId });
  }

  /** The first write makes the document; of two first ones the loser finds it there. */
  async #upsert(
    accountId: Id,
    courseId: Id,
    condition: Readonly<Record<string, unknown>>,
    change: UpdateQuery<ProgressDocument>,
  ): Promise<void> {
    const filter = { _id: idOf(accountId, courseId), ...condition };
    const withOwner = { ...change, $setOnInsert: { accountId, courseId } };
    const written = await unlessTaken(() => this.#model.updateOne(filter, withOwner, { upsert: true }));
    if (written === undefined) await withDeadlockRetry(() => this.#model.updateOne(filter, change));
  }
}

function idOf(accountId: Id, courseId: Id): string {
  return `${accountId}:${courseId}`;
}
