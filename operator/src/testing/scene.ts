import { requiredSecrets } from '@studynotion/cdk8s';
import { ApiError, type KubernetesApi, type StoredObject } from '../kubernetes/kubernetes-api.ts';
import { isWorkload } from '../reconcile/gates.ts';
import { managedKinds } from '../reconcile/observe.ts';
import { SeenRight } from '../reconcile/plan.ts';
import { type Outcome, type ReconcilerNeeds, reconcile } from '../reconcile/reconcile.ts';
import { apiVersion, kind, type StudyNotionStatus } from '../resource/study-notion.ts';
import { Bystander, recorded, type Write } from './bystander.ts';
import { FakeKubernetesApi, type FakeKubernetesOptions } from './fake-kubernetes-api.ts';

export const NAME = 'learn';
const minimal = {
  version: '1.2.3',
  registry: 'registry.example/studynotion',
  host: 'learn.example',
  development: true,
};

/** An image tag that no pod can start with. */
export const BROKEN = '6.6.6';

export interface Surroundings {
  /** As the operator has it. */
  readonly api: KubernetesApi;
  /** As everybody else has it. @default the same */
  readonly others?: KubernetesApi;
  readonly namespace: string;
  readonly clock: { time: Date };
}

export type Scene = Awaited<ReturnType<typeof sceneIn>>;

/** A resource in a cluster whose pods start as soon as somebody looks, and an operator that is asked pass by pass. */
export async function sceneIn({ api, others = api, namespace, clock }: Surroundings, spec: object = {}) {
  const kinds = [
    ...managedKinds,
    ...['Secret', 'Event'].map((name) => ({ apiVersion: 'v1', kind: name })),
    { apiVersion, kind },
  ];
  const bystander = new Bystander(others, namespace, kinds);
  const written: Write[] = [];
  const logged: string[] = [];
  const needs: ReconcilerNeeds = {
    api: recorded(api, (write) => void written.push(write)),
    now: () => clock.time,
    log: (message) => void logged.push(message),
    keepSecrets: async (_, environment) => {
      for (const { name, keys } of requiredSecrets(environment)) await makeSecret(others, { name, namespace, keys });
      return [];
    },
    seen: new SeenRight(),
  };
  const reference = { apiVersion, kind, namespace, name: NAME };
  await bystander.add({ apiVersion, kind, metadata: { name: NAME, namespace }, spec: { ...minimal, ...spec } });
  const status = async () => (await bystander.get(reference))?.status as StudyNotionStatus | undefined;
  const pass = (): Promise<Outcome> => reconcile(needs, { namespace, name: NAME });
  const startPods = () => startPodsOf(bystander);
  return {
    ...{ namespace, clock, bystander, needs, written, logged, status, pass, startPods },
    resource: () => bystander.get(reference),
    condition: async (type: string) => (await status())?.conditions?.find((condition) => condition.type === type),
    find: async (objectKind: string, name: string) =>
      (await bystander.everything()).find((object) => object.kind === objectKind && object.metadata.name === name),
    change: (changed: object) =>
      bystander.edit(reference, (draft) => {
        draft.spec = { ...(draft.spec as object), ...changed };
      }),
    /** Passes until one changes nothing. */
    settle: async (most = 40): Promise<void> => {
      for (let passes = 0; passes < most; passes += 1) {
        const before = await versionsOf(bystander);
        await pass();
        await startPods();
        if (before === (await versionsOf(bystander))) return;
      }
      throw new Error(`not settled: ${JSON.stringify((await status())?.conditions)}`);
    },
  };
}

/** A scene on an API server in memory, where things can also go wrong. */
export async function scene(spec: object = {}, options: FakeKubernetesOptions = {}) {
  const clock = { time: new Date('2026-01-01T00:00:00Z') };
  const cluster = new FakeKubernetesApi({ ...options, clock: { now: () => clock.time } });
  const surroundings = { api: cluster.as('operator'), others: cluster, namespace: 'studynotion', clock };
  return { ...(await sceneIn(surroundings, spec)), cluster };
}

async function makeSecret(
  api: KubernetesApi,
  { name, namespace, keys }: { readonly name: string; readonly namespace: string; readonly keys: readonly string[] },
): Promise<void> {
  const data = Object.fromEntries(keys.map((key) => [key, Buffer.from(`${name} ${key}`).toString('base64')]));
  await api
    .create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data })
    .catch((error: unknown) => {
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
    });
}

/** All that is stored but events, by version. */
async function versionsOf(bystander: Bystander): Promise<string> {
  const stored = (await bystander.everything()).filter((object) => object.kind !== 'Event');
  return stored.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`).join();
}

interface PodOwner {
  readonly replicas?: number;
  readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
}

/** What Kubernetes' controllers would do about each workload, and say of it. */
async function startPodsOf(bystander: Bystander): Promise<void> {
  for (const scaler of (await bystander.everything()).filter((object) => object.kind === 'HorizontalPodAutoscaler'))
    await scale(bystander, scaler);
  for (const workload of (await bystander.everything()).filter(isWorkload)) {
    const status = statusOf(workload);
    const known = workload.status as Record<string, unknown> | undefined;
    const isTold = Object.entries(status).every(
      ([field, value]) => JSON.stringify(known?.[field]) === JSON.stringify(value),
    );
    if (!isTold) await bystander.setStatus(workload, status);
  }
}

/** An autoscaler that sees no load. */
async function scale(bystander: Bystander, { metadata, spec }: StoredObject): Promise<void> {
  const { minReplicas } = spec as { readonly minReplicas: number };
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: metadata.namespace, name: metadata.name };
  const scaled = (await bystander.get(reference))?.spec as { readonly replicas?: number } | undefined;
  if (scaled === undefined || (scaled.replicas ?? 1) >= minReplicas) return;
  await bystander.edit(
    reference,
    (draft) => void Object.assign(draft.spec as object, { replicas: minReplicas }),
    'autoscaler',
  );
}

function statusOf({ kind: workload, metadata, spec, status }: StoredObject): Record<string, unknown> {
  const { replicas = 1, template } = spec as PodOwner;
  const isBroken = template.spec.containers.some(({ image }) => image.endsWith(`:${BROKEN}`));
  const observedGeneration = metadata.generation;
  const revisions = workload === 'StatefulSet' ? { currentRevision: 'one', updateRevision: 'one' } : {};
  if (!isBroken)
    return {
      ...{ observedGeneration, replicas, updatedReplicas: replicas, readyReplicas: replicas },
      ...{ availableReplicas: replicas, ...revisions },
    };
  const { availableReplicas = 0 } = (status ?? {}) as { readonly availableReplicas?: number };
  const message = 'ReplicaSet has timed out progressing.';
  return {
    ...{ observedGeneration, replicas: availableReplicas + 1, updatedReplicas: 1 },
    ...{ readyReplicas: availableReplicas, availableReplicas, ...revisions },
    conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message }],
  };
}
