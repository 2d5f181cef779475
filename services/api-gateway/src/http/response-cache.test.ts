import { describe, expect, test } from '@jest/globals';
import { TestClock } from '@studynotion/service-kit/testing';
import { ResponseCache, type ResponseCacheOptions } from './response-cache.ts';
import type { SharedAnswer } from './shared-answer.ts';

const answerOf = (text: string, status = 200): SharedAnswer => {
  return { status, headers: {}, body: text, digest: text };
};

/** A cache, and a fetch that counts and answers when the test says so. */
function scene(limits: Omit<ResponseCacheOptions, 'clock'> = {}) {
  const clock = new TestClock();
  const cache = new ResponseCache({ clock, ...limits });
  const asked: PromiseWithResolvers<SharedAnswer | undefined>[] = [];
  const get = (key = 'key') =>
    cache.get(key, 2, () => {
      const flight = Promise.withResolvers<SharedAnswer | undefined>();
      asked.push(flight);
      return flight.promise;
    });
  /** Asks, and lets an answer of `size` bytes come. */
  const fill = async (key: string, size: number) => {
    const count = asked.length;
    const answer = get(key);
    asked[count]?.resolve(answerOf('x'.repeat(size)));
    await answer;
  };
  return { clock, asked, get, fill };
}

describe('a question', () => {
  test('is asked once by all who ask it at a time', async () => {
    const { asked, get } = scene();
    const all = [get(), get(), get()];
    asked[0]?.resolve(answerOf('one'));
    expect(await Promise.all(all)).toEqual(Array(3).fill(answerOf('one')));
    expect(asked).toHaveLength(1);
  });

  test('is answered from memory until its seconds are over', async () => {
    const { clock, asked, get, fill } = scene();
    await fill('key', 1);
    clock.advance(1.9);
    await get();
    expect(asked).toHaveLength(1);
    clock.advance(0.2);
    get();
    expect(asked).toHaveLength(2);
  });

  test('is another one by another key', async () => {
    const { asked, get } = scene();
    get('one');
    get('other');
    expect(asked).toHaveLength(2);
  });

  test('that fails does so for all who wait, and the next one asks anew', async () => {
    const { asked, get } = scene();
    const all = [get(), get()];
    asked[0]?.reject(new Error('gone'));
    for (const one of all) await expect(one).rejects.toThrow('gone');
    const next = get();
    asked[1]?.resolve(answerOf('back'));
    expect(await next).toEqual(answerOf('back'));
  });

  test.each([
    ['a refusal', answerOf('no', 404)],
    ['an answer for one client alone', undefined],
  ])('whose answer is %s is asked anew', async (_what, answer) => {
    const { asked, get } = scene();
    const all = [get(), get()];
    asked[0]?.resolve(answer);
    expect(await Promise.all(all)).toEqual([answer, answer]);
    get();
    expect(asked).toHaveLength(2);
  });
});

describe('the memory', () => {
  test('keeps so many answers, and lets go of the one that was not asked for longest', async () => {
    const { asked, get, fill } = scene({ entries: 2 });
    await fill('one', 1);
    await fill('two', 1);
    await get('one');
    await fill('three', 1);
    await get('one');
    expect(asked).toHaveLength(3);
    get('two');
    expect(asked).toHaveLength(4);
  });

  test('keeps so many bytes, keys and all', async () => {
    const { asked, get, fill } = scene({ bytes: 1000 });
    await fill('one', 600);
    await fill('two', 600);
    get('one');
    expect(asked).toHaveLength(3);
    await fill('k'.repeat(600), 1);
    get('two');
    expect(asked).toHaveLength(5);
  });
});
