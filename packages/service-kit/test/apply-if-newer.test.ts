import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Connection, type Model, Schema } from 'mongoose';
import { applyIfNewer, connectDatabase, newId } from '../src/index.ts';
import { testDatabaseUri } from './test-database.ts';

interface Card {
  _id: string;
  version: number;
  name: string;
  about?: string;
}

describe('applying an event to a read model', () => {
  let connection: Connection;
  let cards: Model<Card>;

  beforeAll(async () => {
    connection = await connectDatabase({ uri: testDatabaseUri(), name: `test_kit_newer_${process.pid}` });
    const schema = new Schema<Card>(
      { _id: String, version: Number, name: String, about: String },
      { collection: 'cards', versionKey: false },
    );
    cards = connection.model<Card>('Card', schema);
    await cards.createCollection();
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  const apply = (id: string, version: number, about?: string) =>
    applyIfNewer(cards, id, version, { name: `name ${version}`, about });

  test('any order and repetition of versions, one after the other, ends with the highest', async () => {
    const versions = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(versions, async (order) => {
        const id = newId();
        let highest = 0;
        for (const version of order) {
          expect(await apply(id, version)).toBe(version > highest);
          highest = Math.max(highest, version);
        }
        expect(await cards.findById(id).lean()).toMatchObject({ version: highest, name: `name ${highest}` });
      }),
      { numRuns: 25 },
    );
  });

  test('any number of versions at the same moment, the first ones among them, ends with the highest', async () => {
    const versions = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(versions, async (order) => {
        const id = newId();
        await Promise.all(order.map((version) => apply(id, version)));
        expect(await cards.findById(id).lean()).toMatchObject({ version: Math.max(...order) });
      }),
      { numRuns: 25 },
    );
  });

  test('a newer state wins over an older one that was inserted in between', async () => {
    const id = newId();
    const racing = Object.create(cards) as Model<Card>;
    let first = true;
    // The upsert finds nothing, and before it inserts, an older state is there: the database answers "key is taken".
    racing.updateOne = ((...parameters: Parameters<typeof cards.updateOne>) => {
      if (!first) return cards.updateOne(...parameters);
      first = false;
      return apply(id, 1).then(() => Promise.reject(Object.assign(new Error('duplicate key'), { code: 11000 })));
    }) as typeof cards.updateOne;
    expect(await applyIfNewer(racing, id, 2, { name: 'name 2' })).toBe(true);
    expect(await cards.findById(id).lean()).toMatchObject({ version: 2, name: 'name 2' });
  });

  test('a field that the newer state leaves out is gone', async () => {
    const id = newId();
    await apply(id, 1, 'about me');
    await apply(id, 2);
    expect(await cards.findById(id).lean()).toEqual({ _id: id, version: 2, name: 'name 2' });
  });

  test('a late repetition of an older state changes nothing', async () => {
    const id = newId();
    await apply(id, 2, 'new');
    expect(await apply(id, 1, 'old')).toBe(false);
    expect(await apply(id, 2, 'again')).toBe(false);
    expect(await cards.findById(id).lean()).toMatchObject({ version: 2, about: 'new' });
  });
});
