import { describe, expect, jest, test } from '@jest/globals';
import type { Media } from '@studynotion/contracts';
import { partsOf } from './parts-of.ts';
import type { PartEnd, PartRequest } from './send-file.ts';
import { isAcceptable, uploadMedia } from './upload-media.ts';

const media: Media = { id: '0123456789abcdef01234567', kind: 'image', state: 'ready', fileName: 'a.png', version: 2 };
const upload = {
  mediaId: media.id,
  url: 'https://api.example.org/upload',
  fields: { signature: 'abc' },
  chunkSize: 4,
  expiresAt: '2026-01-01T00:00:00Z',
};
const picture = (bytes: string) => new File([bytes], 'a.png', { type: 'image/png' });

/** Uploads `bytes`; the provider ends the parts as `ends` says, then accepts, and the platform sees the `states`. */
async function run(bytes: string, { ends = [] as PartEnd[], states = ['ready'] as Media['state'][] } = {}) {
  const sent: { range?: string; uploadId?: string; bytes: string; signature: unknown }[] = [];
  const shares: number[] = [];
  const looks: string[] = [];
  const seen = () => ({ data: { ...media, state: states.length > 1 ? states.shift() : states[0] } as Media });
  const end = await uploadMedia('image', picture(bytes), {
    signal: new AbortController().signal,
    pause: async () => {},
    createUpload: async () => ({ data: upload }),
    sendPart: jest.fn(async ({ headers, body }: PartRequest) => {
      sent.push({
        range: headers['Content-Range'],
        uploadId: headers['X-Unique-Upload-Id'],
        bytes: await (body.get('file') as File).text(),
        signature: body.get('signature'),
      });
      return ends.shift() ?? 'accepted';
    }),
    completeUpload: async () => {
      looks.push('complete');
      return seen();
    },
    getMedia: async () => {
      looks.push('get');
      return seen();
    },
    onProgress: (share) => shares.push(share),
    onSent: () => {},
  });
  return { end, sent, shares, looks };
}

describe('the parts of a file', () => {
  test('are one without a range where it is small', () => {
    expect(partsOf(4, 4)).toEqual([{ start: 0, end: 4 }]);
  });

  test('follow one another without gap or overlap, the last one being the rest', () => {
    expect(partsOf(10, 4)).toEqual([
      { start: 0, end: 4, contentRange: 'bytes 0-3/10' },
      { start: 4, end: 8, contentRange: 'bytes 4-7/10' },
      { start: 8, end: 10, contentRange: 'bytes 8-9/10' },
    ]);
    expect(partsOf(8, 4)).toHaveLength(2);
  });
});

describe('an upload', () => {
  test('sends a small file as a whole, with the signed fields', async () => {
    const { end, sent } = await run('abc');
    expect(sent).toEqual([{ range: undefined, uploadId: undefined, bytes: 'abc', signature: 'abc' }]);
    expect(end).toEqual({ media });
  });

  test('sends the parts of a large file under one id, and tells how far it is', async () => {
    const { sent, shares } = await run('abcdefghij');
    expect(sent.map(({ bytes }) => bytes)).toEqual(['abcd', 'efgh', 'ij']);
    expect(new Set(sent.map(({ uploadId }) => uploadId)).size).toBe(1);
    expect(sent[0]?.uploadId).toBeTruthy();
    expect(shares).toEqual([0.4, 0.8, 1]);
  });

  test('sends a lost part again, and no other', async () => {
    const { end, sent } = await run('abcdefgh', { ends: ['accepted', 'lost', 'lost'] });
    expect(sent.map(({ bytes }) => bytes)).toEqual(['abcd', 'efgh', 'efgh', 'efgh']);
    expect(end).toEqual({ media });
  });

  test('gives up a part that is lost four times', async () => {
    const { end, looks } = await run('abc', { ends: ['lost', 'lost', 'lost', 'lost'] });
    expect(end).toEqual({ problem: { code: 'network.unreachable' } });
    expect(looks).toEqual([]);
  });

  test('ends at once where the provider refuses', async () => {
    const { end, sent } = await run('abcdefgh', { ends: ['refused'] });
    expect(end).toEqual({ problem: { code: 'media.unsuitable' } });
    expect(sent).toHaveLength(1);
  });

  test('waits until the platform has looked at the bytes', async () => {
    const { end, looks } = await run('abc', { states: ['checking', 'checking', 'failed'] });
    expect(looks).toEqual(['complete', 'get', 'get']);
    expect(end).toMatchObject({ media: { state: 'failed' } });
  });

  test.each([
    ['image/svg+xml', 10],
    ['image/png', 0],
    ['image/png', 10_000_001],
    ['', 10],
  ])('of %j with %d bytes does not begin', (type, size) => {
    expect(isAcceptable('image', { type, size })).toBe(false);
  });
});
