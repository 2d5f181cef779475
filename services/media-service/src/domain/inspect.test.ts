import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sampleMp4, samplePng, sampleWebm } from '../../../../sandbox/src/samples/index.ts';
import { inspect, type Verdict } from './inspect.ts';
import type { StoredFile } from './media-provider.ts';

/** A file in memory that counts how it is read. */
function fileOf(bytes: Buffer): StoredFile & { reads: number; bytesRead: number } {
  return {
    size: bytes.length,
    reads: 0,
    bytesRead: 0,
    async read(start, length) {
      this.reads += 1;
      const part = bytes.subarray(start, start + length);
      this.bytesRead += part.length;
      return part;
    },
  };
}

const look = (bytes: Buffer, kind: 'image' | 'video'): Promise<Verdict> =>
  inspect(fileOf(bytes), { kind, size: bytes.length });

describe('looking into files', () => {
  test('finds the index of a long video at its end without reading what lies between', async () => {
    const video = sampleMp4({ seconds: 40, width: 320, height: 240, index: 'end' });
    expect(video.length).toBeGreaterThan(4_000_000);
    const file = fileOf(video);
    expect(await inspect(file, { kind: 'video', size: video.length })).toEqual({
      fit: { format: 'mp4', durationSeconds: 40 },
    });
    expect(file.bytesRead).toBeLessThan(1_500_000);
  });

  test('passes on that a file could not be read, and does not blame the file', async () => {
    const video = sampleMp4({ seconds: 30, width: 320, height: 240, index: 'end' });
    const broken: StoredFile = {
      size: video.length,
      read: async (start, length) => {
        if (start > 1_000_000) throw new Error('the line is dead');
        return video.subarray(start, start + length);
      },
    };
    await expect(inspect(broken, { kind: 'video', size: video.length })).rejects.toThrow('the line is dead');
  });

  const samples: readonly (readonly ['image' | 'video', Buffer])[] = [
    ['video', sampleMp4({ seconds: 2, width: 16, height: 16 })],
    ['video', sampleMp4({ seconds: 2, width: 16, height: 16, index: 'end' })],
    ['video', sampleWebm({ seconds: 2 })],
    ['image', samplePng({ width: 20, height: 20 })],
  ];

  test.each(samples.map(([kind, bytes], index) => [`${kind} ${index}`, kind, bytes] as const))(
    'ends with a verdict whatever bytes are changed, and never reads without end: %s',
    async (_name, kind, bytes) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(Math.min(bytes.length, 1500) - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
          fc.nat(bytes.length),
          async (changes, length) => {
            const changed = Buffer.from(bytes.subarray(0, Math.max(1, length)));
            for (const [at, value] of changes) if (at < changed.length) changed[at] = value;
            const file = fileOf(changed);
            const verdict = await inspect(file, { kind, size: changed.length });
            if ('fit' in verdict && kind === 'video') {
              expect(verdict.fit.durationSeconds).toBeGreaterThanOrEqual(1);
              expect(verdict.fit.durationSeconds).toBeLessThanOrEqual(12 * 3600);
            } else if ('unfit' in verdict) expect(verdict.unfit).toMatch(/^This .*\.$/);
            expect(file.reads).toBeLessThan(600);
          },
        ),
        { numRuns: 120 },
      );
    },
    60_000,
  );

  test('takes no noise for media', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('image' as const, 'video' as const),
        async (noise, kind) => {
          expect(await look(Buffer.from(noise), kind)).toHaveProperty('unfit');
        },
      ),
      { numRuns: 120 },
    );
  });
});
