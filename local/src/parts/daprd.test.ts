import { expect, test } from '@jest/globals';
import { usedComponents } from './daprd.ts';

test('daprd is built with the components that the Dapr objects ask for, here and in a cluster', () => {
  expect(usedComponents()).toEqual([
    'nameresolution_kubernetes',
    'nameresolution_sqlite',
    'pubsub_rabbitmq',
    'pubsub_redis',
    'secretstores_kubernetes',
    'secretstores_local_file',
    'state_redis',
  ]);
});
