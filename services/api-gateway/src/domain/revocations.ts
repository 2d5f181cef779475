import { listRevocations } from '@studynotion/contracts';
import { type Clock, callRoute, NotAuthenticatedError, type Sidecar, UnavailableError } from '@studynotion/service-kit';

/** A list older than this may miss a log-out; signed-in calls are refused then, in milliseconds. */
const LONGEST_AGE = 5000;

/** The sessions that ended before their access tokens did, pulled from auth-service by every replica. */
export class Revocations {
  readonly #sidecar: Sidecar;
  readonly #clock: Clock;
  #sessions: ReadonlySet<string> = new Set();
  #loadedAt = Number.NEGATIVE_INFINITY;

  constructor(sidecar: Sidecar, clock: Clock) {
    this.#sidecar = sidecar;
    this.#clock = clock;
  }

  async pull(): Promise<void> {
    const askedAt = this.#clock.now().getTime();
    const { revocations } = await callRoute(this.#sidecar, listRevocations, 200, { timeoutMilliseconds: 2000 });
    this.#sessions = new Set(revocations.map(({ sessionId }) => sessionId));
    this.#loadedAt = askedAt;
  }

  isFresh(): boolean {
    return this.#clock.now().getTime() - this.#loadedAt <= LONGEST_AGE;
  }

  /** @throws NotAuthenticatedError `session.invalid` where it ended, UnavailableError where nobody can tell */
  requireLiving(sessionId: string): void {
    if (!this.isFresh()) throw new UnavailableError('service.unavailable');
    if (this.#sessions.has(sessionId)) throw new NotAuthenticatedError('session.invalid');
  }
}
