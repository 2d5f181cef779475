import { setTimeout as pause } from 'node:timers/promises';
import { type Sidecar, SidecarError, StaleStateError, Turns, UnavailableError } from '@studynotion/service-kit';

/** What is to become of a stored value, and what the one who asked is told. */
export interface Decision<Value, Result> {
  readonly result: Result;
  /** @default the value stays as it is */
  readonly write?: { readonly value: Value; readonly timeToLiveSeconds: number };
}

const ATTEMPTS = 12;

/** Short-lived values in the state store, shared by all replicas and changed by compare-and-set only. */
export class SharedState {
  readonly #sidecar: Sidecar;
  readonly #turns = new Turns();

  constructor(sidecar: Sidecar) {
    this.#sidecar = sidecar;
  }

  /**
   * Decides on what is stored and writes it unless somebody else wrote in between; then it decides anew.
   * @throws UnavailableError where the store does not answer or the crowd is too thick: nothing was decided
   */
  change<Value, Result>(key: string, decide: (present: Value | undefined) => Decision<Value, Result>): Promise<Result> {
    return this.#turns.take(key, () => this.#change(key, decide));
  }

  async #change<Value, Result>(
    key: string,
    decide: (present: Value | undefined) => Decision<Value, Result>,
  ): Promise<Result> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        const stored = await this.#sidecar.getState<Value>(key);
        const { result, write } = decide(stored?.value);
        if (write !== undefined) {
          const { timeToLiveSeconds } = write;
          await this.#sidecar.saveState(key, write.value, { match: stored?.etag ?? 'absent', timeToLiveSeconds });
        }
        return result;
      } catch (error) {
        if (error instanceof SidecarError) throw new UnavailableError('service.unavailable', { cause: error });
        if (!(error instanceof StaleStateError)) throw error;
        await pause(Math.random() * 20 * attempt);
      }
    }
    throw new UnavailableError('service.unavailable', { detail: 'Too many requests at the same moment.' });
  }
}
