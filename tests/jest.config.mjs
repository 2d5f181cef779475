import { createRequire } from 'node:module';
import root from '../jest.config.mjs';

/** What crosses services, on the platform that `run.ts` starts; one file after another, because they share it. */
export default {
  ...root,
  rootDir: createRequire(import.meta.url)
    .resolve('./package.json')
    .replace(/package\.json$/, ''),
  roots: ['<rootDir>'],
  testMatch: ['<rootDir>/**/*.test.ts'],
  // The first need no platform and run with those of single packages; the others need a cluster: npm run test:cluster.
  testPathIgnorePatterns: [...root.testPathIgnorePatterns, '<rootDir>/load/', '<rootDir>/cluster/'],
  setupFilesAfterEnv: ['<rootDir>/leaks/watch.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
};
