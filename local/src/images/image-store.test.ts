import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Children } from '../children.ts';
import type { Workshop } from '../parts/workshop.ts';
import { ImageStore } from './image-store.ts';

const place = mkdtempSync(join(tmpdir(), 'studynotion-images-'));
const children = new Children(join(place, 'processes.json'));
const workshop: Workshop = {
  children,
  signal: new AbortController().signal,
  environment: process.env,
  log: () => undefined,
};
let folder: string;
let store: ImageStore;

beforeEach(() => {
  folder = mkdtempSync(join(place, 'test-'));
  store = new ImageStore(join(folder, 'store'));
});

afterAll(async () => {
  await children.close();
  rmSync(place, { recursive: true });
});

/** A root file system whose only file holds this. */
function rootWith(text: string): string {
  const root = mkdtempSync(join(folder, 'root-'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'app', 'text'), text, { mode: 0o600 });
  symlinkSync('app/text', join(root, 'link'));
  return root;
}

async function imageOf(text: string, reference = 'localhost/test/thing:1') {
  const layer = await store.addLayer(rootWith(text), workshop);
  return store.keep(reference, text, store.addImage([layer], { User: '10001:10001' }));
}

const blobs = () => readdirSync(join(store.layout, 'blobs', 'sha256')).length;

describe('the store of images', () => {
  test('gives the same digest for the same files, whenever they were written', async () => {
    const [one, other] = [rootWith('a'), rootWith('a')];
    utimesSync(join(other, 'app', 'text'), 1, 1);
    expect(await store.addLayer(other, workshop)).toEqual(await store.addLayer(one, workshop));
  });

  test('finds what was made from the same, and nothing else', async () => {
    const image = await imageOf('a');
    expect(store.find('localhost/test/thing:1', 'a')).toEqual(image);
    expect(store.find('localhost/test/thing:1', 'b')).toBeUndefined();
    expect(store.find('localhost/test/other:1', 'a')).toBeUndefined();
  });

  test('tells what is in an image: files for everybody to read, links as links', async () => {
    const image = await imageOf('a');
    expect(await store.contentOf(image, workshop)).toEqual({
      config: { User: '10001:10001' },
      files: ['app/text', 'link@'],
    });
  });

  test('keeps three of one name, and of the older ones not even the bytes', async () => {
    for (const text of ['a', 'b', 'c']) await imageOf(text);
    const before = blobs();
    await imageOf('d');
    expect(store.find('localhost/test/thing:1', 'd')).toBeDefined();
    expect(['a', 'b', 'c'].filter((text) => store.find('localhost/test/thing:1', text) === undefined)).toHaveLength(1);
    expect(blobs()).toBe(before);
  });

  test('writes an archive for containerd and for Docker, in which shared layers lie once', async () => {
    const images = [await imageOf('a'), await imageOf('a', 'localhost/test/same:1')];
    const file = join(folder, 'images.tar');
    await store.export(images, file, workshop);
    const read = (name: string) => JSON.parse(execFileSync('tar', ['-xOf', file, name], { encoding: 'utf8' }));
    const entries = execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trim().split('\n');
    expect(new Set(entries).size).toBe(entries.length);
    expect(read('oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' });
    const names = read('index.json').manifests.map(
      ({ annotations }: { annotations: Record<string, string> }) => annotations['io.containerd.image.name'],
    );
    expect(names).toEqual(['localhost/test/thing:1', 'localhost/test/same:1']);
    for (const { Config, RepoTags, Layers } of read('manifest.json')) {
      expect(names).toContain(RepoTags[0]);
      for (const entry of [Config, ...Layers]) expect(entries).toContain(entry);
    }
  });

  test('knows the size that a registry would keep', async () => {
    const image = await imageOf('a'.repeat(100_000));
    expect(await store.compressedSize(image)).toBeLessThan(2000);
  });
});
