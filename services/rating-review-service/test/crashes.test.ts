import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ratingUpdated, reviewPublished } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { connectDatabase, newId, type OutboxEntry } from '@studynotion/service-kit';
import type { Connection } from 'mongoose';
import { summaryOf } from '../src/domain/rating.ts';
import { expectExactRating } from './exact-rating.ts';
import { ServiceProcess } from './service-process.ts';

interface Stored {
  readonly _id: string;
  readonly accountId?: string;
  readonly counts?: [number, number, number, number, number];
  readonly outbox?: readonly (OutboxEntry & { readonly data: { readonly version: number } })[];
}

const AT_ONCE = 50;
// Processes start again and again, on a machine that may be busy with other things too.
jest.setTimeout(120_000);

describe('a process that dies', () => {
  const faultPointsFolder = mkdtempSync(join(tmpdir(), 'fault-points-'));
  const database = `test_rating_${newId()}`;
  const accountIds = Array.from({ length: 25 }, newId);
  const instructorId = newId();
  const processes: ServiceProcess[] = [];
  let connection: Connection;
  beforeAll(async () => {
    connection = await connectDatabase({ uri: process.env.MONGODB_URI ?? '', name: database });
  });
  afterEach(async () => {
    for (const started of processes.splice(0)) await started.stop();
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
    rmSync(faultPointsFolder, { recursive: true });
  });

  const start = async () => {
    const started = new ServiceProcess({ database, faultPointsFolder, accountIds, instructorId });
    processes.push(started);
    await started.start();
    return started;
  };
  const collection = (name: string) => connection.collection<Stored>(name);
  const unsettled = (courseId: string) =>
    connection.collection('reviews').countDocuments({ courseId, unsettled: true });
  const settled = (courseId: string) =>
    waitUntil('nothing unsettled', async () => (await unsettled(courseId)) === 0, 30);
  const arm = (faultPoint: string) => {
    rmSync(join(faultPointsFolder, `${faultPoint}.reached`), { force: true });
    writeFileSync(join(faultPointsFolder, faultPoint), '');
  };
  const wasReached = (faultPoint: string) => existsSync(join(faultPointsFolder, `${faultPoint}.reached`));
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;

  test.each(['review-before-settled', 'rating-before-settled'])(
    'at %s leaves a review that the next one counts',
    async (faultPoint) => {
      const courseId = newId();
      const [accountId = ''] = accountIds;
      const dying = await start();
      arm(faultPoint);
      expect(await dying.put(accountId, courseId, 5)).toBeUndefined();
      expect(await dying.ended()).toBe('SIGKILL');
      expect([wasReached(faultPoint), await unsettled(courseId)]).toEqual([true, 1]);

      await start();
      await settled(courseId);
      await expectExactRating(connection, courseId);
      const [review, ...others] = await collection('reviews').find({ courseId }).toArray();
      expect(others).toEqual([]);
      expect(review?.outbox?.map(({ type }) => type)).toEqual([reviewPublished.type]);
    },
  );

  test('under a storm of reviews, at any of these points, leaves ratings that come to exactly the visible rows', async () => {
    const courses = [newId(), newId()];
    let pair = [await start(), await start()];
    const act = () => {
      const [service, accountId, courseId] = [pick(pair), pick(accountIds), pick(courses)];
      return Math.random() < 0.7
        ? service.put(accountId, courseId, pick([1, 2, 3, 4, 5]))
        : service.remove(accountId, courseId);
    };
    const faultPoints = ['review-before-settled', 'rating-before-settled', 'outbox-before-publish.reviews'];
    for (const faultPoint of [...faultPoints, ...faultPoints]) {
      arm(faultPoint);
      const statuses = await Promise.all(Array.from({ length: AT_ONCE }, act));
      for (const status of statuses) expect([200, 204, 404, undefined]).toContain(status);
      expect(wasReached(faultPoint)).toBe(true);
      await waitUntil('one of them is dead', () => pair.some(({ isAlive }) => !isAlive));
      pair = [...pair.filter(({ isAlive }) => isAlive), await start()];
    }

    for (const courseId of courses) {
      await settled(courseId);
      await expectExactRating(connection, courseId);
      const rows = await collection('reviews').find({ courseId }).toArray();
      expect(new Set(rows.map(({ accountId }) => accountId)).size).toBe(rows.length);
      for (const { outbox } of rows) expect(outbox?.map(({ type }) => type)).toEqual([reviewPublished.type]);
      const rating = await collection('ratings').findOne({ _id: courseId });
      const versions = rating?.outbox?.map(({ data }) => data.version) ?? [];
      expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
      const { type, data } = rating?.outbox?.at(-1) ?? {};
      expect({ type, data }).toEqual({
        type: ratingUpdated.type,
        data: { aggregateId: courseId, version: versions.at(-1), ...summaryOf(rating?.counts ?? [0, 0, 0, 0, 0]) },
      });
    }
  });

  test('between erasure and receipt is made good by the repetition of the event, with one receipt', async () => {
    const accountId = newId();
    const courseId = newId();
    accountIds.push(accountId);
    const dying = await start();
    expect(await dying.put(accountId, courseId, 4)).toBe(200);
    arm('account-erased-before-receipt');
    expect(await dying.deleteAccount(accountId)).toBeUndefined();
    expect(await dying.ended()).toBe('SIGKILL');

    const next = await start();
    expect([await next.deleteAccount(accountId), await next.deleteAccount(accountId)]).toEqual([200, 200]);
    const person = await collection('people').findOne({ _id: accountId });
    expect(person?.outbox).toHaveLength(1);
    expect(await collection('reviews').countDocuments({ accountId })).toBe(0);
    await settled(courseId);
    await expectExactRating(connection, courseId);
  });
});
