import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, ConflictError, newId, UnavailableError, unlessTaken } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Accounts } from './accounts.ts';

/** Who is taking an administrator away at the moment. There is one such document. */
export interface GuardDocument {
  readonly _id: typeof GUARD;
  /** Absent while nobody is. */
  readonly heldBy?: string;
  /** The administrator. */
  readonly accountId?: string;
  /** From then on the holder is believed to be dead. */
  readonly until?: Date;
}

const GUARD = 'administrators';
const HOLD_MILLISECONDS = 5000;
/** How long somebody waits for a turn; in real time, longer than a hold. */
const PATIENCE_MILLISECONDS = 8000;
const PAUSE_MILLISECONDS = 20;

const schema = new Schema<GuardDocument>(
  {
    _id: { type: String, required: true },
    heldBy: { type: String },
    accountId: { type: String },
    until: { type: Date },
  },
  { collection: 'guards', versionKey: false },
);

export function guardModel(database: Connection): Model<GuardDocument> {
  return database.model<GuardDocument>('Guard', schema);
}

export interface AdministratorGuardOptions {
  readonly model: Model<GuardDocument>;
  readonly accounts: Pick<Accounts, 'anotherAdministratorThan' | 'outdate'>;
  readonly clock: Clock;
}

/**
 * Keeps the last administrator: whoever takes one away does it alone, so that what was counted still holds at the write.
 *
 * That does not rest on clocks. Whoever takes over from a holder believed dead first gives that holder's account a new
 * version: either the late write came before, then it is counted, or it finds the version stale and does nothing.
 */
export class AdministratorGuard {
  readonly #model: Model<GuardDocument>;
  readonly #accounts: AdministratorGuardOptions['accounts'];
  readonly #clock: Clock;

  constructor({ model, accounts, clock }: AdministratorGuardOptions) {
    this.#model = model;
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /**
   * @param write must apply only to the version of the account that was read before
   * @throws ConflictError `account.last-administrator`; UnavailableError where others take too long
   */
  async whileAnotherRemains<Result>(accountId: string, write: () => Promise<Result>): Promise<Result> {
    const heldBy = newId();
    await this.#hold(accountId, heldBy);
    try {
      if (!(await this.#accounts.anotherAdministratorThan(accountId)))
        throw new ConflictError('account.last-administrator');
      return await write();
    } finally {
      await this.#model.updateOne({ _id: GUARD, heldBy }, { $unset: { heldBy: 1, accountId: 1, until: 1 } });
    }
  }

  async #hold(accountId: string, heldBy: string): Promise<void> {
    const patienceEnds = Date.now() + PATIENCE_MILLISECONDS;
    while (!(await this.#tryToHold(accountId, heldBy))) {
      if (Date.now() > patienceEnds) throw new UnavailableError('service.unavailable', { retryAfterSeconds: 1 });
      await pause(PAUSE_MILLISECONDS);
    }
  }

  async #tryToHold(accountId: string, heldBy: string): Promise<boolean> {
    const now = this.#clock.now();
    const mine = { heldBy, accountId, until: new Date(now.getTime() + HOLD_MILLISECONDS) };
    const present = await this.#model.findOne({ _id: GUARD }).lean();
    if (present === null) return (await unlessTaken(() => this.#model.create({ _id: GUARD, ...mine }))) !== undefined;

    const { heldBy: before, accountId: beforeId, until } = present;
    if (before !== undefined && until !== undefined && until > now) return false;
    if (beforeId !== undefined) await this.#accounts.outdate(beforeId);
    const sameHolder = before === undefined ? { heldBy: { $exists: false } } : { heldBy: before };
    const { modifiedCount } = await this.#model.updateOne({ _id: GUARD, ...sameHolder }, { $set: mine });
    return modifiedCount === 1;
  }
}
