import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CachedPart, fromCache, placeOf } from './cache.ts';
import type { Workshop } from './workshop.ts';

let workshop: Workshop;
let made: number;

beforeEach(() => {
  made = 0;
  workshop = {
    environment: { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), 'studynotion-cache-')) },
    signal: new AbortController().signal,
    log: () => undefined,
  } as unknown as Workshop;
});

afterEach(() => rmSync(workshop.environment.XDG_CACHE_HOME ?? '', { recursive: true }));

const part = (change: Partial<CachedPart> = {}): CachedPart => ({
  name: 'thing-1.0',
  madeFrom: ['a'],
  make: async ({ draft }) => {
    made += 1;
    await pause(20);
    writeFileSync(join(draft, 'thing'), 'made');
  },
  ...change,
});

const get = (wanted: CachedPart) => fromCache(wanted, workshop, () => undefined);
const siblings = (place: string) => readdirSync(dirname(place));

describe('a part in the cache', () => {
  test('is made once, also when two ask at the same time', async () => {
    const [first, second] = await Promise.all([get(part()), get(part())]);
    expect(second).toBe(first);
    await get(part());
    expect(made).toBe(1);
    expect(siblings(first)).toEqual([basename(first)]);
  });

  test('is another when it is made from something else', async () => {
    expect(await get(part({ madeFrom: ['b'] }))).not.toBe(await get(part()));
    expect(made).toBe(2);
  });

  test('is not there when its making failed, and nothing half-made stays', async () => {
    const failing = part({ make: () => Promise.reject(new Error('no space left')) });
    await expect(get(failing)).rejects.toThrow('no space left');
    expect(siblings(placeOf(failing, workshop.environment))).toEqual([]);
    expect(existsSync(await get(part()))).toBe(true);
  });

  test('is made in spite of what a killed process left', async () => {
    const place = placeOf(part(), workshop.environment);
    mkdirSync(`${place}.draft-1`, { recursive: true });
    writeFileSync(`${place}.lock`, JSON.stringify({ pid: process.pid, identity: 'an earlier process' }));
    await get(part());
    expect(siblings(place)).toEqual([basename(place)]);
  });
});
