import { describe, expect, test } from '@jest/globals';
import { isDuplicateKey, unlessTaken, withDeadlockRetry } from './contention.ts';

/** As DocumentDB reports them: without `keyPattern`. */
const duplicateKey = Object.assign(new Error('duplicate key'), { code: 11000 });
const deadlock = Object.assign(new Error('deadlock detected'), { code: 16908292 });

/** A write that fails with these, then succeeds. */
function write(...failures: Error[]) {
  let runs = 0;
  return {
    runs: () => runs,
    run: async () => {
      const failure = failures[runs];
      runs += 1;
      if (failure !== undefined) throw failure;
      return 'written';
    },
  };
}

describe('a write among others', () => {
  test('is repeated when the database broke a deadlock against it', async () => {
    const contended = write(deadlock, deadlock, deadlock);
    expect(await withDeadlockRetry(contended.run)).toBe('written');
    expect(contended.runs()).toBe(4);
  });

  test('is repeated when a deadlock ended a whole command, as findAndModify is one', async () => {
    const ofCommand = Object.assign(new Error('deadlock detected'), { code: 1 });
    const contended = write(ofCommand, ofCommand);
    expect(await withDeadlockRetry(contended.run)).toBe('written');
    expect(contended.runs()).toBe(3);
  });

  test('comes back alone: those that met a deadlock try again one at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const contender = () => {
      let runs = 0;
      return withDeadlockRetry(async () => {
        runs += 1;
        if (runs === 1) throw deadlock;
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
        if (runs === 2) throw deadlock;
        return 'written';
      });
    };
    expect(await Promise.all(Array.from({ length: 10 }, contender))).toEqual(Array(10).fill('written'));
    expect(most).toBe(1);
  });

  test('does not hold up the next one when it fails in its turn', async () => {
    const failing = withDeadlockRetry(write(deadlock, new Error('no connection')).run);
    const next = withDeadlockRetry(write(deadlock).run);
    await expect(failing).rejects.toThrow('no connection');
    expect(await next).toBe('written');
  });

  test('is not repeated for another reason', async () => {
    const failing = write(Object.assign(new Error('no connection'), { code: 1 }));
    await expect(withDeadlockRetry(failing.run)).rejects.toThrow('no connection');
    expect(failing.runs()).toBe(1);
  });

  test('whose key is taken is "already done", known by its code alone', async () => {
    expect(isDuplicateKey(duplicateKey)).toBe(true);
    expect(await unlessTaken(write(duplicateKey).run)).toBeUndefined();
  });

  test('that meets a deadlock and then a taken key is "already done" too', async () => {
    expect(await unlessTaken(write(deadlock, duplicateKey).run)).toBeUndefined();
  });

  test('that fails otherwise is not "already done"', async () => {
    await expect(unlessTaken(write(new Error('no connection')).run)).rejects.toThrow('no connection');
  });
});
