import { expect, test } from '@jest/globals';
import { fakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { onlyWhile } from './fenced-api.ts';
import { type KubernetesApi, referenceOf } from './kubernetes-api.ts';

const object = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'one', namespace: 'studynotion' },
  spec: {
    selector: { matchLabels: { app: 'one' } },
    template: { metadata: { labels: { app: 'one' } }, spec: { containers: [{ name: 'app', image: 'one:1' }] } },
  },
};
const manager = { fieldManager: 'test' };

test('an API for the leader alone is asked before each write, and lets others read', async () => {
  const cluster = fakeKubernetesApi();
  let leads = true;
  const api = onlyWhile(() => leads, cluster);
  const stored = await api.apply(object, manager);
  leads = false;
  const writes: ((api: KubernetesApi) => Promise<unknown>)[] = [
    (its) => its.create({ ...object, metadata: { ...object.metadata, name: 'two' } }),
    (its) => its.apply({ ...object, spec: { ...object.spec, paused: true } }, manager),
    (its) => its.applyStatus({ ...object, status: { replicas: 1 } }, manager),
    (its) => its.replace({ ...stored, spec: { ...object.spec, paused: true } }),
    (its) => its.delete(referenceOf(stored), stored.metadata.uid),
  ];
  for (const write of writes) await expect(write(api)).rejects.toMatchObject({ status: 0, reason: 'NotLeader' });
  expect(cluster.everything()).toEqual([stored]);
  expect(await api.get(referenceOf(object))).toEqual(stored);
  expect((await api.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'studynotion' })).items).toEqual([
    stored,
  ]);
  leads = true;
  for (const write of writes.slice(0, 3)) await write(api);
  expect(cluster.everything()).toHaveLength(2);
});
