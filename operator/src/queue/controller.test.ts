import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { settled, TestClock } from '../testing/test-clock.ts';
import { type Reconcile, startController } from './controller.ts';
import { WorkQueue } from './work-queue.ts';

const logger = pino({ enabled: false });

function begin(reconcile: Reconcile, workers = 1) {
  const clock = new TestClock();
  const queue = new WorkQueue({ clock, firstMilliseconds: 1000 });
  const results: string[] = [];
  const observer = { began: () => undefined, ended: (result: string) => void results.push(result) };
  return { clock, queue, results, controller: startController({ queue, reconcile, clock, logger, observer, workers }) };
}

describe('a controller', () => {
  test('tries a key that failed again, later each time, until it succeeds', async () => {
    const at: number[] = [];
    const { clock, queue, results, controller } = begin(async () => {
      at.push(clock.elapsed() / 1000);
      if (at.length < 4) throw new Error('not yet');
      return undefined;
    });
    queue.add('a');
    await clock.advance(60);
    expect(at).toEqual([0, 1, 3, 7]);
    expect(results).toEqual(['error', 'error', 'error', 'success']);
    expect(queue.failures('a')).toBe(0);
    await controller.stop();
  });

  test('looks again after the time it was told, which is no failure', async () => {
    const at: number[] = [];
    const { clock, queue, results, controller } = begin(async () => {
      at.push(clock.elapsed() / 1000);
      return { againAfterSeconds: 30 };
    });
    queue.add('a');
    await clock.advance(61);
    expect(at).toEqual([0, 30, 60]);
    expect(results).toEqual(['requeue_after', 'requeue_after', 'requeue_after']);
    await controller.stop();
  });

  test('works on several keys at a time, on each of them once', async () => {
    const held = new Map<string, () => void>();
    const { queue, controller } = begin((key) => new Promise((resolve) => held.set(key, () => resolve(undefined))), 2);
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settled();
    expect([...held.keys()]).toEqual(['a', 'b']);
    held.get('b')?.();
    await settled();
    expect([...held.keys()]).toEqual(['a', 'b', 'c']);
    for (const end of held.values()) end();
    await controller.stop();
  });

  test('is stopped when what was at hand has ended, and begins nothing more', async () => {
    const begun: string[] = [];
    const { queue, controller, results } = begin(async (key, signal) => {
      begun.push(key);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await settled();
      begun.push(`${key} ended`);
      throw new Error('called off');
    });
    queue.add('a');
    queue.add('b');
    await settled();
    await controller.stop();
    expect(begun).toEqual(['a', 'a ended']);
    expect(results).toEqual(['error']);
  });
});
