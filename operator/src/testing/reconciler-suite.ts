import { beforeAll, describe, expect, test } from '@jest/globals';
import { platformObjects } from '@studynotion/cdk8s';
import { reconcile } from '../reconcile/reconcile.ts';
import { environmentOf } from '../resource/environment-of.ts';
import { apiVersion, kind, readStudyNotion } from '../resource/study-notion.ts';
import type { Draft } from './bystander.ts';
import { BROKEN, NAME, type Scene } from './scene.ts';

/**
 * What the reconciler does, on whatever API server: one suite for that in memory and for a real one.
 * @param makeScene a scene in a namespace of its own
 */
export function describeReconciler(server: string, makeScene: (spec?: object) => Promise<Scene>): void {
  async function settled(spec: object = {}) {
    const platform = await makeScene(spec);
    await platform.settle();
    expect(await platform.condition('Ready')).toMatchObject({ status: 'True', reason: 'AsDescribed' });
    return platform;
  }

  describe(`on ${server}, a new resource`, () => {
    test('becomes a platform: every object of its environment, owned by it', async () => {
      const { bystander, resource } = await settled();
      const stored = await resource();
      if (stored === undefined) throw new Error('it is gone');
      const wanted = platformObjects(environmentOf(readStudyNotion(stored)));
      const found = await bystander.everything();
      for (const { kind: wantedKind, metadata } of wanted) {
        const isIt = (object: (typeof found)[number]) =>
          object.kind === wantedKind && object.metadata.name === metadata.name;
        expect(found.find(isIt)?.metadata).toMatchObject({
          labels: { 'app.kubernetes.io/managed-by': 'studynotion-operator' },
          ownerReferences: [{ kind: 'StudyNotion', name: NAME, uid: stored.metadata.uid, controller: true }],
        });
      }
    });

    test('comes up in order, says what it waits for, and then that nothing is to be done', async () => {
      const { condition, find, pass, settle, startPods, status } = await makeScene();
      await pass();
      expect(await condition('Ready')).toMatchObject({ status: 'False', reason: 'Progressing' });
      expect((await condition('Database'))?.message).toContain('0 of 1 new pods');
      expect(await find('StatefulSet', 'redis')).toBeUndefined();
      while ((await find('Component', 'pubsub')) === undefined) {
        await startPods();
        await pass();
      }
      expect(await find('Deployment', 'api-gateway')).toBeUndefined();
      expect(await find('Ingress', 'studynotion')).toBeUndefined();
      await settle();
      expect(await status()).toMatchObject({ observedGeneration: 1, version: '1.2.3', services: '9/9' });
      expect(await condition('Degraded')).toMatchObject({ status: 'False' });
      expect(await condition('Progressing')).toMatchObject({ status: 'False', reason: 'Settled' });
    });
  });

  describe(`on ${server}, a platform that is as described`, () => {
    let platform: Scene;
    beforeAll(async () => {
      platform = await settled();
    });

    test('is left alone: no write, no comparison, however often it is looked at', async () => {
      const before = platform.written.length;
      for (let passes = 0; passes < 5; passes += 1) await platform.pass();
      expect(platform.written.slice(before)).toEqual([]);
    });

    test.each<[string, (namespace: string) => Reference, (draft: Draft) => void]>([
      [
        'a changed image',
        (namespace) => deployment(namespace, 'course-service'),
        (draft) => {
          container(draft).image = 'registry.example/other:1';
        },
      ],
      [
        'an extra environment variable',
        (namespace) => deployment(namespace, 'course-service'),
        (draft) => void container(draft).env.push({ name: 'DEBUG', value: '1' }),
      ],
      [
        'an extra container',
        (namespace) => deployment(namespace, 'frontend'),
        (draft) => void template(draft).spec.containers.push({ name: 'miner', image: 'miner:1', env: [] }),
      ],
      [
        'an edited Service port',
        (namespace) => service(namespace, 'frontend'),
        (draft) => {
          ports(draft)[0].port = 81;
        },
      ],
      [
        'an extra Service port',
        (namespace) => service(namespace, 'frontend'),
        (draft) => void ports(draft).push({ name: 'extra', port: 9999, protocol: 'TCP', targetPort: 9999 }),
      ],
      [
        'a setting added to a component of Dapr',
        (namespace) => component(namespace, 'pubsub'),
        (draft) => void (draft.spec as { metadata: object[] }).metadata.push({ name: 'extra', value: '1' }),
      ],
      [
        'a label that another took away',
        (namespace) => deployment(namespace, 'frontend'),
        (draft) => {
          draft.metadata.labels = {};
        },
      ],
    ])('is repaired after %s', async (_, referenceIn, change) => {
      const before = await statesOf(platform);
      await platform.bystander.edit(referenceIn(platform.namespace), change);
      expect(await statesOf(platform)).not.toEqual(before);
      await platform.settle();
      expect(await statesOf(platform)).toEqual(before);
      expect((await platform.condition('Ready'))?.status).toBe('True');
    });

    test.each(['Deployment', 'Subscription', 'NetworkPolicy', 'RoleBinding'])(
      'has a deleted %s again',
      async (deleted) => {
        const before = await statesOf(platform);
        const found = (await platform.bystander.everything()).find((object) => object.kind === deleted);
        if (found === undefined) throw new Error(`there is no ${deleted}`);
        const { name, namespace } = found.metadata;
        await platform.bystander.remove({ apiVersion: found.apiVersion, kind: deleted, namespace, name });
        await platform.settle();
        expect(withoutAddresses(await statesOf(platform))).toEqual(withoutAddresses(before));
      },
    );

    test('keeps what others may add: labels, annotations, a restart that somebody asked for', async () => {
      await platform.bystander.edit(deployment(platform.namespace, 'frontend'), (draft) => {
        draft.metadata.annotations = { ...draft.metadata.annotations, note: 'ours' };
        template(draft).metadata.annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
      });
      await platform.settle();
      expect(await platform.find('Deployment', 'frontend')).toMatchObject({
        metadata: { annotations: { note: 'ours' } },
        spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } } },
      });
    });

    test('tells events of transitions, once each', async () => {
      const eventsOf = async () => (await platform.bystander.everything()).filter((object) => object.kind === 'Event');
      const before = await eventsOf();
      for (let passes = 0; passes < 5; passes += 1) await platform.pass();
      expect(await eventsOf()).toHaveLength(before.length);
      await platform.change({ version: BROKEN });
      await platform.settle();
      const known = new Set(before.map(({ metadata }) => metadata.name));
      const news = (await eventsOf()).filter(({ metadata }) => !known.has(metadata.name));
      expect(news.filter(({ reason }) => reason === 'DegradedGateClosed')).toHaveLength(1);
      await platform.change({ version: '1.2.3' });
      await platform.settle();
    });
  });

  describe(`on ${server}, autoscaling`, () => {
    test('takes over the number of pods without a drop, decides alone, and gives it back', async () => {
      const { bystander, change, find, namespace, settle, written } = await settled({
        services: { 'course-service': { replicas: 4 } },
      });
      const before = written.length;
      await change({ services: { 'course-service': { autoscaling: { minReplicas: 2, maxReplicas: 6 } } } });
      await settle();
      const replicas = async () => (await find('Deployment', 'course-service'))?.spec as { replicas: number };
      expect(await replicas()).toMatchObject({ replicas: 4 });
      // Handed over first: then no write, whichever comes last, is one that lets the number fall.
      const writes = written
        .slice(before)
        .filter(({ dryRun, kind: of, name }) => !dryRun && of === 'Deployment' && name === 'course-service');
      expect(writes.length).toBeGreaterThan(1);
      await bystander.edit(deployment(namespace, 'course-service'), (draft) => {
        (draft.spec as { replicas: number }).replicas = 5;
      });
      await settle();
      expect(await replicas()).toMatchObject({ replicas: 5 });
      await bystander.add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'of-somebody', namespace },
        data: {},
      });
      expect(await find('HorizontalPodAutoscaler', 'course-service')).toBeDefined();
      await change({ services: {} });
      await settle();
      expect(await replicas()).toMatchObject({ replicas: 1 });
      // What is needed no more goes, and nothing that others made.
      expect(await find('HorizontalPodAutoscaler', 'course-service')).toBeUndefined();
      expect(await find('ConfigMap', 'of-somebody')).toBeDefined();
    });
  });

  describe(`on ${server}, secrets`, () => {
    test('a rotated one starts exactly the pods anew that read it', async () => {
      const { bystander, namespace, settle, ...platform } = await settled();
      const anewAfter = async (name: string, key: string) => {
        const before = await templatesOf({ bystander });
        await bystander.edit({ apiVersion: 'v1', kind: 'Secret', namespace, name }, (draft) => {
          draft.data = { ...(draft.data as object), [key]: 'bmV3' };
        });
        await settle();
        const after = await templatesOf({ bystander });
        return Object.keys(after).filter((workload) => after[workload] !== before[workload]);
      };
      expect(await anewAfter('payment-service', 'razorpay-key-secret')).toEqual(['payment-service']);
      const ofBroker = await anewAfter('redis', 'password');
      expect(ofBroker).toEqual(expect.arrayContaining(['redis', 'course-service']));
      expect(ofBroker).not.toContain('frontend');
      expect((await platform.condition('Ready'))?.status).toBe('True');
    });

    test('a missing one is said with the way out, nothing is changed meanwhile, and it goes on when it is there', async () => {
      const platform = await settled();
      const { bystander, change, condition, namespace, settle } = platform;
      const before = await statesOf(platform);
      const environment = [{ name: 'LICENCE', secretKeyRef: { name: 'licence', key: 'text' } }];
      await change({ services: { 'course-service': { environment } } });
      await settle();
      expect(await condition('Secrets')).toMatchObject({
        status: 'False',
        reason: 'Missing',
        message: `Secret licence does not exist: create it in namespace ${namespace}`,
      });
      expect(await condition('Degraded')).toMatchObject({ status: 'True', reason: 'SecretsMissing' });
      expect((await condition('Services'))?.status).toBe('True');
      expect(await statesOf(platform)).toEqual(before);
      const metadata = { name: 'licence', namespace };
      await bystander.add({ apiVersion: 'v1', kind: 'Secret', metadata, data: { text: 'eA==' } });
      await settle();
      expect((await condition('Ready'))?.status).toBe('True');
    });
  });

  describe(`on ${server}, what does not go`, () => {
    test('a version that does not start stops at the first gate, the old one serves on, and another goes on from there', async () => {
      const { change, condition, find, settle, status } = await settled();
      await change({ version: BROKEN });
      await settle();
      expect((await condition('Ready'))?.status).toBe('False');
      expect(await condition('Degraded')).toMatchObject({ status: 'True', reason: 'GateClosed' });
      expect((await status())?.version).toBe('1.2.3');
      expect(imageOf(await find('Deployment', 'api-gateway'))).toContain(':1.2.3');
      await change({ version: '1.2.4' });
      await settle();
      expect((await status())?.version).toBe('1.2.4');
      expect(imageOf(await find('Deployment', 'api-gateway'))).toContain(':1.2.4');
    });

    test('a second resource in a namespace is told so, and the first is not disturbed', async () => {
      const { bystander, clock, condition, namespace, needs, resource, settle } = await settled();
      clock.time = new Date(clock.time.getTime() + 60_000);
      const spec = (await resource())?.spec;
      await bystander.add({ apiVersion, kind, metadata: { name: 'second', namespace }, spec });
      const { status } = await reconcile(needs, { namespace, name: 'second' });
      expect(status?.conditions?.find(({ type }) => type === 'Degraded')).toMatchObject({ reason: 'NamespaceTaken' });
      await settle();
      expect((await condition('Ready'))?.status).toBe('True');
    });

    test('paused: nothing is changed, whatever happens, until it goes on', async () => {
      const { bystander, change, condition, find, namespace, pass, settle, status } = await settled();
      await change({ paused: true });
      await bystander.remove(deployment(namespace, 'auth-service'));
      await pass();
      expect(await find('Deployment', 'auth-service')).toBeUndefined();
      expect(await condition('Progressing')).toMatchObject({ status: 'False', reason: 'Paused' });
      expect((await condition('Degraded'))?.status).toBe('False');
      expect(await condition('Ready')).toMatchObject({ status: 'Unknown', reason: 'Paused' });
      expect(await condition('Services')).toMatchObject({
        status: 'False',
        message: 'auth-service does not exist yet',
      });
      expect(await status()).toMatchObject({ services: '8/9', version: '1.2.3' });
      await change({ paused: false });
      await settle();
      expect(await find('Deployment', 'auth-service')).toBeDefined();
    });
  });
}

type Reference = ReturnType<typeof deployment>;

const named = (ofApi: string, ofKind: string) => (namespace: string, name: string) => ({
  ...{ apiVersion: ofApi, kind: ofKind },
  ...{ namespace, name },
});
const deployment = named('apps/v1', 'Deployment');
const service = named('v1', 'Service');
const component = named('dapr.io/v1alpha1', 'Component');

interface Template {
  metadata: { annotations?: Record<string, string> };
  spec: { containers: { name: string; image: string; env: object[] }[] };
}

const template = (draft: Draft) => (draft.spec as { template: Template }).template;
const ports = (draft: Draft) => (draft.spec as { ports: [{ port: number }, ...object[]] }).ports;

function container(draft: Draft) {
  const [first] = template(draft).spec.containers;
  if (first === undefined) throw new Error('it has no container');
  return first;
}

const imageOf = (object: unknown) =>
  (object as { spec: { template: Template } } | undefined)?.spec.template.spec.containers[0]?.image;

/** What all objects of the platform say, without what the server counts. */
async function statesOf({ bystander }: Pick<Scene, 'bystander'>): Promise<Record<string, unknown>> {
  const objects = await bystander.everything();
  return Object.fromEntries(
    objects
      .filter((object) => !['Event', 'StudyNotion', 'Secret'].includes(object.kind))
      .map(({ metadata, status: _, ...rest }) => [
        `${rest.kind} ${metadata.name}`,
        { labels: metadata.labels, ...rest },
      ]),
  );
}

/** An object that was made anew has another address. */
function withoutAddresses(states: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(states).replaceAll(/"10\.\d+\.\d+\.\d+"/g, '"address"'));
}

async function templatesOf({ bystander }: Pick<Scene, 'bystander'>): Promise<Record<string, string>> {
  const objects = await bystander.everything();
  return Object.fromEntries(
    objects
      .filter((object) => object.kind === 'Deployment' || object.kind === 'StatefulSet')
      .map(({ metadata, spec }) => [metadata.name, JSON.stringify((spec as { template: object }).template)]),
  );
}
