import { type Id, ratingUpdated } from '@studynotion/contracts';
import { announce, type Clock, type Outbox, type OutboxEntry, unlessTaken } from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import { type Counts, isSameCounts, NO_COUNTS, summaryOf } from '../domain/rating.ts';
import type { Review } from '../domain/review.ts';
import type { RatingDocument } from './rating-model.ts';

/** The rating of a course as it was counted last; version 0 where it never was. */
export interface Rating {
  readonly courseId: Id;
  readonly version: number;
  readonly counts: Counts;
}

export interface RatingRepositoryOptions {
  readonly model: Model<RatingDocument>;
  readonly outbox: Outbox<RatingDocument>;
  readonly clock: Clock;
}

/** What reviews come to, course by course. */
export class RatingRepository {
  readonly #model: Model<RatingDocument>;
  readonly #outbox: Outbox<RatingDocument>;
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: RatingRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async find(courseId: Id): Promise<Rating> {
    const found = await this.#model.findOne({ _id: courseId }, 'version counts').lean<RatingDocument>();
    if (found === null) return { courseId, version: 0, counts: NO_COUNTS };
    return { courseId, version: found.version, counts: found.counts as unknown as Counts };
  }

  /**
   * Writes a new count, where nobody wrote one since `last` was read; its event leaves with it if the numbers changed.
   * @returns whether it was written
   */
  async replace(last: Rating, counts: Counts, featured: Review | undefined): Promise<boolean> {
    const rating = { courseId: last.courseId, version: last.version + 1, counts };
    const news = isSameCounts(last.counts, counts) ? [] : [this.#newsOf(rating)];
    const written =
      last.version === 0 ? await this.#insert(rating, featured, news) : await this.#update(rating, featured, news);
    if (written && news.length > 0) this.#outbox.wake();
    return written;
  }

  /** The reviews for the home page, one of a course, newest first. */
  async featuredReviews(limit: number): Promise<readonly Id[]> {
    const found = await this.#model
      .find({ 'featured.createdAt': { $exists: true } }, 'featured')
      .sort({ 'featured.createdAt': -1, _id: -1 })
      .limit(limit)
      .lean<RatingDocument[]>();
    return found.flatMap(({ featured }) => (featured === undefined ? [] : [featured.reviewId]));
  }

  async #insert({ courseId, version, counts }: Rating, featured: Review | undefined, news: readonly OutboxEntry[]) {
    const outbox = news.length === 0 ? {} : { outbox: news };
    const document = { _id: courseId, version, counts, ...fieldsOf(featured), ...outbox };
    return (await unlessTaken(() => this.#model.create(document))) !== undefined;
  }

  async #update({ courseId, version, counts }: Rating, featured: Review | undefined, news: readonly OutboxEntry[]) {
    const { modifiedCount } = await this.#model.updateOne(
      { _id: courseId, version: version - 1 },
      {
        $set: { version, counts, ...fieldsOf(featured) },
        ...(featured === undefined ? { $unset: { featured: 1 } } : {}),
        ...(news.length === 0 ? {} : { $push: { outbox: { $each: news } } }),
      },
    );
    return modifiedCount === 1;
  }

  #newsOf({ courseId, version, counts }: Rating): OutboxEntry {
    return announce(ratingUpdated, { aggregateId: courseId, version, ...summaryOf(counts) }, this.#clock.now());
  }
}

function fieldsOf(featured: Review | undefined): Pick<RatingDocument, 'featured'> {
  return featured === undefined ? {} : { featured: { reviewId: featured.id, createdAt: featured.createdAt } };
}
