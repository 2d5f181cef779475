import { normalizeEmail } from '@studynotion/contracts';
import { type Clock, LimitError } from '@studynotion/service-kit';
import type { SecretHash } from '../domain/secret-hash.ts';
import type { SharedState } from './shared-state.ts';

/** Failures at one account without a pause of 15 minutes, by client address. */
interface Failures {
  readonly byClient: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

const WINDOW_SECONDS = 900;
const FAILURES_OF_ONE_CLIENT = 10;
const FAILURES_OF_ALL = 10;
const LEAST_CLIENTS = 3;

/**
 * Counts failed log-ins, for addresses without an account as well. One client address can lock out only itself; the
 * account is locked for everybody only where several take part.
 */
export class LogInAttempts {
  readonly #state: SharedState;
  readonly #hash: SecretHash;
  readonly #clock: Clock;

  constructor({ state, hash, clock }: { state: SharedState; hash: SecretHash; clock: Clock }) {
    this.#state = state;
    this.#hash = hash;
    this.#clock = clock;
  }

  /** Counts the attempt as failed before the password is looked at. @throws LimitError `login.locked` */
  async begin(email: string, clientAddress: string): Promise<void> {
    const client = this.#hash.of('client', clientAddress);
    const now = this.#clock.now().getTime();
    await this.#state.change<Failures, void>(this.#keyOf(email), (present) => {
      const byClient = present !== undefined && present.endsAt > now ? present.byClient : {};
      if (present !== undefined && isLocked(byClient, client))
        throw new LimitError('login.locked', { retryAfterSeconds: Math.ceil((present.endsAt - now) / 1000) });
      const counted = { ...byClient, [client]: (byClient[client] ?? 0) + 1 };
      return {
        result: undefined,
        write: { value: { byClient: counted, endsAt: now + WINDOW_SECONDS * 1000 }, timeToLiveSeconds: WINDOW_SECONDS },
      };
    });
  }

  /** Takes back what this client is charged with; what others tried stays. */
  async succeeded(email: string, clientAddress: string): Promise<void> {
    const client = this.#hash.of('client', clientAddress);
    const now = this.#clock.now().getTime();
    await this.#state.change<Failures, void>(this.#keyOf(email), (present) => {
      if (present === undefined || present.endsAt <= now) return { result: undefined };
      const { [client]: _, ...byClient } = present.byClient;
      const timeToLiveSeconds = (present.endsAt - now) / 1000;
      return { result: undefined, write: { value: { ...present, byClient }, timeToLiveSeconds } };
    });
  }

  #keyOf(email: string): string {
    return `login-failures-${this.#hash.of('login', normalizeEmail(email))}`;
  }
}

function isLocked(byClient: Failures['byClient'], client: string): boolean {
  const counts = Object.values(byClient);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    (byClient[client] ?? 0) >= FAILURES_OF_ONE_CLIENT || (total >= FAILURES_OF_ALL && counts.length >= LEAST_CLIENTS)
  );
}
