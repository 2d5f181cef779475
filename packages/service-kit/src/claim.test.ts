import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CLAIM_SECONDS, whileClaimed } from './claim.ts';

describe('work under a claim', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Work that ends when it is told to. */
  function longWork() {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    return { work: () => promise, end: resolve, fail: reject };
  }

  test('has it renewed several times before it would run out, for as long as it takes and no longer', async () => {
    let renewals = 0;
    const { work, end } = longWork();
    const result = whileClaimed(async () => {
      renewals += 1;
    }, work);
    await jest.advanceTimersByTimeAsync(CLAIM_SECONDS * 1000);
    expect(renewals).toBeGreaterThan(2);
    await jest.advanceTimersByTimeAsync(CLAIM_SECONDS * 5000);
    end('done');
    expect(await result).toBe('done');
    const atTheEnd = renewals;
    await jest.advanceTimersByTimeAsync(CLAIM_SECONDS * 1000);
    expect(renewals).toBe(atTheEnd);
  });

  test('goes on where a renewal fails, and the next one is tried', async () => {
    let renewals = 0;
    const { work, end } = longWork();
    const result = whileClaimed(async () => {
      renewals += 1;
      throw new Error('no database');
    }, work);
    await jest.advanceTimersByTimeAsync(CLAIM_SECONDS * 1000);
    expect(renewals).toBeGreaterThan(1);
    end('done');
    expect(await result).toBe('done');
  });

  test('that fails throws what it threw, once the renewal under way is through', async () => {
    const renewal = longWork();
    const { work, fail } = longWork();
    const result = whileClaimed(renewal.work, work);
    let ended = false;
    const told = result.catch((error: Error) => error.message).finally(() => (ended = true));
    await jest.advanceTimersByTimeAsync(CLAIM_SECONDS * 1000);
    fail(new Error('it did not work'));
    await jest.advanceTimersByTimeAsync(0);
    expect(ended).toBe(false);
    renewal.end('');
    expect(await told).toBe('it did not work');
  });
});
