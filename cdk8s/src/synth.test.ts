import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { presets } from './presets.ts';
import { committedFolder, filesOf, readOptions, versionOfPlatform, write } from './synth.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studynotion-synth-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const contentOf = (place: string) =>
  new Map(
    readdirSync(place)
      .toSorted()
      .map((name) => [name, readFileSync(join(place, name), 'utf8')]),
  );

describe('npm run synth', () => {
  test.each(Object.entries(presets))(
    'wrote cdk8s/synthesized/%s; if not, run npm run synth -- --update',
    (name, preset) => {
      expect(contentOf(join(committedFolder, name))).toEqual(new Map(filesOf(preset(versionOfPlatform()))));
    },
  );

  test('gives the same bytes for the same environment', () => {
    const bytes = () => JSON.stringify([...filesOf(presets.prod('1.0.0'))]);
    const first = bytes();
    expect(bytes() === first).toBe(true);
  });

  test('takes away what an earlier run left, and leaves other files alone', () => {
    for (const name of ['99-old.yaml', 'kustomization.json']) writeFileSync(join(folder, name), '');
    write(new Map([['00-new.yaml', 'new']]), folder);
    expect(readdirSync(folder).toSorted()).toEqual(['00-new.yaml', 'kustomization.json']);
  });

  test('takes broker, host, port and folder from the command line', () => {
    const { environment, output } = readOptions([
      '--env',
      'dev',
      '--broker',
      'rabbitmq',
      '--host',
      'learn.test',
      '--port',
      '9443',
      '--output',
      folder,
    ]);
    expect(environment).toMatchObject({ name: 'dev', broker: 'rabbitmq', host: 'learn.test', port: 9443 });
    expect(output).toBe(folder);
    const files = filesOf(environment);
    expect([...files.keys()]).toContain('22-rabbitmq.yaml');
    expect(files.get('50-frontend.yaml')).toContain('https://media.learn.test:9443');
  });

  test.each([[], ['--env', 'test'], ['--env', 'dev', '--broker', 'kafka'], ['--env', 'dev', '--port', '0']])(
    'refuses %j',
    (...parameters) => {
      expect(() => readOptions(parameters)).toThrow(TypeError);
    },
  );
});
