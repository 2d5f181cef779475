import { randomBytes } from 'node:crypto';
import { type Clock, unlessTaken, withDeadlockRetry } from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { Erasure } from '../domain/erasure.ts';
import type { ErasingService, ErasureDocument } from './erasure-model.ts';

const ERASURE = { requestedAt: 1, begunAt: 1, erasedAt: 1 } as const;
const NOT_BEGUN = { begunAt: { $exists: false } } as const;
const REQUEST_MILLISECONDS = 24 * 3600 * 1000;

/** The receipts of deletions; one for each account, however often it is asked for. */
export class Erasures {
  readonly #model: Model<ErasureDocument>;
  readonly #clock: Clock;

  constructor({ model, clock }: { readonly model: Model<ErasureDocument>; readonly clock: Clock }) {
    this.#model = model;
    this.#clock = clock;
  }

  /** The receipt of an account, made where there is none. */
  async open(accountId: string): Promise<Erasure> {
    const requestedAt = this.#clock.now();
    const request = { requestedAt, expiresAt: new Date(requestedAt.getTime() + REQUEST_MILLISECONDS) };
    const created = await unlessTaken(() => this.#model.create({ _id: newReceiptId(), accountId, ...request }));
    if (created === undefined)
      await withDeadlockRetry(() => this.#model.updateOne({ accountId, ...NOT_BEGUN }, { $set: request }));
    return this.#ofAccount(accountId);
  }

  /**
   * Notes that the account is gone. From now on the receipt is shown, and kept.
   * @param known the receipt that the deletion was asked for with, in case its request is forgotten already
   */
  async begin(accountId: string, known?: { readonly id: string; readonly requestedAt: Date }): Promise<Erasure> {
    if (known !== undefined)
      await unlessTaken(() => this.#model.create({ _id: known.id, accountId, requestedAt: known.requestedAt }));
    await withDeadlockRetry(() =>
      this.#model.updateOne(
        { accountId, ...NOT_BEGUN },
        { $set: { begunAt: this.#clock.now() }, $unset: { expiresAt: 1 } },
      ),
    );
    return this.#ofAccount(accountId);
  }

  /** Notes that a service has erased; what it said first stays. @throws where nobody asked for it */
  async note(accountId: string, service: ErasingService, erasedAt: Date): Promise<void> {
    const field = `erasedAt.${service}`;
    await withDeadlockRetry(() =>
      this.#model.updateOne({ accountId, [field]: { $exists: false } }, { $set: { [field]: erasedAt } }),
    );
    await this.#ofAccount(accountId);
  }

  /** @returns undefined where there is none, or where it is a mere request */
  async find(id: string): Promise<Erasure | undefined> {
    const found = await this.#model.findOne({ _id: id, begunAt: { $exists: true } }, ERASURE).lean();
    return found === null ? undefined : toErasure(found);
  }

  async #ofAccount(accountId: string): Promise<Erasure> {
    const found = await this.#model.findOne({ accountId }, ERASURE).lean();
    if (found === null) throw new Error(`there is no receipt for the account ${accountId}`);
    return toErasure(found);
  }
}

function newReceiptId(): string {
  return randomBytes(32).toString('base64url');
}

function toErasure({ _id: id, requestedAt, begunAt, erasedAt = {} }: Omit<ErasureDocument, 'accountId'>): Erasure {
  return { id, requestedAt, hasBegun: begunAt !== undefined, erasedAt };
}
