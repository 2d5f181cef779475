import tests from '../jest.config.mjs';

/** What `npm test` does not wait for: Kubernetes, and journeys on it that are the same wherever the platform runs. */
const { setupFilesAfterEnv: _noDatabaseToWatch, ...shared } = tests;
export default {
  ...shared,
  testMatch: ['<rootDir>/cluster/**/*.test.ts', '<rootDir>/journeys/learner.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
