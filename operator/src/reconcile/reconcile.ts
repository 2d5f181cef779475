import { type Part, type PlatformEnvironment, platformParts } from '@studynotion/cdk8s';
import { canonical } from '../canonical.ts';
import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  type OwnerReference,
  referenceOf,
  type StoredObject,
} from '../kubernetes/kubernetes-api.ts';
import { environmentOf, managedBy } from '../resource/environment-of.ts';
import {
  apiVersion,
  InvalidResourceError,
  kind,
  readStudyNotion,
  type StudyNotion,
  type StudyNotionStatus,
} from '../resource/study-notion.ts';
import { desiredStages, outsideReferences, type Stage } from './desired.ts';
import { eventsOf, tellEvents } from './events.ts';
import { type Gate, gateOf, isRolledOut, isWorkload } from './gates.ts';
import { DaprAbsentError, type Observed, observe } from './observe.ts';
import { type Change, describeChange, makeChange, planObject, type SeenRight } from './plan.ts';
import { hashKeyOf, readContents } from './secret-contents.ts';
import { type Findings, type Problem, type StageFindings, statusOf } from './status.ts';

export interface ReconcilerNeeds {
  readonly api: KubernetesApi;
  readonly now: () => Date;
  readonly log: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Makes the Secrets of a platform as far as it can. @returns what people have to add, a sentence each */
  readonly keepSecrets: (resource: StudyNotion, environment: PlatformEnvironment) => Promise<readonly string[]>;
  /** Emptied from time to time, so that everything is compared anew. */
  readonly seen: SeenRight;
  /** Ends the pass before its next change. */
  readonly signal?: AbortSignal;
}

export interface Outcome {
  /** The status as it is now; undefined for a resource that is gone. */
  readonly status?: StudyNotionStatus;
  /** When to look again although nothing was heard. */
  readonly againSeconds: number;
}

/** Pods are not watched: why one does not start is seen by looking again. */
const UNFINISHED_SECONDS = 3;
/** Secrets are not watched: nobody may list them all, and by name each would be a watch of its own. */
const SETTLED_SECONDS = 30;
/** How long a part may not be ready before that is a problem; Deployments have a deadline of their own. */
const GATE_SECONDS = 600;

/**
 * Makes a platform what its resource says, as far as that goes now, and says in the status how far it is. What the resource
 * or the cluster was like before plays no part, so a pass may end anywhere and be begun again.
 */
export async function reconcile(
  needs: ReconcilerNeeds,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<Outcome> {
  const stored = await needs.api.get({ apiVersion, kind, namespace, name });
  // What it owns is taken away by Kubernetes.
  if (stored === undefined || stored.metadata.deletionTimestamp !== undefined) return { againSeconds: SETTLED_SECONDS };
  const previous = stored.status as StudyNotionStatus | undefined;
  const findings = await look(needs, stored, previous);
  const status = statusOf(findings, previous);
  if (canonical(status) !== canonical(previous)) await tell(needs, stored, previous, status);
  const isSettled = status.conditions?.find(({ type }) => type === 'Progressing')?.status !== 'True';
  return { status, againSeconds: isSettled ? SETTLED_SECONDS : UNFINISHED_SECONDS };
}

async function tell(
  { api, now, log }: ReconcilerNeeds,
  stored: StoredObject,
  previous: StudyNotionStatus | undefined,
  status: StudyNotionStatus,
): Promise<void> {
  const { name, namespace } = stored.metadata;
  const fieldManager = 'studynotion-operator-status';
  await api.applyStatus({ apiVersion, kind, metadata: { name, namespace }, status }, { fieldManager });
  const events = eventsOf(stored, previous, status, now());
  await tellEvents(api, events, (error) => log('An event could not be told', { error }));
}

/** One pass, up to the first thing that stands in its way. */
async function look(
  needs: ReconcilerNeeds,
  stored: StoredObject,
  previous: StudyNotionStatus | undefined,
): Promise<Findings> {
  const { namespace, name } = stored.metadata;
  const found = {
    generation: stored.metadata.generation ?? 0,
    version: (stored.spec as { readonly version?: string }).version ?? '',
    now: needs.now(),
    missing: [],
    stages: [],
  };
  try {
    const resource = readStudyNotion(stored);
    const { paused } = resource.spec;
    const other = await olderOne(needs.api, stored);
    if (other !== undefined)
      throw new Obstacle(
        'NamespaceTaken',
        `${other} is in this namespace already: a platform needs one of its own. Delete ${name} and create it in another namespace.`,
      );
    const environment = environmentOf(resource);
    const parts = partsOf(environment);
    const observed = await observe(needs.api, namespace);
    const missing = paused ? [] : await needs.keepSecrets(resource, environment);
    const contents = await readContents(needs.api, namespace, outsideReferences(parts));
    const hashKey = paused ? '' : await hashKeyOf(needs.api, namespace);
    const stages = desiredStages(parts, { owner: ownerOf(stored), contentOf: contents.of, hashKey });
    // The first ones name the field, the others also keys.
    const lacking = missing.length > 0 ? missing : contents.missing;
    const held = paused || lacking.length > 0;
    const superfluous = held ? [] : superfluousAmong(observed, stages);
    // First, for an autoscaler and a fixed number of pods would undo each other, and no gate would open.
    await prune(needs, superfluous.filter(isAutoscaler));
    const findings = await bringStages(needs, stages, { observed, previous, held });
    if (findings.every(({ held, gate }) => !held && gate.state === 'open')) await prune(needs, superfluous);
    return { ...found, paused, missing: lacking, stages: findings };
  } catch (error) {
    return { ...found, obstacle: obstacleOf(error) };
  }
}

/** Something stands in the way that does not go by trying again. */
class Obstacle extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Parts of the environments seen last: making them costs more than a whole quiet pass. */
const recentParts = new Map<string, readonly Part[]>();
const MOST_RECENT = 20;

function partsOf(environment: PlatformEnvironment): readonly Part[] {
  const key = canonical(environment);
  const parts = recentParts.get(key) ?? makeParts(environment);
  recentParts.delete(key);
  recentParts.set(key, parts);
  for (const oldest of recentParts.keys()) {
    if (recentParts.size <= MOST_RECENT) break;
    recentParts.delete(oldest);
  }
  return parts;
}

function makeParts(environment: PlatformEnvironment): readonly Part[] {
  try {
    return platformParts(environment);
  } catch (error) {
    if (error instanceof TypeError) throw new Obstacle('Invalid', error.message);
    throw error;
  }
}

/** @throws what is not an obstacle: it is tried again */
function obstacleOf(error: unknown): Problem {
  if (error instanceof Obstacle) return { reason: error.reason, message: error.message };
  if (error instanceof InvalidResourceError) return { reason: 'Invalid', message: error.message };
  if (error instanceof DaprAbsentError)
    return {
      reason: 'DaprAbsent',
      part: 'Dapr',
      message: `${error.message}: install Dapr (helm install dapr dapr/dapr --namespace dapr-system --create-namespace), then it goes on by itself.`,
    };
  if (error instanceof ApiError && error.status === 403)
    return {
      reason: 'Forbidden',
      message: `The operator lacks a right: ${error.message}. The Role of its chart grants it.`,
    };
  throw error;
}

/** A platform's objects have fixed names. */
async function olderOne(api: KubernetesApi, { metadata }: StoredObject): Promise<string | undefined> {
  const { items } = await api.list({ apiVersion, kind, namespace: metadata.namespace });
  const age = (one: StoredObject['metadata']) => `${one.creationTimestamp} ${one.uid}`;
  return items
    .map((item) => item.metadata)
    .filter((other) => other.deletionTimestamp === undefined && age(other) < age(metadata))
    .sort((one, other) => (age(one) < age(other) ? -1 : 1))[0]?.name;
}

function ownerOf({ metadata: { name, uid } }: StoredObject): OwnerReference {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

interface Passage {
  readonly observed: Observed;
  readonly previous: StudyNotionStatus | undefined;
  /** Nothing may be changed from here on: what there is goes on as it is. */
  readonly held: boolean;
}

/** Stage by stage; one that is not ready holds back all after it. */
async function bringStages(
  needs: ReconcilerNeeds,
  stages: readonly Stage[],
  { observed, previous, held: heldFromStart }: Passage,
): Promise<StageFindings[]> {
  const findings: StageFindings[] = [];
  let held = heldFromStart;
  for (const stage of stages) {
    const changes = held ? [] : await bringObjects(needs, stage.objects, observed);
    const gate = await gateOfStage(needs, stage, observed, previous);
    const live = stage.objects.map((object) => observed.find(object));
    findings.push({ stage, gate, live, changes: changes.map(describeChange), held });
    held ||= gate.state !== 'open' || changes.some(({ action }) => action === 'wait' || action === 'recreate');
  }
  return findings;
}

async function bringObjects(
  { api, seen, log, signal }: ReconcilerNeeds,
  objects: readonly KubernetesObject[],
  observed: Observed,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const object of objects) {
    signal?.throwIfAborted();
    const change = await planObject(api, object, observed.find(object), seen);
    if (change === undefined) continue;
    if (change.action === 'refused')
      throw new Obstacle(
        'Unchangeable',
        `${object.kind} ${object.metadata.name} cannot be changed to this: ${change.message}`,
      );
    log(describeChange(change), { namespace: object.metadata.namespace });
    await makeChange(api, change);
    changes.push(change);
    const live = await api.get(referenceOf(object));
    if (live === undefined) observed.remove(object);
    else observed.set(live);
  }
  return changes;
}

async function gateOfStage(
  { api, now }: ReconcilerNeeds,
  { objects, part }: Stage,
  observed: Observed,
  previous: StudyNotionStatus | undefined,
): Promise<Gate> {
  const workloads = objects.filter(isWorkload).map((object) => ({
    name: object.metadata.name,
    live: observed.find(object),
    least: leastReplicas(object, objects),
  }));
  const namespace = objects[0]?.metadata.namespace ?? '';
  const isOpen = workloads.every(({ live, least }) => live !== undefined && isRolledOut(live, least));
  const pods = isOpen ? [] : (await api.list({ apiVersion: 'v1', kind: 'Pod', namespace })).items;
  const gate = gateOf(workloads, pods);
  const since = previous?.conditions?.find(
    ({ type, status }) => type === part && status === 'False',
  )?.lastTransitionTime;
  const waits = since !== undefined && now().getTime() - Date.parse(since) > GATE_SECONDS * 1000;
  return gate.state === 'waiting' && waits ? { ...gate, state: 'failed' } : gate;
}

/** What the object itself says, else its autoscaler. */
function leastReplicas(
  { kind: scaled, metadata, spec }: KubernetesObject,
  objects: readonly KubernetesObject[],
): number {
  const own = (spec as { readonly replicas?: number }).replicas;
  const scaler = objects.find((object) => isAutoscaler(object) && object.metadata.name === metadata.name);
  return own ?? (scaled === 'Deployment' ? (scaler?.spec as { readonly minReplicas?: number })?.minReplicas : 1) ?? 1;
}

const isAutoscaler = (object: { readonly kind: string }) => object.kind === 'HorizontalPodAutoscaler';

/** What the operator made and the platform needs no more. */
function superfluousAmong(observed: Observed, stages: readonly Stage[]): readonly StoredObject[] {
  const wanted = new Set(stages.flatMap(({ objects }) => objects).map((object) => observed.find(object)));
  return observed
    .all()
    .filter((object) => object.metadata.labels?.[managedBy.name] === managedBy.value && !wanted.has(object))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

async function prune({ api, log }: ReconcilerNeeds, objects: readonly StoredObject[]): Promise<void> {
  for (const object of objects) {
    log(`prune ${object.kind} ${object.metadata.name}`, { namespace: object.metadata.namespace });
    await api.delete(referenceOf(object), object.metadata.uid);
  }
}
