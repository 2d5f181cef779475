import { describe, expect, test } from '@jest/globals';
import { faultsOf, type ImageContent } from './faults.ts';

const locked = {
  'node_modules/zod': {},
  'node_modules/vite': { dev: true },
  'node_modules/@types/node': { dev: true },
  'node_modules/@dapr/dapr': {},
  'node_modules/@studynotion/contracts': { link: true },
  'packages/service-kit/node_modules/lru-cache': {},
};

const sound: ImageContent = {
  config: { User: '10001:10001', Cmd: ['node', 'main.ts'] },
  files: [
    'bin@',
    'usr/local/bin/node',
    'app/main.ts@',
    'app/node_modules/.bin/uuid@',
    'app/node_modules/zod/src/tests/a.test.ts',
    'app/node_modules/@dapr/dapr/index.js',
    'app/node_modules/zod/test/fixtures/node_modules/file.js',
    'app/node_modules/@studynotion/contracts@',
    'app/packages/service-kit/node_modules/lru-cache/index.js',
    'app/services/course-service/src/main.ts',
  ],
};

const faults = (change: Partial<ImageContent>) => faultsOf({ ...sound, ...change }, locked);
const withFile = (file: string) => faults({ files: [...sound.files, file] });

describe('the image of a Node program', () => {
  test('is sound with production dependencies, linked workspaces and sources', () => {
    expect(faults({})).toEqual([]);
  });

  test('does not run as root', () => {
    expect(faults({ config: { Cmd: ['node', 'main.ts'] } })).toEqual(['it runs as root, not as 10001:10001']);
  });

  test('runs node itself, so that signals reach it', () => {
    expect(faults({ config: { ...sound.config, Cmd: ['sh', '-c', 'node main.ts'] } })).toHaveLength(1);
  });

  test.each([
    ['app/node_modules/vite/index.js', 'development dependencies: node_modules/vite'],
    ['app/node_modules/@types/node/index.d.ts', 'development dependencies: node_modules/@types/node'],
    ['app/node_modules/stranger/index.js', 'packages that the lock file does not have: node_modules/stranger'],
    ['app/node_modules/@studynotion/contracts/src/a.ts', 'workspaces that are no links: '],
    ['app/services/course-service/src/app.test.ts', 'tests: services/course-service/src/app.test.ts'],
    ['app/packages/service-kit/src/testing/index.ts', 'tests: packages/service-kit/src/testing/index.ts'],
    ['root/.npmrc', 'what may be a secret: root/.npmrc'],
    ['app/services/course-service/.env.example', 'what may be a secret: '],
  ])('has no %s', (file, fault) => {
    expect(withFile(file)).toEqual([expect.stringContaining(fault)]);
  });
});
