import { describe, expect, test } from '@jest/globals';
import { FakeSidecar } from '../testing/fake-sidecar.ts';
import { TestClock } from '../testing/test-clock.ts';
import { countInWindow } from './count-in-window.ts';

function scene() {
  const clock = new TestClock();
  const sidecar = new FakeSidecar({ clock });
  const use = (maximum = 3) => countInWindow(sidecar, clock, { key: 'login:1.2.3.4', maximum, seconds: 60 });
  return { clock, sidecar, use };
}

describe('counting in a window', () => {
  test('lets exactly the maximum through when fifty come at once', async () => {
    const { use } = scene();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => use(10)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'rate.limited' });
    }
  });

  test('says when to try again, and lets through again when the window is over', async () => {
    const { use, clock } = scene();
    await Promise.all([use(), use(), use()]);
    clock.advance(20);
    await expect(use()).rejects.toMatchObject({ code: 'rate.limited', retryAfterSeconds: 40 });
    clock.advance(41);
    await expect(use()).resolves.toBeUndefined();
  });

  test('refuses when the count cannot be kept', async () => {
    const { use, sidecar } = scene();
    sidecar.break('state');
    await expect(use()).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  test('keeps the window where it began, however often it is used', async () => {
    const { use, clock } = scene();
    await use();
    clock.advance(50);
    await use();
    clock.advance(11);
    await Promise.all([use(), use(), use()]);
    await expect(use()).rejects.toMatchObject({ code: 'rate.limited' });
  });
});
