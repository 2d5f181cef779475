import type { Id } from '@studynotion/contracts';
import { unlessTaken, withDeadlockRetry } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';

export interface CartItem {
  readonly courseId: Id;
  readonly addedAt: Date;
}

interface CartDocument {
  /** The account; it has one cart. */
  readonly _id: string;
  readonly version: number;
  readonly items: readonly CartItem[];
}

const itemSchema = new Schema(
  { courseId: { type: String, required: true }, addedAt: { type: Date, required: true } },
  { _id: false },
);

const schema = new Schema<CartDocument>(
  { _id: { type: String, required: true }, version: { type: Number, required: true }, items: [itemSchema] },
  { collection: 'carts', versionKey: false },
);

/** Each lost attempt means that another of the account's tabs got on. */
const ATTEMPTS = 100;

/** What accounts want to buy; one document each. */
export class CartRepository {
  readonly #model: Model<CartDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<CartDocument>('Cart', schema);
  }

  async itemsOf(accountId: Id): Promise<readonly CartItem[]> {
    return (await this.#find(accountId))?.items ?? [];
  }

  /**
   * Changes a cart by what is in it at the moment of the write: `decide` is asked again when another tab was faster.
   * @param decide gives the same array where nothing is to be changed
   */
  async change(
    accountId: Id,
    decide: (present: readonly CartItem[]) => readonly CartItem[],
  ): Promise<readonly CartItem[]> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const cart = await this.#find(accountId);
      const present = cart?.items ?? [];
      const items = decide(present);
      if (items === present || (await this.#write(accountId, cart?.version, items))) return items;
    }
    throw new Error(`the cart of ${accountId} is written by too many at once`);
  }

  async take(accountId: Id, courseIds: readonly Id[]): Promise<readonly CartItem[]> {
    return this.change(accountId, (items) => {
      const left = items.filter(({ courseId }) => !courseIds.includes(courseId));
      return left.length === items.length ? items : left;
    });
  }

  async delete(accountId: Id): Promise<void> {
    await this.#model.deleteOne({ _id: accountId });
  }

  async #find(accountId: Id): Promise<CartDocument | undefined> {
    return (await this.#model.findOne({ _id: accountId }, 'version items').lean<CartDocument>()) ?? undefined;
  }

  /** @returns whether it was written; somebody else may have been faster */
  async #write(accountId: Id, version: number | undefined, items: readonly CartItem[]): Promise<boolean> {
    if (version === undefined) {
      return (await unlessTaken(() => this.#model.create({ _id: accountId, version: 1, items }))) !== undefined;
    }
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: accountId, version }, { $set: { items, version: version + 1 } }),
    );
    return modifiedCount === 1;
  }
}
