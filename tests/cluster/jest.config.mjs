import { createRequire } from 'node:module';
import root from '../../jest.config.mjs';

/** What `npm test` does not wait for: Kubernetes, and the programs that a cluster is built from. */
export default {
  ...root,
  rootDir: createRequire(import.meta.url)
    .resolve('../package.json')
    .replace(/package\.json$/, ''),
  testMatch: ['<rootDir>/cluster/**/*.test.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
};
