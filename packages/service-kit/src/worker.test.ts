import { describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { recordingLogger } from '../test/recording-logger.ts';
import { Worker } from './worker.ts';

/** A worker over a list of what is due, which the test fills; it stops before each thing until the test opens. */
function scene() {
  const { logger, lines } = recordingLogger();
  const due: string[] = [];
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  let arrivals = 0;
  const takeOne = async () => {
    const thing = due.shift();
    if (thing === undefined) return false;
    arrivals += 1;
    await gate.promise;
    if (thing === 'broken') throw new Error('it broke');
    done.push(thing);
    return true;
  };
  const open = () => gate.resolve();
  return { worker: new Worker({ name: 'things', logger, takeOne }), due, done, lines, open, arrivals: () => arrivals };
}

describe('a worker', () => {
  test('works off all that is due, in order', async () => {
    const { worker, due, done, open } = scene();
    open();
    due.push('one', 'two', 'three');
    await worker.run();
    expect(done).toEqual(['one', 'two', 'three']);
  });

  test('makes one pass at a time, and sees what came during its last look', async () => {
    const { worker, due, done, open, arrivals } = scene();
    due.push('one');
    const first = worker.run();
    await waitUntil('the first thing', () => arrivals() === 1);
    const second = worker.run();
    due.push('two');
    expect(arrivals()).toBe(1);
    open();
    await Promise.all([first, second]);
    expect(done).toEqual(['one', 'two']);
  });

  test('tells a failure to whoever ran it, and goes on with the rest at the next run', async () => {
    const { worker, due, done, open } = scene();
    open();
    due.push('broken', 'two');
    await expect(worker.run()).rejects.toThrow('it broke');
    await worker.run();
    expect(done).toEqual(['two']);
  });

  test('logs the failure of what it was woken for, for nobody waits there', async () => {
    const { worker, due, lines, open } = scene();
    open();
    due.push('broken');
    worker.wake();
    await waitUntil('the log line', () => lines().length > 0);
    expect(lines()[0]).toMatchObject({ 'log.level': 'warn', error: { message: 'it broke' } });
  });

  test('settles when the pass at hand is over', async () => {
    const { worker, due, done, open, arrivals } = scene();
    due.push('one');
    worker.wake();
    await waitUntil('the first thing', () => arrivals() === 1);
    const settled = worker.settle();
    open();
    await settled;
    expect(done).toEqual(['one']);
  });
});
