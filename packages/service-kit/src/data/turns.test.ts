import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Turns } from './turns.ts';

function scene() {
  const turns = new Turns();
  const happened: string[] = [];
  const take = (key: string, name: string) =>
    turns.take(key, async () => {
      happened.push(`${name} begins`);
      await pause(1);
      happened.push(`${name} ends`);
      return name;
    });
  return { turns, happened, take };
}

describe('work takes turns', () => {
  test('on the same thing, in the order in which it came', async () => {
    const { happened, take } = scene();
    expect(await Promise.all([take('a', '1'), take('a', '2'), take('a', '3')])).toEqual(['1', '2', '3']);
    expect(happened).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
  });

  test('not on different things', async () => {
    const { happened, take } = scene();
    await Promise.all([take('a', '1'), take('b', '2')]);
    expect(happened.slice(0, 2)).toEqual(['1 begins', '2 begins']);
  });

  test('also after work that failed, whose failure is its own', async () => {
    const { turns, take } = scene();
    const failing = turns.take('a', () => Promise.reject(new Error('no')));
    const next = take('a', '2');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('2');
  });
});
