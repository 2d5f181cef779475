import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { readDemoPlan } from '../plan.ts';
import { courseImage, portrait } from './draw.ts';
import { Studio } from './studio.ts';

const { courses, instructors } = readDemoPlan();
const LARGEST_BYTES = 500_000;
const PNG = [0x89, 0x50, 0x4e, 0x47];

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const studio = new Studio();
afterAll(() => studio.close());

describe('pictures', () => {
  test('of courses are PNG, each another one, and the same every time', () => {
    const images = courses.map(({ theme }) => courseImage(theme));
    for (const image of images) {
      expect([...image.subarray(0, 4)]).toEqual(PNG);
      expect(image.length).toBeLessThan(LARGEST_BYTES);
    }
    const hashes = images.map(hashOf);
    expect(courses.map(({ theme }) => hashOf(courseImage(theme)))).toEqual(hashes);
    expect(new Set(hashes).size).toBe(courses.length);
  });

  test('of people are PNG, each another one', () => {
    const images = instructors.map((instructor) => portrait(instructor.portrait));
    for (const image of images) expect([...image.subarray(0, 4)]).toEqual(PNG);
    expect(new Set(images.map(hashOf)).size).toBe(instructors.length);
  });
});

describe('films', () => {
  // The strands fill the whole picture: nothing takes more bytes a second.
  const film = { theme: { motif: 'strands', palette: 'sky' }, number: '1.1', variant: 0, seconds: 6 } as const;

  const short = { ...film, seconds: 3 };

  test('are MP4 with H.264, and small', async () => {
    const bytes = await studio.shoot(film);
    const text = Buffer.from(bytes).toString('latin1');
    expect(text.slice(4, 8)).toBe('ftyp');
    expect(text).toContain('avc1');
    expect(bytes.length).toBeLessThan(LARGEST_BYTES);
  });

  test('are the same every time, and another one for each lecture', async () => {
    const began = Math.floor(Date.now() / 1000);
    const first = Buffer.from(await studio.shoot(short));
    const second = Buffer.from(await studio.shoot({ ...short, number: '1.2', variant: 1 }));
    // An encoder writes down when it worked, in whole seconds.
    await waitUntil('the next second', async () => Math.floor(Date.now() / 1000) > began);
    expect(Buffer.from(await studio.shoot(short)).equals(first)).toBe(true);
    expect(second.equals(first)).toBe(false);
  });

  test('that cannot be made say so, and the next one is made', async () => {
    const impossible = { ...film, theme: { motif: 'none', palette: 'sky' } } as unknown as typeof film;
    await expect(studio.shoot(impossible)).rejects.toThrow('The film 1.1 could not be made');
    expect((await studio.shoot(short)).length).toBeGreaterThan(1000);
  });

  test('that are still to be made when the studio closes are given up', async () => {
    const closing = new Studio();
    const films = Promise.allSettled([
      closing.shoot(film),
      closing.shoot(film),
      closing.shoot(film),
      closing.shoot(film),
    ]);
    await closing.close();
    expect((await films).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  });
});
