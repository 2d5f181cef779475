/** Unit tests beside the code and component tests in `test/`; what crosses services lives in tests/ and has a runner of its own. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  // And nowhere else: a cluster in .studynotion holds copies of the packages, in its containers.
  roots: ['packages', 'services', 'sandbox', 'cdk8s', 'operator', 'local', 'frontend', 'tests/load'].map(
    (name) => `<rootDir>/${name}`,
  ),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 20_000,
};
