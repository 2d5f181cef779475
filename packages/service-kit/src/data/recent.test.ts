import { describe, expect, test } from '@jest/globals';
import { TestClock } from '../testing/test-clock.ts';
import { Recent } from './recent.ts';

interface Named {
  readonly name: string;
}

/** A memory of a database that holds what a test puts there. */
function scene() {
  const clock = new TestClock();
  const recent = new Recent<Named>({ clock });
  const stored = new Map<string, Named>([
    ['a', { name: 'A' }],
    ['b', { name: 'B' }],
  ]);
  const asked: string[][] = [];
  const read = async (keys: readonly string[]) => {
    asked.push([...keys]);
    return new Map([...stored].filter(([key]) => keys.includes(key)));
  };
  const namesOf = async (...keys: string[]) =>
    Object.fromEntries([...(await recent.get(keys, read))].map(([key, { name }]) => [key, name]));
  return { clock, recent, stored, asked, namesOf };
}

describe('what was read recently', () => {
  test('is read once, with all that is missing in one question', async () => {
    const { asked, namesOf } = scene();
    expect(await namesOf('a')).toEqual({ a: 'A' });
    expect(await namesOf('a', 'b', 'b')).toEqual({ a: 'A', b: 'B' });
    expect(await namesOf('b', 'a')).toEqual({ a: 'A', b: 'B' });
    expect(asked).toEqual([['a'], ['b']]);
  });

  test('is read again when its moment is over', async () => {
    const { clock, asked, namesOf, stored } = scene();
    await namesOf('a');
    stored.set('a', { name: 'other' });
    clock.advance(1.9);
    expect(await namesOf('a')).toEqual({ a: 'A' });
    clock.advance(0.2);
    expect(await namesOf('a')).toEqual({ a: 'other' });
    expect(asked).toHaveLength(2);
  });

  test('is read again when somebody wrote it', async () => {
    const { recent, namesOf, stored } = scene();
    await namesOf('a');
    stored.set('a', { name: 'other' });
    recent.forget('a');
    expect(await namesOf('a')).toEqual({ a: 'other' });
  });

  test('is not kept where somebody wrote while it was read', async () => {
    const { recent, namesOf, stored } = scene();
    const reading = Promise.withResolvers<ReadonlyMap<string, Named>>();
    const old = recent.get(['a'], () => reading.promise);
    stored.set('a', { name: 'other' });
    recent.forget('a');
    reading.resolve(new Map([['a', { name: 'A' }]]));
    await old;
    expect(await namesOf('a')).toEqual({ a: 'other' });
  });

  test('is asked for again where it was not there', async () => {
    const { namesOf, stored } = scene();
    expect(await namesOf('c')).toEqual({});
    stored.set('c', { name: 'C' });
    expect(await namesOf('c')).toEqual({ c: 'C' });
  });
});
