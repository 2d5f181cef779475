import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listCourses } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { type KubernetesObject, kubectl, object, untilReady } from './support/cluster.ts';

const APP = 'course-service';

interface Autoscaler extends KubernetesObject {
  readonly status: {
    readonly currentReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const autoscaler = () => object<Autoscaler>('hpa', APP);

// One client is what all of this comes from.
beforeAll(async () => {
  await kubectl('set', 'env', 'deployment/api-gateway', 'FLOOD_REQUESTS_PER_SECOND=100000');
  await kubectl('rollout', 'status', 'deployment/api-gateway', '--timeout=150s');
}, 200_000);
afterAll(async () => {
  await kubectl('set', 'env', 'deployment/api-gateway', 'FLOOD_REQUESTS_PER_SECOND-');
  await kubectl('rollout', 'status', 'deployment/api-gateway', '--timeout=150s');
}, 200_000);

test('real load starts another pod', async () => {
  await waitUntil(
    'figures for the autoscaler',
    async () => {
      const { conditions = [] } = (await autoscaler()).status;
      return conditions.some(({ type, status }) => type === 'ScalingActive' && status === 'True');
    },
    120,
  );
  let isOver = false;
  // Each question is a new one, so that no gateway has its answer in memory.
  const ask = async (): Promise<void> => {
    const client = new ApiClient();
    while (!isOver)
      await client.send(listCourses, { headers: { 'accept-language': `en-x-${randomUUID().slice(0, 8)}` } });
  };
  const askers = Array.from({ length: 8 }, ask);
  try {
    await waitUntil('a second pod', async () => ((await autoscaler()).status.currentReplicas ?? 0) >= 2, 180);
  } finally {
    isOver = true;
    await Promise.all(askers);
  }
  const { currentReplicas = 0 } = (await autoscaler()).status;
  expect(currentReplicas).toBeGreaterThanOrEqual(2);
  await untilReady(APP, currentReplicas);
}, 400_000);
