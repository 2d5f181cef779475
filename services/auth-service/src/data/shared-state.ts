import { setTimeout as pause } from 'node:timers/promises';
import { newId, type Sidecar, SidecarError, StaleStateError, Turns, UnavailableError } from '@studynotion/service-kit';

/** What is to become of a stored value, and what the one who asked is told. */
export interface Decision<Value, Result> {
  readonly result: Result;
  /** @default the value stays as it is */
  readonly write?: { readonly value: Value; readonly timeToLiveSeconds: number };
}

interface Stored<Value> {
  readonly value: Value;
  /** The change that wrote it. */
  readonly writtenBy: string;
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
   *
   * Dapr calls every failed write with an ETag a mismatch, a connection that broke after Redis had written as well
   * (https://github.com/dapr/components-contrib, `state/redis`). So a change signs what it writes and knows its own write
   * again: taken for somebody else's, it would use a code up and then refuse it.
   * @throws UnavailableError where the store does not answer or the crowd is too thick; a store that died in that moment
   *   may have written all the same
   */
  change<Value, Result>(key: string, decide: (present: Value | undefined) => Decision<Value, Result>): Promise<Result> {
    return this.#turns.take(key, () => this.#change(key, decide));
  }

  async #change<Value, Result>(
    key: string,
    decide: (present: Value | undefined) => Decision<Value, Result>,
  ): Promise<Result> {
    const writtenBy = newId();
    let written: { readonly result: Result } | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        const stored = await this.#sidecar.getState<Stored<Value>>(key);
        if (written !== undefined && stored?.value.writtenBy === writtenBy) return written.result;
        const { result, write } = decide(stored?.value.value);
        if (write === undefined) return result;
        written = { result };
        const signed: Stored<Value> = { value: write.value, writtenBy };
        const { timeToLiveSeconds } = write;
        await this.#sidecar.saveState(key, signed, { match: stored?.etag ?? 'absent', timeToLiveSeconds });
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
