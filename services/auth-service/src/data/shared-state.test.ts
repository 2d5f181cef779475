import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { StaleStateError } from '@studynotion/service-kit';
import { FakeSidecar, TestClock } from '@studynotion/service-kit/testing';
import { SharedState } from './shared-state.ts';

/** A store that takes so long to answer that all who ask at the same moment see the same. */
class SlowSidecar extends FakeSidecar {
  override async getState<Value>(key: string) {
    const stored = await super.getState<Value>(key);
    await pause(5);
    return stored;
  }
}

test('what a crowd does at the same moment happens, all of it, and nobody is turned away', async () => {
  const state = new SharedState(new SlowSidecar({ clock: new TestClock() }));
  const count = () =>
    state.change<number, number>('key', (present = 0) => ({
      result: present + 1,
      write: { value: present + 1, timeToLiveSeconds: 60 },
    }));
  const results = await Promise.all(Array.from({ length: 100 }, count));
  expect(results.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 100 }, (_, place) => place + 1));
});

/** A store that dies once, after a write and before its answer: the sidecar then speaks of a stale state. */
class DyingStore extends FakeSidecar {
  #died = false;

  override async saveState(...write: Parameters<FakeSidecar['saveState']>) {
    await super.saveState(...write);
    if (this.#died) return;
    this.#died = true;
    throw new StaleStateError('possible etag mismatch');
  }
}

test('a write whose answer was lost is known for what it is, and not done again', async () => {
  const state = new SharedState(new DyingStore({ clock: new TestClock() }));
  const take = () =>
    state.change<string, boolean>('key', (present) =>
      present === 'taken' ? { result: false } : { result: true, write: { value: 'taken', timeToLiveSeconds: 60 } },
    );
  expect(await take()).toBe(true);
  expect(await take()).toBe(false);
});
