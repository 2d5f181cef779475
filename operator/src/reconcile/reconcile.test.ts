import { describe, expect, test } from '@jest/globals';
import { platformObjects } from '@studynotion/cdk8s';
import { environmentOf } from '../resource/environment-of.ts';
import { readStudyNotion } from '../resource/study-notion.ts';
import { failures } from '../testing/fault.ts';
import { reconcile } from './reconcile.ts';
import { BROKEN, NAME, NAMESPACE, scene } from './scene.ts';

const reference = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  namespace: NAMESPACE,
  name,
});
const deployment = (name: string) => reference('apps/v1', 'Deployment', name);

async function settled(spec: object = {}) {
  const platform = scene(spec);
  await platform.settle();
  expect(platform.condition('Ready')).toMatchObject({ status: 'True', reason: 'AsDescribed' });
  return platform;
}

describe('a new resource', () => {
  test('becomes a platform: every object of its environment, owned by it', async () => {
    const { cluster, resource } = await settled();
    const stored = resource();
    if (stored === undefined) throw new Error('it is gone');
    const wanted = platformObjects(environmentOf(readStudyNotion(stored)));
    const found = cluster.everything();
    for (const { kind, metadata } of wanted) {
      const object = found.find((candidate) => candidate.kind === kind && candidate.metadata.name === metadata.name);
      expect(object?.metadata).toMatchObject({
        labels: { 'app.kubernetes.io/managed-by': 'studynotion-operator' },
        ownerReferences: [{ kind: 'StudyNotion', name: NAME, uid: stored.metadata.uid, controller: true }],
      });
    }
  });

  test('comes up in order: nothing of a stage before all of the one before is ready', async () => {
    const { find, pass, startPods } = scene();
    await pass();
    expect(find('StatefulSet', 'redis')).toBeUndefined();
    expect(find('Component', 'pubsub')).toBeUndefined();
    for (let passes = 0; passes < 3; passes += 1) {
      startPods();
      await pass();
    }
    expect(find('Component', 'pubsub')).toBeDefined();
    expect(find('Deployment', 'api-gateway')).toBeUndefined();
    expect(find('Ingress', 'studynotion')).toBeUndefined();
  });

  test('says what it waits for, and then that nothing is to be done', async () => {
    const { condition, status, pass, settle } = scene();
    await pass();
    expect(condition('Ready')).toMatchObject({ status: 'False', reason: 'Progressing' });
    expect(condition('Database')?.message).toContain('0 of 1 new pods');
    await settle();
    expect(status()).toMatchObject({ observedGeneration: 1, version: '1.2.3', services: '9/9' });
    expect(condition('Degraded')).toMatchObject({ status: 'False' });
    expect(condition('Progressing')).toMatchObject({ status: 'False', reason: 'Settled' });
  });
});

describe('a platform that is as described', () => {
  test('is left alone: no write, no comparison, however often it is looked at', async () => {
    const { cluster, pass } = await settled();
    const before = cluster.calls.length;
    for (let passes = 0; passes < 5; passes += 1) await pass();
    const calls = cluster.calls.slice(before);
    expect(calls.filter(({ client, verb }) => client === 'operator' && !['get', 'list'].includes(verb))).toEqual([]);
  });

  test.each([
    ['a deleted Deployment', (cluster: Cluster) => cluster.remove(deployment('auth-service'))],
    ['a removed Subscription', (cluster: Cluster) => cluster.remove(firstSubscription(cluster))],
    [
      'a changed image',
      (cluster: Cluster) =>
        cluster.edit(deployment('course-service'), (draft) => {
          container(draft).image = 'registry.example/other:1';
        }),
    ],
    [
      'an extra environment variable',
      (cluster: Cluster) =>
        cluster.edit(deployment('course-service'), (draft) => {
          container(draft).env.push({ name: 'DEBUG', value: '1' });
        }),
    ],
    [
      'an extra container',
      (cluster: Cluster) =>
        cluster.edit(deployment('frontend'), (draft) => {
          podSpec(draft).containers.push({ name: 'miner', image: 'miner:1' });
        }),
    ],
    [
      'an edited Service port',
      (cluster: Cluster) =>
        cluster.edit(reference('v1', 'Service', 'frontend'), (draft) => {
          ports(draft)[0].port = 81;
        }),
    ],
    [
      'an extra Service port',
      (cluster: Cluster) =>
        cluster.edit(reference('v1', 'Service', 'frontend'), (draft) => {
          ports(draft).push({ name: 'extra', port: 9999, protocol: 'TCP', targetPort: 9999 });
        }),
    ],
    [
      'a setting added to a component of Dapr',
      (cluster: Cluster) =>
        cluster.edit(reference('dapr.io/v1alpha1', 'Component', 'pubsub'), (draft) => {
          (draft.spec as { metadata: object[] }).metadata.push({ name: 'extra', value: '1' });
        }),
    ],
    [
      'a label that another took away',
      (cluster: Cluster) =>
        cluster.edit(deployment('frontend'), (draft) => {
          draft.metadata.labels = {};
        }),
    ],
  ])('is repaired after %s', async (_, break_) => {
    const { cluster, settle, condition } = await settled();
    const before = specsOf(cluster);
    break_(cluster);
    expect(specsOf(cluster)).not.toEqual(before);
    await settle();
    expect(specsOf(cluster)).toEqual(before);
    expect(condition('Ready')?.status).toBe('True');
  });

  test('keeps what others may add: labels, annotations, a restart that somebody asked for', async () => {
    const { cluster, settle, find } = await settled();
    cluster.edit(deployment('frontend'), (draft) => {
      draft.metadata.annotations = { note: 'ours' };
      template(draft).metadata.annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
    });
    await settle();
    expect(find('Deployment', 'frontend')).toMatchObject({
      metadata: { annotations: { note: 'ours' } },
      spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } } },
    });
  });

  test('leaves the number of pods to an autoscaler, and hands it over without a drop', async () => {
    const numbers = new Set<unknown>();
    const { cluster, settle, change, find } = scene({ services: { 'course-service': { replicas: 4 } } });
    const record = () => {
      const found = cluster.peek(deployment('course-service'));
      if (found !== undefined) numbers.add((found.spec as { replicas?: number }).replicas);
    };
    const everyWrite = {
      verbs: ['apply', 'replace'],
      name: 'course-service',
      times: Number.POSITIVE_INFINITY,
    } as const;
    cluster.inject({ ...everyWrite, when: 'after', happens: record });
    await settle();
    change({ services: { 'course-service': { autoscaling: { minReplicas: 2, maxReplicas: 6 } } } });
    await settle();
    expect([...numbers]).toEqual([4]);
    cluster.edit(deployment('course-service'), (draft) => {
      (draft.spec as { replicas: number }).replicas = 5;
    });
    await settle();
    expect(find('Deployment', 'course-service')?.spec).toMatchObject({ replicas: 5 });
  });

  test('loses what it no longer needs, and nothing that others made', async () => {
    const { cluster, settle, change, find } = await settled({
      services: { 'course-service': { autoscaling: { minReplicas: 2, maxReplicas: 6 } } },
    });
    cluster.add({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'of-somebody', namespace: NAMESPACE },
      data: {},
    });
    expect(find('HorizontalPodAutoscaler', 'course-service')).toBeDefined();
    change({ services: {} });
    await settle();
    expect(find('HorizontalPodAutoscaler', 'course-service')).toBeUndefined();
    expect(find('ConfigMap', 'of-somebody')).toBeDefined();
  });
});

describe('secrets', () => {
  test('a rotated one starts exactly the pods anew that read it', async () => {
    const { cluster, settle } = await settled();
    const before = templatesOf(cluster);
    cluster.edit(reference('v1', 'Secret', 'payment-service'), (draft) => {
      draft.data = { ...(draft.data as object), 'razorpay-key-secret': 'bmV3' };
    });
    await settle();
    const after = templatesOf(cluster);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['payment-service']);
  });

  test("the broker's starts those anew whose sidecars read it, and the broker", async () => {
    const { cluster, settle } = await settled();
    const before = templatesOf(cluster);
    cluster.edit(reference('v1', 'Secret', 'redis'), (draft) => {
      draft.data = { password: 'bmV3' };
    });
    await settle();
    const after = templatesOf(cluster);
    const anew = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(anew).toContain('redis');
    expect(anew).toContain('course-service');
    expect(anew).not.toContain('frontend');
  });

  test('a missing one is said with the way out, nothing is changed meanwhile, and it goes on when it is there', async () => {
    const environment = [{ name: 'LICENCE', valueFrom: { secretKeyRef: { name: 'licence', key: 'text' } } }];
    const { cluster, settle, change, condition } = await settled();
    const before = specsOf(cluster);
    change({ services: { 'course-service': { environment: toEnvironment(environment) } } });
    await settle();
    expect(condition('Secrets')).toMatchObject({
      status: 'False',
      reason: 'Missing',
      message: `Secret licence does not exist: create it in namespace ${NAMESPACE}`,
    });
    expect(condition('Degraded')).toMatchObject({ status: 'True', reason: 'SecretsMissing' });
    expect(condition('Services')?.status).toBe('True');
    expect(specsOf(cluster)).toEqual(before);
    cluster.add({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'licence', namespace: NAMESPACE },
      data: { text: 'eA==' },
    });
    await settle();
    expect(condition('Ready')?.status).toBe('True');
  });
});

describe('a version that does not start', () => {
  test('stops at the first gate, the old one serves on, and another version goes on from there', async () => {
    const { settle, change, condition, status, find } = await settled();
    change({ version: BROKEN });
    await settle();
    expect(condition('Ready')?.status).toBe('False');
    expect(condition('Degraded')).toMatchObject({ status: 'True', reason: 'GateClosed' });
    expect(status()?.version).toBe('1.2.3');
    expect(imageOf(find('Deployment', 'api-gateway'))).toContain(':1.2.3');
    change({ version: '1.2.4' });
    await settle();
    expect(status()?.version).toBe('1.2.4');
    expect(imageOf(find('Deployment', 'api-gateway'))).toContain(':1.2.4');
  });
});

describe('what stands in the way', () => {
  test('a second resource in a namespace is told so, and the first is not disturbed', async () => {
    const { clock, cluster, needs, settle, condition, resource } = await settled();
    clock.time = new Date(clock.time.getTime() + 60_000);
    cluster.add({
      ...resourceNamed('second'),
      spec: resource()?.spec,
    });
    const { status } = await reconcile(needs, { namespace: NAMESPACE, name: 'second' });
    expect(status?.conditions?.find(({ type }) => type === 'Degraded')).toMatchObject({ reason: 'NamespaceTaken' });
    await settle();
    expect(condition('Ready')?.status).toBe('True');
  });

  test('no Dapr in the cluster: said with the way out', async () => {
    const { cluster, pass, condition } = scene();
    cluster.setKind('dapr.io/v1alpha1', 'Component', undefined);
    await pass();
    expect(condition('Degraded')).toMatchObject({ status: 'True', reason: 'DaprAbsent' });
    expect(condition('Degraded')?.message).toContain('helm install dapr');
    expect(condition('Dapr')).toMatchObject({ status: 'False', reason: 'DaprAbsent' });
  });

  test('a right that the operator lacks: said, and tried again', async () => {
    const { cluster, pass, settle, condition } = scene();
    cluster.inject({ client: 'operator', verbs: ['list'], kind: 'Ingress', fails: failures.forbidden() });
    await pass();
    expect(condition('Degraded')).toMatchObject({ status: 'True', reason: 'Forbidden' });
    await settle();
    expect(condition('Ready')?.status).toBe('True');
  });

  test('paused: nothing is changed, whatever happens, until it goes on', async () => {
    const { cluster, change, pass, settle, find, condition, status } = await settled();
    change({ paused: true });
    cluster.remove(deployment('auth-service'));
    await pass();
    expect(find('Deployment', 'auth-service')).toBeUndefined();
    expect(condition('Progressing')).toMatchObject({ status: 'False', reason: 'Paused' });
    expect(condition('Degraded')?.status).toBe('False');
    expect(condition('Ready')).toMatchObject({ status: 'Unknown', reason: 'Paused' });
    expect(condition('Services')).toMatchObject({ status: 'False', message: 'auth-service does not exist yet' });
    expect(status()).toMatchObject({ services: '8/9', version: '1.2.3' });
    change({ paused: false });
    await settle();
    expect(find('Deployment', 'auth-service')).toBeDefined();
  });
});

test('events are told of transitions, once each', async () => {
  const { cluster, pass, change, settle } = await settled();
  const eventsOf = () => cluster.everything().filter(({ kind }) => kind === 'Event');
  const before = eventsOf().length;
  for (let passes = 0; passes < 5; passes += 1) await pass();
  expect(eventsOf()).toHaveLength(before);
  change({ version: BROKEN });
  await settle();
  const news = eventsOf().slice(before);
  expect(news.filter(({ reason }) => reason === 'DegradedGateClosed')).toHaveLength(1);
});

type Scene = ReturnType<typeof scene>;
type Cluster = Scene['cluster'];
type Draft = Parameters<Parameters<Cluster['edit']>[1]>[0];

interface Template {
  metadata: { annotations?: Record<string, string> };
  spec: { containers: { name: string; image: string; env: object[] }[] };
}

const template = (draft: Draft) => (draft.spec as { template: Template }).template;
const podSpec = (draft: Draft) => template(draft).spec as { containers: object[] };
const ports = (draft: Draft) => (draft.spec as { ports: [{ port: number }, ...object[]] }).ports;

function container(draft: Draft) {
  const [first] = template(draft).spec.containers;
  if (first === undefined) throw new Error('it has no container');
  return first;
}

const imageOf = (object: unknown) =>
  (object as { spec: { template: Template } } | undefined)?.spec.template.spec.containers[0]?.image;

function firstSubscription(cluster: Cluster) {
  const found = cluster.everything().find(({ kind }) => kind === 'Subscription');
  if (found === undefined) throw new Error('there is no subscription');
  return reference(found.apiVersion, found.kind, found.metadata.name);
}

/** What all objects of the platform say, without what the server counts. */
function specsOf(cluster: Cluster) {
  return Object.fromEntries(
    cluster
      .everything()
      .filter(({ kind }) => !['Event', 'StudyNotion', 'Secret'].includes(kind))
      .map(({ kind, metadata, status: _, ...rest }) => [
        `${kind} ${metadata.name}`,
        { labels: metadata.labels, ...rest },
      ]),
  );
}

function templatesOf(cluster: Cluster): Record<string, string> {
  return Object.fromEntries(
    cluster
      .everything()
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .map(({ metadata, spec }) => [metadata.name, JSON.stringify((spec as { template: object }).template)]),
  );
}

const resourceNamed = (name: string) => ({
  apiVersion: 'platform.studynotion.dev/v1alpha1',
  kind: 'StudyNotion',
  metadata: { name, namespace: NAMESPACE },
});

/** As the resource writes it. */
const toEnvironment = (entries: readonly { name: string; valueFrom: object }[]) =>
  entries.map(({ name, valueFrom }) => ({ name, ...valueFrom }));
