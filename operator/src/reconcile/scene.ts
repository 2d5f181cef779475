import { requiredSecrets } from '@studynotion/cdk8s';
import { ApiError, type KubernetesApi, referenceOf, type StoredObject } from '../kubernetes/kubernetes-api.ts';
import { apiVersion, kind, type StudyNotionStatus } from '../resource/study-notion.ts';
import { FakeKubernetesApi, type FakeKubernetesOptions } from '../testing/fake-kubernetes-api.ts';
import { isWorkload } from './gates.ts';
import { SeenRight } from './plan.ts';
import { type Outcome, type ReconcilerNeeds, reconcile } from './reconcile.ts';

export const NAMESPACE = 'studynotion';
export const NAME = 'learn';
const minimal = {
  version: '1.2.3',
  registry: 'registry.example/studynotion',
  host: 'learn.example',
  development: true,
};

/** An image tag that no pod can start with. */
export const BROKEN = '6.6.6';

/** A cluster in memory whose pods start as soon as somebody looks, and an operator that is asked pass by pass. */
export function scene(spec: object = {}, options: FakeKubernetesOptions = {}) {
  const clock = { time: new Date('2026-01-01T00:00:00Z') };
  const cluster = new FakeKubernetesApi({ ...options, clock: { now: () => clock.time } });
  const logged: string[] = [];
  const needs: ReconcilerNeeds = {
    api: cluster.as('operator'),
    now: () => clock.time,
    log: (message) => void logged.push(message),
    keepSecrets: async (_, environment) => {
      for (const { name, keys } of requiredSecrets(environment)) await makeSecret(cluster, name, keys);
      return [];
    },
    seen: new SeenRight(),
  };
  cluster.add({ apiVersion, kind, metadata: { name: NAME, namespace: NAMESPACE }, spec: { ...minimal, ...spec } });
  const resource = () => cluster.peek({ apiVersion, kind, namespace: NAMESPACE, name: NAME });
  const all = {
    clock,
    cluster,
    needs,
    logged,
    resource,
    status: () => resource()?.status as StudyNotionStatus | undefined,
    condition: (type: string) => all.status()?.conditions?.find((condition) => condition.type === type),
    find: (objectKind: string, name: string) =>
      cluster.everything().find((object) => object.kind === objectKind && object.metadata.name === name),
    change: (changed: object) =>
      void cluster.edit({ apiVersion, kind, namespace: NAMESPACE, name: NAME }, (draft) => {
        draft.spec = { ...(draft.spec as object), ...changed };
      }),
    /** One pass of the operator. */
    pass: (): Promise<Outcome> => reconcile(needs, { namespace: NAMESPACE, name: NAME }),
    /** Pods start, as far as they can. */
    startPods: () => startPods(cluster),
    /** Passes until one changes nothing. */
    settle: async (most = 40): Promise<void> => {
      for (let passes = 0; passes < most; passes += 1) {
        const before = versionsOf(cluster);
        await all.pass();
        startPods(cluster);
        if (before === versionsOf(cluster)) return;
      }
      throw new Error(`not settled: ${JSON.stringify(all.status()?.conditions)}`);
    },
  };
  return all;
}

async function makeSecret(api: KubernetesApi, name: string, keys: readonly string[]): Promise<void> {
  const data = Object.fromEntries(keys.map((key) => [key, Buffer.from(`${name} ${key}`).toString('base64')]));
  await api
    .create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: NAMESPACE }, data })
    .catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
    });
}

/** All that is stored but events, by version. */
function versionsOf(cluster: FakeKubernetesApi): string {
  const stored = cluster.everything().filter((object) => object.kind !== 'Event');
  return stored.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`).join();
}

interface PodOwner {
  readonly replicas?: number;
  readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
}

/** What Kubernetes' controllers would say of each workload. */
function startPods(cluster: FakeKubernetesApi): void {
  for (const scaler of cluster.everything().filter((object) => object.kind === 'HorizontalPodAutoscaler'))
    scale(cluster, scaler);
  for (const workload of cluster.everything().filter(isWorkload)) {
    const status = statusOf(workload);
    if (JSON.stringify(status) !== JSON.stringify(workload.status)) cluster.setStatus(referenceOf(workload), status);
  }
}

/** An autoscaler that sees no load. */
function scale(cluster: FakeKubernetesApi, { metadata, spec }: StoredObject): void {
  const { minReplicas } = spec as { readonly minReplicas: number };
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: metadata.name };
  const { replicas = 1 } = (cluster.peek(reference)?.spec ?? { replicas: minReplicas }) as {
    readonly replicas?: number;
  };
  if (replicas >= minReplicas) return;
  cluster.edit(reference, (draft) => void Object.assign(draft.spec as object, { replicas: minReplicas }), 'autoscaler');
}

function statusOf({ metadata, spec, status }: StoredObject): Record<string, unknown> {
  const { replicas = 1, template } = spec as PodOwner;
  const isBroken = template.spec.containers.some(({ image }) => image.endsWith(`:${BROKEN}`));
  const observedGeneration = metadata.generation;
  if (!isBroken)
    return {
      ...{
        observedGeneration,
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
      },
      ...{ currentRevision: 'one', updateRevision: 'one' },
    };
  const { availableReplicas = 0 } = (status ?? {}) as { readonly availableReplicas?: number };
  const message = 'ReplicaSet has timed out progressing.';
  return {
    ...{ observedGeneration, replicas: availableReplicas + 1, updatedReplicas: 1 },
    ...{ readyReplicas: availableReplicas, availableReplicas },
    conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message }],
  };
}
