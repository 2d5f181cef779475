import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import type { Connection } from 'mongoose';
import {
  CLAIM_SECONDS,
  connectDatabase,
  ensureIndexes,
  IdempotencyKeys,
  InputError,
  ok,
  parseIdempotencyKey,
} from '../src/index.ts';
import { TestClock } from '../src/testing/index.ts';
import { testDatabaseUri } from './test-database.ts';

describe('idempotency keys', () => {
  const clock = new TestClock();
  let connection: Connection;
  let keys: IdempotencyKeys;
  const request = { accountId: 'a', route: 'POST /orders', key: 'key-00001', body: { courseIds: ['c'] } };

  beforeAll(async () => {
    connection = await connectDatabase({ uri: testDatabaseUri(), name: `test_kit_keys_${process.pid}` });
    keys = new IdempotencyKeys(connection, clock);
    await ensureIndexes(connection);
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  test('a repeated request is answered as the first time and not run again', async () => {
    let runs = 0;
    const work = async () => {
      runs += 1;
      return ok({ run: runs });
    };
    expect(await keys.once(request, work)).toEqual({ status: 200, body: { run: 1 } });
    expect(await keys.once(request, work)).toEqual({ status: 200, body: { run: 1 } });
    expect(runs).toBe(1);
  });

  test('another request under the same key is refused', async () => {
    await expect(keys.once({ ...request, body: { courseIds: ['d'] } }, async () => ok({}))).rejects.toMatchObject({
      code: 'idempotency-key.reused',
    });
  });

  test('two accounts may use the same key', async () => {
    expect(await keys.once({ ...request, accountId: 'b' }, async () => ok({ own: true }))).toMatchObject({
      body: { own: true },
    });
  });

  test('of fifty at once one runs, and a failed one can be tried again', async () => {
    let runs = 0;
    const parallel = { ...request, key: 'parallel-1' };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        keys.once(parallel, async () => {
          runs += 1;
          throw new InputError('request.invalid');
        }),
      ),
    );
    expect(runs).toBeGreaterThanOrEqual(1);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await keys.once(parallel, async () => ok({ again: true }))).toMatchObject({ body: { again: true } });
  });

  test('a first request that died is taken over once its lock has run out', async () => {
    const died = { ...request, key: 'died-00001' };
    const started = new Promise<void>((resolve) => {
      void keys.once(died, () => {
        resolve();
        return new Promise(() => {});
      });
    });
    await started;
    await expect(keys.once(died, async () => ok({}))).rejects.toMatchObject({ code: 'idempotency-key.in-progress' });
    clock.advance(CLAIM_SECONDS + 1);
    expect(await keys.once(died, async () => ok({ taken: 'over' }))).toMatchObject({ body: { taken: 'over' } });
  });

  test('a first request that takes longer than a lock keeps the key', async () => {
    const long = { ...request, key: 'long-00001' };
    const first = Promise.withResolvers<void>();
    const answer = keys.once(long, () => first.promise.then(() => ok({ first: true })));
    const lock = async () => {
      const kept = await connection.collection('idempotency_keys').findOne({ _id: /:long-00001$/ as never });
      return kept?.lockedUntil as Date | undefined;
    };
    await waitUntil('the lock', async () => (await lock()) !== undefined);
    const end = (await lock()) ?? clock.now();
    clock.advance(CLAIM_SECONDS / 2);
    await waitUntil('a renewal', async () => ((await lock()) ?? end) > end);
    clock.advance(CLAIM_SECONDS - 3);
    await expect(keys.once(long, async () => ok({}))).rejects.toMatchObject({ code: 'idempotency-key.in-progress' });
    first.resolve();
    expect(await answer).toMatchObject({ body: { first: true } });
    expect(await keys.once(long, async () => ok({}))).toMatchObject({ body: { first: true } });
  });

  test('a first request that was taken over and fails late does not free the key', async () => {
    const slow = { ...request, key: 'slow-00001' };
    const first = Promise.withResolvers<never>();
    const started = Promise.withResolvers<void>();
    const late = keys.once(slow, () => {
      started.resolve();
      return first.promise;
    });
    await started.promise;
    clock.advance(CLAIM_SECONDS + 1);
    const second = Promise.withResolvers<void>();
    const takenOver = keys.once(slow, async () => {
      first.reject(new InputError('request.invalid'));
      await expect(late).rejects.toMatchObject({ code: 'request.invalid' });
      await expect(keys.once(slow, async () => ok({ third: true }))).rejects.toMatchObject({
        code: 'idempotency-key.in-progress',
      });
      second.resolve();
      return ok({ second: true });
    });
    await second.promise;
    expect(await takenOver).toMatchObject({ body: { second: true } });
    expect(await keys.once(slow, async () => ok({ fourth: true }))).toMatchObject({ body: { second: true } });
  });

  test.each([undefined, '', 'short', 'with space 1', '{"$gt":""}', 'x'.repeat(101)])(
    'the header %p is refused',
    (header) => {
      expect(() => parseIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'idempotency-key.missing' }));
    },
  );
});
