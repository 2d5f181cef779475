import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { profileChanged } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { type Connection, type Model, Schema } from 'mongoose';
import {
  announce,
  announceLater,
  connectDatabase,
  createMetrics,
  ensureIndexes,
  indexOutbox,
  newId,
  Outbox,
  type OutboxEntry,
  outboxField,
  traceFrom,
  withTrace,
} from '../src/index.ts';
import { FakeSidecar, TestClock } from '../src/testing/index.ts';
import { recordingLogger } from './recording-logger.ts';
import { testDatabaseUri } from './test-database.ts';

interface Profile {
  _id: string;
  version: number;
  firstName: string;
  outbox?: OutboxEntry[];
}

class Crash extends Error {}

describe('the outbox', () => {
  let connection: Connection;
  let profiles: Model<Profile>;
  let sidecar: FakeSidecar;
  let crashAt: string | undefined;
  const clock = new TestClock();
  const now = new Date();

  beforeAll(async () => {
    connection = await connectDatabase({ uri: testDatabaseUri(), name: `test_kit_outbox_${process.pid}` });
    const schema = new Schema<Profile>(
      { _id: String, version: Number, firstName: String, outbox: outboxField },
      { collection: 'profiles', versionKey: false },
    );
    indexOutbox(schema);
    profiles = connection.model<Profile>('Profile', schema);
    await ensureIndexes(connection);
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  beforeEach(async () => {
    sidecar = new FakeSidecar({ clock });
    crashAt = undefined;
    await profiles.deleteMany({});
  });

  const dataOf = ({ _id, version, firstName }: Profile) => ({
    aggregateId: _id,
    version,
    firstName,
    lastName: 'Nair',
  });
  const outbox = () =>
    new Outbox<Profile>({
      model: profiles,
      events: [{ event: profileChanged, describe: dataOf }],
      sidecar,
      logger: recordingLogger().logger,
      metrics: createMetrics('user-profile-service'),
      clock,
      faultPoint: (name) => {
        if (name === crashAt) throw new Crash(name);
      },
    });
  async function write(entries: readonly OutboxEntry[], firstName = 'Meera', version = 1): Promise<string> {
    const _id = newId();
    await profiles.create({ _id, version, firstName, outbox: [...entries] });
    return _id;
  }
  const entry = (firstName = 'Meera') => announce(profileChanged, dataOf({ _id: 'p', version: 1, firstName }), now);
  const stored = (id: string) => profiles.findById(id).select('+outbox').lean();

  test('publishes what a write left, under the id of the entry, and takes it out without touching the version', async () => {
    const waiting = entry();
    const id = await write([waiting]);
    await outbox().relay();
    expect(sidecar.published).toMatchObject([{ id: waiting.id, data: waiting.data, occurredAt: now }]);
    expect(await stored(id)).toEqual({ _id: id, version: 1, firstName: 'Meera' });
  });

  test('that dies before the publish publishes after the next start', async () => {
    await write([entry()]);
    crashAt = 'outbox-before-publish.profiles';
    await expect(outbox().relay()).rejects.toThrow();
    expect(sidecar.published).toEqual([]);
    crashAt = undefined;
    await outbox().relay();
    expect(sidecar.published).toHaveLength(1);
  });

  test('that dies after the publish publishes twice under the same id, and never not at all', async () => {
    const waiting = entry();
    await write([waiting]);
    crashAt = 'outbox-after-publish.profiles';
    await expect(outbox().relay()).rejects.toThrow();
    crashAt = undefined;
    await outbox().relay();
    expect(sidecar.published.map(({ id }) => id)).toEqual([waiting.id, waiting.id]);
  });

  test('keeps everything while the broker refuses, and publishes it afterwards', async () => {
    const id = await write([entry('one'), entry('two')]);
    sidecar.break('publish');
    await expect(outbox().relay()).rejects.toMatchObject({ name: 'SidecarError' });
    expect((await stored(id))?.outbox).toHaveLength(2);
    sidecar.mend();
    await outbox().relay();
    expect(sidecar.publishedOf(profileChanged).map(({ firstName }) => firstName)).toEqual(['one', 'two']);
    expect(await stored(id)).not.toHaveProperty('outbox');
  });

  test('reads the present state for an entry without data', async () => {
    const id = await write([announceLater(profileChanged, now)], 'before', 1);
    await profiles.updateOne({ _id: id }, { $set: { firstName: 'after' }, $inc: { version: 1 } });
    await outbox().relay();
    expect(sidecar.publishedOf(profileChanged)).toMatchObject([{ firstName: 'after', version: 2 }]);
  });

  test('publishes an entry that comes in between, and takes out only what it published', async () => {
    const id = await write([entry('one')]);
    const late = entry('two');
    const publish = sidecar.publish.bind(sidecar);
    sidecar.publish = async (event) => {
      if (sidecar.published.length === 0) await profiles.updateOne({ _id: id }, { $push: { outbox: late } });
      await publish(event);
    };
    const box = outbox();
    await box.relay();
    await box.relay();
    expect(sidecar.publishedOf(profileChanged).map(({ firstName }) => firstName)).toEqual(['one', 'two']);
    expect(await stored(id)).not.toHaveProperty('outbox');
  });

  test('is not held up by entries that can never be published, even a batch full of them', async () => {
    const unknown = { ...entry(), id: randomUUID(), type: 'studynotion.unknown.v1' };
    await profiles.insertMany(
      Array.from({ length: 51 }, () => ({ _id: newId(), version: 1, firstName: 'x', outbox: [unknown] })),
    );
    await write([entry('good')]);
    await expect(outbox().relay()).rejects.toThrow(/keep their events/);
    expect(sidecar.publishedOf(profileChanged).map(({ firstName }) => firstName)).toEqual(['good']);
    expect(await outbox().measure()).toBe(51);
  });

  test('goes on after `wake`, and a wake during a pass is not lost', async () => {
    const box = outbox();
    for (let index = 0; index < 20; index += 1) {
      await write([entry(`${index}`)]);
      box.wake();
    }
    await waitUntil('all events', () => sidecar.published.length >= 20);
    await box.settle();
    expect(await box.measure()).toBe(0);
    expect(new Set(sidecar.published.map(({ id }) => id)).size).toBe(20);
  });

  test('is not selected by ordinary reads', async () => {
    const id = await write([entry()]);
    expect(await profiles.findById(id).lean()).not.toHaveProperty('outbox');
    expect(await profiles.find({}).lean()).toEqual([{ _id: id, version: 1, firstName: 'Meera' }]);
  });

  test('continues the trace of the write', async () => {
    const trace = traceFrom(undefined);
    await write([withTrace(trace, () => entry())]);
    await outbox().relay();
    expect(sidecar.published[0]?.traceparent).toContain(trace.traceId);
  });

  test('finds pending entries by a sparse index', async () => {
    const indexes = await profiles.collection.indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { 'outbox.id': 1 }, sparse: true }));
    await profiles.insertMany(Array.from({ length: 500 }, () => ({ _id: newId(), version: 1, firstName: 'x' })));
    await write([entry()]);
    const plan = JSON.stringify(await profiles.find({ 'outbox.id': { $exists: true } }).explain('queryPlanner'));
    expect(plan).toContain('outbox.id_1');
  });

  test('refuses to announce what does not keep its contract', () => {
    const data = { ...dataOf({ _id: 'p', version: 1, firstName: 'Meera' }), version: 0 };
    expect(() => announce(profileChanged, data, now)).toThrow();
  });
});
