import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { BoundedQueue } from './bounded-queue.ts';

describe('a bounded queue', () => {
  test('runs a few at a time, in the order they came, and refuses what would wait too long', async () => {
    const queue = new BoundedQueue({ concurrency: 2, maximumWaiting: 2 });
    const began: number[] = [];
    const finish: (() => void)[] = [];
    const work = (number: number) =>
      queue.run(() => {
        began.push(number);
        return new Promise<void>((resolve) => finish.push(resolve));
      });
    const running = [work(1), work(2), work(3), work(4)];
    await expect(work(5)).rejects.toMatchObject({ code: 'service.unavailable', retryAfterSeconds: 1 });
    expect(began).toEqual([1, 2]);
    finish[0]?.();
    await running[0];
    await turn();
    expect(began).toEqual([1, 2, 3]);
    finish[1]?.();
    await running[1];
    await turn();
    expect(began).toEqual([1, 2, 3, 4]);
    finish[2]?.();
    finish[3]?.();
    await Promise.all(running);
    await expect(queue.run(async () => 'free again')).resolves.toBe('free again');
  });

  test('a failure makes room like a success', async () => {
    const queue = new BoundedQueue({ concurrency: 1, maximumWaiting: 1 });
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(async () => 'done');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
