import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settled, TestClock } from '../testing/test-clock.ts';
import { WorkQueue, type WorkQueueObserver } from './work-queue.ts';

function begin(options: Partial<ConstructorParameters<typeof WorkQueue>[0]> = {}) {
  const clock = new TestClock();
  return { clock, queue: new WorkQueue({ clock, ...options }) };
}

/** What the queue gives out now, without waiting for more. */
async function takeAll(queue: WorkQueue): Promise<string[]> {
  const taken: string[] = [];
  for (;;) {
    const next = await Promise.race([queue.take(), settled().then(() => undefined)]);
    if (next === undefined) return taken;
    taken.push(next);
  }
}

describe('a work queue', () => {
  test('gives each key once, however often it was added, in the order in which they came', async () => {
    const { queue } = begin();
    for (const key of ['b', 'a', 'b', 'a']) queue.add(key);
    expect(await takeAll(queue)).toEqual(['b', 'a']);
  });

  test('gives a key that is worked on to nobody else, and once more when that is done', async () => {
    const { queue } = begin();
    queue.add('a');
    expect(await queue.take()).toBe('a');
    queue.add('a');
    queue.add('a');
    const next = queue.take();
    let given: string | undefined;
    void next.then((key) => {
      given = key;
    });
    await settled();
    expect(given).toBeUndefined();
    queue.done('a');
    expect(await next).toBe('a');
    queue.done('a');
    expect(await takeAll(queue)).toEqual([]);
  });

  test('lets a key wait twice as long each time it fails, up to a limit, and no longer when it has succeeded', () => {
    const { queue } = begin({ firstMilliseconds: 100, longestMilliseconds: 1000 });
    expect([1, 2, 3, 4, 5, 6].map(() => queue.retry('a'))).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(queue.retry('b')).toBe(100);
    queue.forget('a');
    expect(queue.retry('a')).toBe(100);
  });

  test('lets all keys together be retried so often a second', () => {
    const { queue } = begin({ firstMilliseconds: 1, perSecond: 2, burst: 3 });
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => queue.retry(key))).toEqual([1, 1, 1, 500, 1000]);
  });

  test('adds a key later, at the first of several times', async () => {
    const { clock, queue } = begin();
    queue.addAfter('a', 5000);
    queue.addAfter('a', 2000);
    queue.addAfter('a', 3000);
    let takenAt = 0;
    void queue.take().then(() => {
      takenAt = clock.elapsed();
    });
    await clock.advance(10);
    expect(takenAt).toBe(2000);
    queue.done('a');
    expect(await takeAll(queue)).toEqual([]);
    expect(clock.sleepers).toBe(0);
  });

  test('gives out nothing once it is stopped, neither what waits nor what comes', async () => {
    const { clock, queue } = begin();
    const waiting = queue.take();
    queue.stop();
    expect(await waiting).toBeUndefined();
    queue.add('a');
    queue.addAfter('a', 10);
    await clock.advance(1);
    expect(await queue.take()).toBeUndefined();
  });

  test('tells how many wait, how long they did and how long they took', async () => {
    const seen: string[] = [];
    const observer: WorkQueueObserver = {
      added: () => seen.push('added'),
      retried: () => seen.push('retried'),
      depth: (waiting) => seen.push(`depth ${waiting}`),
      taken: (seconds) => seen.push(`taken after ${seconds}`),
      done: (seconds) => seen.push(`done after ${seconds}`),
    };
    const { clock, queue } = begin({ observer });
    queue.add('a');
    await clock.advance(2);
    await queue.take();
    await clock.advance(3);
    queue.done('a');
    expect(seen).toEqual(['added', 'depth 1', 'taken after 2', 'depth 0', 'done after 3']);
  });

  test('never has a key in two hands and never loses one, whatever happens', async () => {
    const keys = fc.constantFrom('a', 'b', 'c');
    const step = fc.record({ do: fc.constantFrom('add', 'take', 'done', 'retry', 'wait'), key: keys });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, queue } = begin({ firstMilliseconds: 10, longestMilliseconds: 50 });
        const inHand = new Set<string>();
        const wanted = new Set<string>(); // was added and not taken since
        const planned = new Set<string>(); // may come once more than it was added
        const take = (key: string | undefined) => {
          if (key === undefined) return;
          expect(inHand.has(key)).toBe(false);
          expect(wanted.has(key) || planned.has(key)).toBe(true);
          inHand.add(key);
          wanted.delete(key);
        };
        for (const { do: action, key } of steps) {
          if (action === 'add') queue.add(key);
          if (action === 'retry') {
            queue.retry(key);
            planned.add(key);
          }
          if (action === 'add' || action === 'retry') wanted.add(key);
          if (action === 'take') void queue.take().then(take);
          if (action === 'done' && inHand.delete(key)) queue.done(key);
          if (action === 'wait') await clock.advance(0.02);
          await settled();
        }
        for (let turn = 0; turn < 10; turn++) {
          for (const key of [...inHand]) {
            inHand.delete(key);
            queue.done(key);
          }
          for (let taker = 0; taker < 4; taker++) void queue.take().then(take);
          await clock.advance(60);
        }
        expect([...wanted]).toEqual([]);
        queue.stop();
      }),
      { numRuns: 60 },
    );
  });
});
