import everyday from '../jest.config.mjs';

const [[pattern, [, options]]] = Object.entries(everyday.transform);

/** The everyday configuration with the transform that takes a guard out. What hangs without its guard has failed soon. */
export default {
  ...everyday,
  rootDir: '..',
  transform: { [pattern]: ['<rootDir>/scripts/guard-transform.mjs', options] },
  testTimeout: 4000,
};
