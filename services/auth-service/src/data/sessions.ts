import { type Clock, withDeadlockRetry } from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import type { SessionsEnded } from '../domain/metrics.ts';
import type { RefreshToken } from '../domain/refresh-tokens.ts';
import { endOfSession, type Session } from '../domain/session.ts';
import type { SessionDocument } from './session-model.ts';

export type EndReason = 'log-out' | 'password' | 'reuse' | 'account';

export interface Revocation {
  readonly sessionId: string;
  readonly revokedAt: Date;
}

export interface SessionsOptions {
  readonly model: Model<SessionDocument>;
  readonly clock: Clock;
  readonly ended: SessionsEnded;
}

const SESSION = {
  accountId: 1,
  tokenHash: 1,
  previousTokenHash: 1,
  rotatedAt: 1,
  passwordVersion: 1,
  openedAt: 1,
  endsAt: 1,
} as const;
const OPEN = { endedAt: { $exists: false } } as const;

/**
 * The sessions. One that was ended stays as its own revocation, so that ending and revoking are one write;
 * the database removes it an hour after its time.
 */
export class Sessions {
  readonly #model: Model<SessionDocument>;
  readonly #clock: Clock;
  readonly #ended: SessionsEnded;

  constructor({ model, clock, ended }: SessionsOptions) {
    this.#model = model;
    this.#clock = clock;
    this.#ended = ended;
  }

  async open(token: RefreshToken, account: { id: string; passwordVersion: number }): Promise<Session> {
    const now = this.#clock.now();
    const { id: accountId, passwordVersion } = account;
    const fields = { accountId, passwordVersion, tokenHash: token.hash, openedAt: now, endsAt: endOfSession(now, now) };
    await withDeadlockRetry(() => this.#model.create({ _id: token.sessionId, ...fields }));
    return { id: token.sessionId, ...fields };
  }

  /** @returns undefined where it has ended or never was */
  async findOpen(id: string): Promise<Session | undefined> {
    const found = await this.#model.findOne({ _id: id, ...OPEN, endsAt: { $gt: this.#clock.now() } }, SESSION).lean();
    if (found === null) return undefined;
    const { _id, ...fields } = found;
    return { id: _id, ...fields };
  }

  /** Puts the successor in the place of the token. @returns its new end, or undefined where another request came first */
  async rotate(session: Session, successor: RefreshToken): Promise<Date | undefined> {
    const now = this.#clock.now();
    const endsAt = endOfSession(session.openedAt, now);
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne(
        { _id: session.id, tokenHash: session.tokenHash, ...OPEN },
        { $set: { tokenHash: successor.hash, previousTokenHash: session.tokenHash, rotatedAt: now, endsAt } },
      ),
    );
    return modifiedCount === 1 ? endsAt : undefined;
  }

  /** Lets an open session go on under a new password. @returns whether it was open */
  async keep(id: string, passwordVersion: number): Promise<boolean> {
    const { matchedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: id, ...OPEN }, { $set: { passwordVersion } }),
    );
    return matchedCount === 1;
  }

  /** Ends a session for good; its access tokens are refused from now on. One that has ended is left as it is. */
  async end(id: string, reason: EndReason): Promise<void> {
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: id, ...OPEN }, this.#ending()),
    );
    this.#ended.inc({ reason }, modifiedCount);
  }

  async endAll(accountId: string, reason: EndReason, { except }: { except?: string } = {}): Promise<void> {
    const others = except === undefined ? {} : { _id: { $ne: except } };
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateMany({ accountId, ...others, ...OPEN }, this.#ending()),
    );
    this.#ended.inc({ reason }, modifiedCount);
  }

  async revokedSince(time: Date): Promise<Revocation[]> {
    const found = await this.#model.find({ endedAt: { $gte: time } }, { endedAt: 1 }).lean();
    return found.flatMap(({ _id, endedAt }) => (endedAt === undefined ? [] : [{ sessionId: _id, revokedAt: endedAt }]));
  }

  #ending(): UpdateQuery<SessionDocument> {
    const now = this.#clock.now();
    return { $set: { endedAt: now, endsAt: now } };
  }
}
