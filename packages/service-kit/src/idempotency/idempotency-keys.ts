import { createHash } from 'node:crypto';
import { type Connection, type Model, Schema } from 'mongoose';
import { CLAIM_SECONDS, whileClaimed } from '../claim.ts';
import type { Clock } from '../clock.ts';
import { unlessTaken, withDeadlockRetry } from '../data/contention.ts';
import { ConflictError, InputError } from '../errors.ts';
import type { Answer } from '../http/answer.ts';

interface KeptAnswer {
  readonly _id: string;
  readonly requestHash: string;
  readonly state: 'running' | 'answered';
  readonly status?: number;
  readonly body?: unknown;
  /** Until when the first request is believed to be alive. */
  readonly lockedUntil: Date;
  readonly expiresAt: Date;
}

const schema = new Schema<KeptAnswer>(
  {
    _id: { type: String, required: true },
    requestHash: { type: String, required: true },
    state: { type: String, required: true },
    status: { type: Number },
    body: { type: Schema.Types.Mixed },
    lockedUntil: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'idempotency_keys', versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const DAY = 24 * 3600 * 1000;
const KEY = /^[A-Za-z0-9_-]{8,100}$/;

export interface KeyedRequest {
  /** Whose key it is; two people may use the same. */
  readonly accountId: string;
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
}

/** Checks the header. @throws InputError `idempotency-key.missing` */
export function parseIdempotencyKey(header: string | undefined): string {
  if (header === undefined || !KEY.test(header)) {
    throw new InputError('idempotency-key.missing', {
      detail: 'Send a key of 8 to 100 letters, digits, - or _ that is new for each order.',
    });
  }
  return header;
}

/**
 * Answers a repeated request as the first time (for a day). A first request whose process died is taken over some seconds
 * later, so what `work` does must itself stand a second run with the same key: key its documents by it.
 */
export class IdempotencyKeys {
  readonly #model: Model<KeptAnswer>;
  readonly #clock: Clock;

  constructor(connection: Connection, clock: Clock) {
    this.#model = connection.model<KeptAnswer>('IdempotencyKey', schema);
    this.#clock = clock;
  }

  /**
   * @throws InputError `idempotency-key.reused` for another request under the same key;
   *   ConflictError `idempotency-key.in-progress` while the first one runs; whatever `work` throws (nothing is kept then)
   */
  async once(request: KeyedRequest, work: () => Promise<Answer>): Promise<Answer> {
    const id = `${request.accountId}:${request.route}:${request.key}`;
    const requestHash = createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest('base64url');
    const claim = await this.#claim(id, requestHash);
    if ('answer' in claim) return claim.answer;
    // One that was taken over in the meantime has no say any more.
    let { lockedUntil } = claim;
    const own = () => ({ _id: id, state: 'running' as const, lockedUntil });
    const renew = async (): Promise<void> => {
      if (lockedUntil <= this.#clock.now()) return; // it belongs to whoever comes first
      const next = this.#claimEnd();
      const { matchedCount } = await this.#model.updateOne(own(), { $set: { lockedUntil: next } });
      if (matchedCount === 1) lockedUntil = next;
    };
    try {
      const answer = await whileClaimed(renew, work);
      await this.#model.updateOne(own(), { $set: { state: 'answered', status: answer.status, body: answer.body } });
      return answer;
    } catch (error) {
      await this.#model.deleteOne(own());
      throw error;
    }
  }

  /** @returns the kept answer, or until when this request, being the first, holds the key */
  async #claim(id: string, requestHash: string): Promise<{ answer: Answer } | { lockedUntil: Date }> {
    const now = this.#clock.now();
    const lockedUntil = this.#claimEnd();
    const claim = {
      _id: id,
      requestHash,
      state: 'running' as const,
      lockedUntil,
      expiresAt: new Date(now.getTime() + DAY),
    };
    if ((await unlessTaken(() => this.#model.create(claim))) !== undefined) return { lockedUntil };

    const kept = await this.#model.findById(id).lean();
    if (kept === null) return this.#claim(id, requestHash); // given up by the first request in this moment
    if (kept.requestHash !== requestHash) throw new InputError('idempotency-key.reused');
    if (kept.state === 'answered' && kept.status !== undefined)
      return { answer: { status: kept.status, body: kept.body } };
    const taken = await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: id, state: 'running', lockedUntil: { $lte: now } }, { $set: { lockedUntil } }),
    );
    if (taken.modifiedCount === 1) return { lockedUntil };
    throw new ConflictError('idempotency-key.in-progress', { retryAfterSeconds: 1 });
  }

  #claimEnd(): Date {
    return new Date(this.#clock.now().getTime() + CLAIM_SECONDS * 1000);
  }
}
