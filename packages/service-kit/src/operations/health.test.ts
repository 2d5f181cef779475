import { afterEach, describe, expect, test } from '@jest/globals';
import { Health } from './health.ts';

describe('health', () => {
  const made: Health[] = [];
  const health = () => {
    const one = new Health();
    made.push(one);
    return one;
  };
  afterEach(() => {
    for (const one of made.splice(0)) one.stop();
  });

  test('is not ready before its start is over', async () => {
    const one = health();
    expect(await one.missing()).toEqual(['start']);
    expect(one.isAlive()).toBe(true);
    one.markStarted();
    expect(await one.missing()).toEqual([]);
  });

  test('names every part that is missing: one that says no, fails, throws at once or hangs', async () => {
    const one = health();
    one.markStarted();
    one.require({ name: 'sidecar', isReady: async () => true });
    one.require({ name: 'database', isReady: async () => false });
    one.require({ name: 'keys', isReady: () => Promise.reject(new Error('no keys')) });
    one.require({
      name: 'list',
      isReady: () => {
        throw new Error('at once');
      },
    });
    one.require({ name: 'slow', isReady: () => new Promise(() => {}) });
    expect(await one.missing()).toEqual(['database', 'keys', 'list', 'slow']);
  });

  test('is neither alive nor ready while it drains', async () => {
    const one = health();
    one.markStarted();
    one.startDraining();
    expect(one.isAlive()).toBe(false);
    expect(one.isWell()).toBe(true);
    expect(await one.missing()).toEqual(['draining']);
  });

  test('is alive whatever the parts say, for a failure would end all deliveries', () => {
    const one = health();
    one.markStarted();
    one.require({ name: 'database', isReady: async () => false });
    expect(one.isAlive()).toBe(true);
  });
});
