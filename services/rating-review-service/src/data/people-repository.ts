import { type Id, ratingAccountErased } from '@studynotion/contracts';
import { announce, applyIfNewer, type Clock, type Outbox, TOMBSTONE_VERSION } from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { PersonDocument } from './person-model.ts';

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly pictureUrl?: string;
}

export interface PeopleRepositoryOptions {
  readonly model: Model<PersonDocument>;
  readonly outbox: Outbox<PersonDocument>;
  readonly clock: Clock;
}

/**
 * Names and pictures by account, from profiles. Everybody's are kept, not only those of authors: the news of a profile
 * come only once, and the first review may come later.
 */
export class PeopleRepository {
  readonly #model: Model<PersonDocument>;
  readonly #outbox: Outbox<PersonDocument>;
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: PeopleRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Takes a person over if it is newer than what is known. */
  async learn(accountId: Id, version: number, { firstName, lastName, pictureUrl }: Person): Promise<void> {
    await applyIfNewer(this.#model, accountId, version, { firstName, lastName, pictureUrl });
  }

  async stateOf(accountId: Id): Promise<'known' | 'deleted' | 'unknown'> {
    const found = await this.#model.findOne({ _id: accountId }, 'deletedAt').lean<PersonDocument>();
    if (found === null) return 'unknown';
    return found.deletedAt === undefined ? 'known' : 'deleted';
  }

  /** The author's part of a review, for each of these accounts that is known. */
  async authorsOf(accountIds: readonly Id[]) {
    const found = await this.#model
      .find({ _id: { $in: [...new Set(accountIds)] } }, 'firstName lastName pictureUrl')
      .lean<PersonDocument[]>();
    const authors = new Map(found.map((person) => [person._id, toAuthor(person)]));
    return (accountId: Id | undefined) => (accountId === undefined ? undefined : authors.get(accountId));
  }

  /** Those of these accounts that were deleted. */
  async deletedAmong(accountIds: readonly Id[]): Promise<readonly Id[]> {
    const found = await this.#model
      .find({ _id: { $in: [...new Set(accountIds)] }, deletedAt: { $exists: true } }, '_id')
      .lean<PersonDocument[]>();
    return found.map(({ _id }) => _id);
  }

  /** Puts a tombstone in a person's place; from now on nothing is learnt of the account. */
  async bury(accountId: Id, deletedAt: Date): Promise<void> {
    const nothing = { firstName: undefined, lastName: undefined, pictureUrl: undefined };
    await applyIfNewer(this.#model, accountId, TOMBSTONE_VERSION, { ...nothing, deletedAt });
  }

  /** Notes that nothing is left, and sends the receipt of it; once, however often it is called. */
  async confirmErased(accountId: Id): Promise<void> {
    const now = this.#clock.now();
    const receipt = announce(
      ratingAccountErased,
      { aggregateId: accountId, version: 1, erasedAt: now.toISOString() },
      now,
    );
    const { modifiedCount } = await this.#model.updateOne(
      { _id: accountId, erasedAt: { $exists: false } },
      { $set: { erasedAt: now }, $push: { outbox: receipt } },
    );
    if (modifiedCount === 1) this.#outbox.wake();
  }
}

function toAuthor({ _id, firstName, lastName, pictureUrl }: PersonDocument) {
  if (firstName === undefined || lastName === undefined) return undefined;
  return { accountId: _id, firstName, lastName, pictureUrl };
}
