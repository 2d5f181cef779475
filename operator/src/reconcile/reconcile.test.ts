import { describe, expect, test } from '@jest/globals';
import { failures } from '../testing/fault.ts';
import { describeReconciler } from '../testing/reconciler-suite.ts';
import { scene } from '../testing/scene.ts';

describeReconciler('an API server in memory', scene);

describe('what stands in the way', () => {
  test('no Dapr in the cluster: said with the way out', async () => {
    const { cluster, pass, condition } = await scene();
    cluster.setKind('dapr.io/v1alpha1', 'Component', undefined);
    await pass();
    expect(await condition('Degraded')).toMatchObject({ status: 'True', reason: 'DaprAbsent' });
    expect((await condition('Degraded'))?.message).toContain('helm install dapr');
    expect(await condition('Dapr')).toMatchObject({ status: 'False', reason: 'DaprAbsent' });
  });

  test('a Secret that the operator may not read: said with the way out', async () => {
    const { cluster, change, condition, settle } = await scene();
    await settle();
    const name = 'licence';
    cluster.inject({
      ...{ client: 'operator', verbs: ['get'], kind: 'Secret', name },
      ...{ times: Number.POSITIVE_INFINITY, fails: failures.forbidden() },
    });
    const environment = [{ name: 'LICENCE', secretKeyRef: { name, key: 'text' } }];
    await change({ services: { 'course-service': { environment } } });
    await settle();
    expect(await condition('Degraded')).toMatchObject({
      reason: 'SecretsMissing',
      message: 'Secret licence may not be read by the operator: add it to rbac.secretNames in the values of its chart',
    });
  });

  test('a right that the operator lacks: said, and tried again', async () => {
    const { cluster, pass, settle, condition } = await scene();
    cluster.inject({ client: 'operator', verbs: ['list'], kind: 'Ingress', fails: failures.forbidden() });
    await pass();
    expect(await condition('Degraded')).toMatchObject({ status: 'True', reason: 'Forbidden' });
    await settle();
    expect((await condition('Ready'))?.status).toBe('True');
  });
});

test('the number of pods never falls while an autoscaler takes over', async () => {
  const numbers = new Set<unknown>();
  const { cluster, namespace, settle, change } = await scene({ services: { 'course-service': { replicas: 4 } } });
  const record = () => {
    const found = cluster.peek({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'course-service' });
    if (found !== undefined) numbers.add((found.spec as { replicas?: number }).replicas);
  };
  const everyWrite = { verbs: ['apply', 'replace'], name: 'course-service', times: Number.POSITIVE_INFINITY } as const;
  cluster.inject({ ...everyWrite, when: 'after', happens: record });
  await settle();
  await change({ services: { 'course-service': { autoscaling: { minReplicas: 2, maxReplicas: 6 } } } });
  await settle();
  expect([...numbers]).toEqual([4]);
});
