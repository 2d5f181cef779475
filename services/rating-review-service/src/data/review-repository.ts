import { type Id, type ReviewSort, reviewPublished } from '@studynotion/contracts';
import {
  announce,
  type Clock,
  type Outbox,
  type Page,
  type PageRequest,
  toPage,
  unlessTaken,
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { Course } from '../domain/course.ts';
import { type Counts, NO_COUNTS } from '../domain/rating.ts';
import type { Opinion, Review } from '../domain/review.ts';
import { reviewIdOf } from './review-id.ts';
import type { ReviewDocument } from './review-model.ts';
import { reviewOrders } from './review-order.ts';

const REVIEW = 'courseId accountId rating text createdAt changedAt' as const;
/** Good, with words, and by somebody who still has a name: such a review may stand on the home page. */
const WORTH_SHOWING = {
  state: 'published',
  accountId: { $exists: true },
  rating: { $gte: 4 },
  text: { $exists: true },
} as const;

export interface ReviewRepositoryOptions {
  readonly model: Model<ReviewDocument>;
  readonly outbox: Outbox<ReviewDocument>;
  readonly clock: Clock;
}

/** A write whose consequences may not be drawn yet. */
export interface UnsettledReview {
  readonly id: Id;
  readonly version: number;
  readonly accountId?: Id;
}

/** Reviews, and the queries on them. Every write leaves a mark that says: what follows from it is still to be done. */
export class ReviewRepository {
  readonly #model: Model<ReviewDocument>;
  readonly #outbox: Outbox<ReviewDocument>;
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: ReviewRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** An account's review of a course, unless it was taken back. */
  async find(accountId: Id, courseId: Id): Promise<Review | undefined> {
    const filter = { _id: reviewIdOf(accountId, courseId), accountId, state: 'published' as const };
    const found = await this.#model.findOne(filter, REVIEW).lean<ReviewDocument>();
    return found === null ? undefined : toReview(found);
  }

  /** The first review of an account for a course, with the news of it. @returns undefined where there is one already */
  async create(accountId: Id, course: Course, opinion: Opinion): Promise<Review | undefined> {
    const now = this.#clock.now();
    const review: Review = {
      id: reviewIdOf(accountId, course.id),
      courseId: course.id,
      accountId,
      ...opinion,
      createdAt: now,
    };
    const news = announce(reviewPublished, newsOf(review, course), now);
    const { id, ...fields } = review;
    const created = await unlessTaken(() =>
      this.#model.create({ _id: id, ...fields, version: 1, state: 'published', unsettled: true, outbox: [news] }),
    );
    if (created === undefined) return undefined;
    this.#outbox.wake();
    return review;
  }

  /** Another opinion in place of the one that stands there; of two at once the later stays. @returns undefined where none stands there */
  async change(accountId: Id, courseId: Id, { rating, text }: Opinion): Promise<Review | undefined> {
    return this.#write(accountId, courseId, 'published', { rating, text, changedAt: this.#clock.now() });
  }

  /** A review in place of one that was taken back. @returns undefined where none was */
  async revive(accountId: Id, courseId: Id, { rating, text }: Opinion): Promise<Review | undefined> {
    return this.#write(accountId, courseId, 'removed', {
      state: 'published',
      rating,
      text,
      createdAt: this.#clock.now(),
    });
  }

  /** Takes a review back; a tombstone without rating and text stays. @returns whether there was one */
  async remove(accountId: Id, courseId: Id): Promise<boolean> {
    const emptied = { rating: undefined, text: undefined, changedAt: undefined };
    return (await this.#write(accountId, courseId, 'published', { state: 'removed', ...emptied })) !== undefined;
  }

  /** Takes the author off all reviews of an account; the reviews stay. */
  async forgetAuthor(accountId: Id): Promise<void> {
    await this.#model.updateMany(
      { accountId },
      { $unset: { accountId: 1 }, $set: { unsettled: true }, $inc: { version: 1 } },
    );
  }

  async list(courseId: Id, sort: ReviewSort, { limit, cursor }: PageRequest): Promise<Page<Review>> {
    const order = reviewOrders[sort];
    const found = await this.#model
      .find({ courseId, state: 'published', ...order.after(cursor) }, REVIEW)
      .sort(order.sort)
      .limit(limit + 1)
      .lean<ReviewDocument[]>();
    return toPage(found, limit, { positionOf: order.positionOf, toItem: toReview });
  }

  /** Those of these reviews that have something to show on the home page, by id. */
  async worthShowing(ids: readonly Id[]): Promise<ReadonlyMap<Id, Review>> {
    const found = await this.#model.find({ _id: { $in: ids }, ...WORTH_SHOWING }, REVIEW).lean<ReviewDocument[]>();
    return new Map(found.map((document) => [document._id, toReview(document)]));
  }

  /** The newest review of a course that has something to show on the home page. */
  async newestWorthShowing(courseId: Id): Promise<Review | undefined> {
    const found = await this.#model
      .findOne({ courseId, ...WORTH_SHOWING }, REVIEW)
      .sort({ createdAt: -1, _id: -1 })
      .lean<ReviewDocument>();
    return found === null ? undefined : toReview(found);
  }

  /** How many visible reviews give each number of stars. */
  async count(courseId: Id): Promise<Counts> {
    const found = await this.#model.aggregate<{ _id: number; count: number }>([
      { $match: { courseId, state: 'published' } },
      { $group: { _id: '$rating', count: { $sum: 1 } } },
    ]);
    const counts = new Map(found.map(({ _id, count }) => [_id, count]));
    return NO_COUNTS.map((none, place) => counts.get(place + 1) ?? none) as unknown as Counts;
  }

  async unsettledOf(courseId: Id): Promise<readonly UnsettledReview[]> {
    const found = await this.#model.find({ unsettled: true, courseId }, 'version accountId').lean<ReviewDocument[]>();
    return found.map(({ _id, version, accountId }) => ({ id: _id, version, accountId }));
  }

  /** Courses with reviews whose consequences are not drawn. */
  async unsettledCourses(): Promise<readonly Id[]> {
    return this.#model.distinct('courseId', { unsettled: true });
  }

  /** Takes the mark off, where nobody wrote the review again. */
  async markSettled(settled: readonly UnsettledReview[]): Promise<void> {
    if (settled.length === 0) return;
    await this.#model.bulkWrite(
      settled.map(({ id, version }) => ({
        updateOne: { filter: { _id: id, version }, update: { $unset: { unsettled: 1 } } },
      })),
      { ordered: false },
    );
  }

  /** Writes fields of a review that is in a certain state; one that is undefined is taken out. */
  async #write(
    accountId: Id,
    courseId: Id,
    state: ReviewDocument['state'],
    fields: Partial<ReviewDocument>,
  ): Promise<Review | undefined> {
    const entries = Object.entries(fields);
    const gone = entries.filter(([, value]) => value === undefined).map(([name]) => [name, 1] as const);
    const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    const written = await this.#model
      .findOneAndUpdate(
        { _id: reviewIdOf(accountId, courseId), accountId, state },
        {
          $set: { ...set, unsettled: true },
          $inc: { version: 1 },
          ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone) }),
        },
        { returnDocument: 'after', projection: REVIEW },
      )
      .lean<ReviewDocument>();
    return written === null ? undefined : toReview(written);
  }
}

function toReview({ _id, courseId, accountId, rating, text, createdAt, changedAt }: ReviewDocument): Review {
  return { id: _id, courseId, accountId, rating: rating ?? 0, text, createdAt, changedAt };
}

function newsOf({ id, rating, text }: Review, { id: courseId, title, instructorId }: Course) {
  return { aggregateId: id, version: 1, courseId, courseTitle: title, instructorId, rating, text };
}
