import type { Id } from '@studynotion/contracts';
import type { FaultPoint, Logger } from '@studynotion/service-kit';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { RatingRepository } from '../data/rating-repository.ts';
import type { ReviewRepository } from '../data/review-repository.ts';

export interface SettlerOptions {
  readonly faultPoint: FaultPoint;
  readonly logger: Logger;
  readonly people: PeopleRepository;
  readonly ratings: RatingRepository;
  readonly reviews: ReviewRepository;
}

/** Each lost one was won by another replica, which goes through a course once at a time. */
const ATTEMPTS = 50;

/**
 * Draws the consequences of written reviews, course by course: the rating is counted anew from the visible reviews, and
 * authors who were deleted meanwhile are taken off. A review is marked as unsettled by its own write, and the mark goes
 * only when all is done, so that a sweep finds what a crash left.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #running = new Map<Id, Promise<void>>();
  readonly #waiting = new Map<Id, Promise<void>>();

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /** Settles a course; what fails here is told, and left to the next sweep. */
  async settleSoon(courseId: Id): Promise<void> {
    await this.settle(courseId).catch((error: unknown) =>
      this.#options.logger.warn({ error }, `reviews of course ${courseId} wait for the sweep`),
    );
  }

  /** Settles a course with all that was written before the call. One pass serves all who ask before it begins. */
  settle(courseId: Id): Promise<void> {
    const waiting = this.#waiting.get(courseId);
    if (waiting !== undefined) return waiting;
    const pass = this.#passAfter(courseId, this.#running.get(courseId));
    this.#waiting.set(courseId, pass);
    return pass;
  }

  /** Settles what a crash, or a database that was away, left. A course that cannot be settled now does not hold up the others. */
  async sweep(): Promise<void> {
    for (const courseId of await this.#options.reviews.unsettledCourses()) await this.settleSoon(courseId);
  }

  async #passAfter(courseId: Id, running: Promise<void> | undefined): Promise<void> {
    await running?.catch(() => {}); // its failure was told to those who waited for it
    const pass = this.#pass(courseId);
    this.#running.set(courseId, pass);
    this.#waiting.delete(courseId);
    await pass.finally(() => this.#running.delete(courseId));
  }

  async #pass(courseId: Id): Promise<void> {
    const { faultPoint, people, reviews } = this.#options;
    const unsettled = await reviews.unsettledOf(courseId);
    const authors = unsettled.flatMap(({ accountId }) => (accountId === undefined ? [] : [accountId]));
    for (const accountId of await people.deletedAmong(authors)) await reviews.forgetAuthor(accountId);
    await this.#recount(courseId);
    faultPoint('rating-before-settled');
    await reviews.markSettled(unsettled);
  }

  /**
   * Counts after the last version was read and writes on that version only. A count that finds nothing new raises the
   * version too: else a slower one, which counted before the last change, could still write what it saw.
   */
  async #recount(courseId: Id): Promise<void> {
    const { ratings, reviews } = this.#options;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const last = await ratings.find(courseId);
      const counts = await reviews.count(courseId);
      const featured = await reviews.newestWorthShowing(courseId);
      if (await ratings.replace(last, counts, featured)) return;
    }
    throw new Error(`the rating of course ${courseId} is counted by too many at the same moment`);
  }
}
