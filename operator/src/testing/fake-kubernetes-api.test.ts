import { describe, expect, test } from '@jest/globals';
import { ApiError, type KubernetesObject, referenceOf, type StoredObject } from '../kubernetes/kubernetes-api.ts';
import { failures, fakeKubernetesApi } from './fake-kubernetes-api.ts';

const manager = { fieldManager: 'studynotion-operator' };

function deployment(spec: object = {}, container: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'web:1', env: [{ name: 'A', value: '1' }], ...container }] },
      },
      ...spec,
    },
  };
}
const web = referenceOf(deployment());

/** The one container of a Deployment. */
function containerOf(object: StoredObject | undefined) {
  const spec = object?.spec as { template: { spec: { containers: Record<string, unknown>[] } } };
  return spec.template.spec.containers[0] ?? {};
}

describe('the API server in memory', () => {
  test('calls of two clients are told apart, and a fault can hit one of them', async () => {
    const api = fakeKubernetesApi();
    api.inject({ client: 'one', verbs: ['apply'], fails: failures.unavailable() });
    await expect(api.as('one').apply(deployment(), manager)).rejects.toMatchObject({ status: 503 });
    expect(api.everything()).toEqual([]);
    await api.as('two').apply(deployment(), manager);
    await api.as('one').apply(deployment(), manager);
    expect(api.calls.map(({ client, wrote }) => [client, wrote === true])).toEqual([
      ['one', false],
      ['two', true],
      ['one', false],
    ]);
  });

  test('an answer may be lost after the work is done', async () => {
    const api = fakeKubernetesApi();
    api.inject({ verbs: ['create'], when: 'after', fails: failures.noAnswer() });
    await expect(api.create(deployment())).rejects.toBeInstanceOf(ApiError);
    expect(await api.get(web)).toMatchObject({ spec: { replicas: 2 } });
  });

  test('a foreign edit belongs to who made it, and stays where apply does not name it', async () => {
    const api = fakeKubernetesApi();
    await api.apply(deployment(), manager);
    api.edit(web, (draft) => {
      const container = containerOf(draft as unknown as StoredObject);
      container.image = 'evil:1';
      container.env = [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ];
    });
    const repaired = await api.apply(deployment(), manager);
    expect(containerOf(repaired)).toMatchObject({
      image: 'web:1',
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    });
    const foreign = repaired.metadata.managedFields?.find((entry) => entry.manager === 'kubectl-edit');
    expect(foreign?.fieldsV1).toEqual({
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"app"}': { 'f:env': { 'k:{"name":"B"}': { '.': {}, 'f:name': {}, 'f:value': {} } } },
            },
          },
        },
      },
    });
  });

  test('replicas that are given up are one again, unless somebody else has named them', async () => {
    const api = fakeKubernetesApi();
    await api.apply(deployment(), manager);
    expect(await api.apply(deployment({ replicas: undefined }), manager)).toMatchObject({ spec: { replicas: 1 } });
    await api.apply(deployment({ replicas: 3 }), manager);
    api.edit(web, (draft) => Object.assign(draft.spec as object, { replicas: 5 }), 'horizontal-pod-autoscaler');
    expect(await api.apply(deployment({ replicas: undefined }), manager)).toMatchObject({ spec: { replicas: 5 } });
  });

  test('what a deleted object owned goes with it, and what is made for it later, too', async () => {
    const api = fakeKubernetesApi();
    const owner = await api.create(deployment());
    const owned = (name: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        ...{ name, namespace: 'shop' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: owner.metadata.uid }],
      },
      data: { key: 'value' },
    });
    await api.create(owned('early'));
    await api.delete(web, owner.metadata.uid);
    expect(api.everything()).toEqual([]);
    await api.create(owned('late'));
    expect(api.everything()).toEqual([]);
  });
});
