import { courseAccountErased, type Id } from '@studynotion/contracts';
import {
  announce,
  applyIfNewer,
  type Clock,
  indexOutbox,
  type Outbox,
  type OutboxEntry,
  outboxField,
  Recent,
  TOMBSTONE_VERSION,
} from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

export interface PersonDocument {
  readonly _id: string;
  /** Of the profile; 0 where the name came from the account. */
  readonly version: number;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly about?: string;
  readonly pictureUrl?: string;
  readonly outbox?: readonly OutboxEntry[];
}

const schema = new Schema<PersonDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    firstName: { type: String },
    lastName: { type: String },
    about: { type: String },
    pictureUrl: { type: String },
    outbox: outboxField,
  },
  { collection: 'people', versionKey: false },
);
indexOutbox(schema);

export function personModel(connection: Connection): Model<PersonDocument> {
  return connection.model<PersonDocument>('Person', schema);
}

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly about?: string;
  readonly pictureUrl?: string;
}

export interface PeopleRepositoryOptions {
  readonly model: Model<PersonDocument>;
  readonly outbox: Outbox<PersonDocument>;
  readonly clock: Clock;
}

/**
 * Names by account, from profiles. Everybody's are kept, not only instructors': a profile may change before its owner's
 * first course comes, and the news of it comes only once.
 */
export class PeopleRepository {
  readonly #model: Model<PersonDocument>;
  readonly #outbox: Outbox<PersonDocument>;
  readonly #recent: Recent<PersonDocument>;

  constructor({ model, outbox, clock }: PeopleRepositoryOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#recent = new Recent({ clock });
  }

  async isKnown(accountId: Id): Promise<boolean> {
    return (await this.#model.exists({ _id: accountId })) !== null;
  }

  /** Whether the account is known to be deleted. */
  async isErased(accountId: Id): Promise<boolean> {
    return (await this.#model.exists({ _id: accountId, version: TOMBSTONE_VERSION })) !== null;
  }

  /** Takes a person over if what is told is newer than what is known. */
  async learn(accountId: Id, version: number, { firstName, lastName, about, pictureUrl }: Person): Promise<void> {
    await applyIfNewer(this.#model, accountId, version, { firstName, lastName, about, pictureUrl });
    this.#recent.forget(accountId);
  }

  /** Forgets a person for good; the receipt leaves with the same write, once. */
  async erase(accountId: Id, now: Date): Promise<void> {
    const receipt = { aggregateId: accountId, version: 1, erasedAt: now.toISOString() };
    await applyIfNewer(this.#model, accountId, TOMBSTONE_VERSION, {
      firstName: undefined,
      lastName: undefined,
      about: undefined,
      pictureUrl: undefined,
      outbox: [announce(courseAccountErased, receipt, now)],
    });
    this.#recent.forget(accountId);
    this.#outbox.wake();
  }

  /** The instructor's part of a card, for each of these accounts; of one who is gone only the id. */
  async cardsOf(accountIds: readonly Id[]) {
    const known = await this.#personsOf(accountIds);
    return (accountId: Id) => {
      const { firstName, lastName, pictureUrl } = known.get(accountId) ?? {};
      return { accountId, firstName, lastName, pictureUrl };
    };
  }

  async aboutOf(accountId: Id): Promise<string | undefined> {
    return (await this.#personsOf([accountId])).get(accountId)?.about;
  }

  #personsOf(accountIds: readonly Id[]): Promise<ReadonlyMap<Id, Partial<PersonDocument>>> {
    return this.#recent.get(accountIds, async (ids) => {
      const fields = 'firstName lastName about pictureUrl';
      const found = await this.#model.find({ _id: { $in: ids } }, fields).lean<PersonDocument[]>();
      return new Map(found.map((person) => [person._id, person]));
    });
  }
}
