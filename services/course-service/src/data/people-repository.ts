import type { Id } from '@studynotion/contracts';
import { applyIfNewer } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

interface PersonDocument {
  readonly _id: string;
  /** Of the profile; 0 where the name came from the account. */
  readonly version: number;
  readonly firstName: string;
  readonly lastName: string;
}

const schema = new Schema<PersonDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    firstName: { type: String, required: true },
    lastName: { type: String, required: true },
  },
  { collection: 'people', versionKey: false },
);

export interface PersonNames {
  readonly firstName: string;
  readonly lastName: string;
}

/** For somebody whose name nobody knows any more; a card without a name must not break a page. */
const UNKNOWN: PersonNames = { firstName: 'StudyNotion', lastName: 'Instructor' };

/**
 * Names by account, from profiles. Everybody's are kept, not only instructors': a profile may change before its owner's
 * first course comes, and the news of it comes only once.
 */
export class PeopleRepository {
  readonly #model: Model<PersonDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<PersonDocument>('Person', schema);
  }

  /** Takes a name over if it is newer than what is known. */
  async learn(accountId: Id, version: number, { firstName, lastName }: PersonNames): Promise<void> {
    await applyIfNewer(this.#model, accountId, version, { firstName, lastName });
  }

  /** The instructor's part of a card, for each of these accounts. */
  async cardsOf(accountIds: readonly Id[]) {
    const found = await this.#model
      .find({ _id: { $in: [...new Set(accountIds)] } }, 'firstName lastName')
      .lean<PersonDocument[]>();
    const names = new Map(found.map(({ _id, firstName, lastName }) => [_id, { firstName, lastName }]));
    return (accountId: Id) => ({ accountId, ...(names.get(accountId) ?? UNKNOWN) });
  }
}
