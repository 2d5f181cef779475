import { expect, test } from '@jest/globals';
import { usedComponents } from './daprd.ts';

test('daprd is built with the components that the Dapr objects ask for', () => {
  expect(usedComponents()).toEqual(['nameresolution_sqlite', 'pubsub_redis', 'secretstores_local_file', 'state_redis']);
});
