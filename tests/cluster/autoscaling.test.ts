import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, test } from '@jest/globals';
import { listCourses } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { type KubernetesObject, kubectl, object, pauseOperator, untilReady } from './support/cluster.ts';

const APP = 'course-service';

interface Autoscaler extends KubernetesObject {
  readonly status: {
    readonly currentReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const autoscaler = () => object<Autoscaler>('hpa', APP);
const podsNow = async () => (await autoscaler()).status.currentReplicas ?? 0;

/** Whether pods that are not needed go at once, where they would be kept for five minutes. */
async function letGoAtOnce(wanted: boolean): Promise<void> {
  const behavior = wanted ? { scaleDown: { stabilizationWindowSeconds: 0 } } : null;
  await kubectl('patch', 'hpa', APP, '--type=merge', `--patch=${JSON.stringify({ spec: { behavior } })}`);
}

beforeAll(async () => {
  await pauseOperator(true);
  await letGoAtOnce(true);
  await waitUntil(
    'figures for the autoscaler, and one pod',
    async () => {
      const { conditions = [], currentReplicas } = (await autoscaler()).status;
      const hasFigures = conditions.some(({ type, status }) => type === 'ScalingActive' && status === 'True');
      return hasFigures && currentReplicas === 1;
    },
    170,
  );
  await untilReady(APP, 1);
}, 300_000);
afterAll(async () => {
  await letGoAtOnce(false);
  await pauseOperator(false);
});

test('real load starts another pod', async () => {
  let isOver = false;
  // Each question is a new one, so that no gateway has its answer in memory, and of somebody else.
  const ask = async (): Promise<void> => {
    while (!isOver)
      await new ApiClient().send(listCourses, { headers: { 'accept-language': `en-x-${randomUUID().slice(0, 8)}` } });
  };
  const askers = Array.from({ length: 8 }, ask);
  try {
    await waitUntil('a second pod', async () => (await podsNow()) >= 2, 180);
  } finally {
    isOver = true;
    await Promise.all(askers);
  }
}, 200_000);
