import { createHmac } from 'node:crypto';
import type { Part } from '@studynotion/cdk8s';
import type { AppId } from '@studynotion/contracts';
import { canonical } from '../canonical.ts';
import type { KubernetesObject, OwnerReference } from '../kubernetes/kubernetes-api.ts';
import { dependencyLevels } from './dependency-levels.ts';
import { isInScope, type Reference, referencesOf, templateOf } from './references.ts';

/** Part of the platform that a condition of the status speaks of. */
export type PartName = 'Database' | 'Broker' | 'Dapr' | 'Services' | 'Ingress';

/** Objects that are applied together; the next stage waits until they are ready. */
export interface Stage {
  readonly name: string;
  readonly part: PartName;
  readonly objects: readonly KubernetesObject[];
}

/** Pods with another value of these are started anew. */
const CONTENT = 'platform.studynotion.dev/content-hash';
const SIDECAR = 'platform.studynotion.dev/sidecar-hash';

/** Kinds of Dapr's that a sidecar takes over by starting again; subscriptions it follows while it runs. */
const TAKEN_AT_START = ['Component', 'Configuration', 'Resiliency'];

export interface DesiredOptions {
  readonly owner: OwnerReference;
  /** What stands in a Secret or ConfigMap; undefined for one that is not there. */
  readonly contentOf: (reference: Reference) => string | undefined;
  /** Key of the hashes of those contents: nobody who reads an annotation shall be able to try passwords on it. */
  readonly hashKey: string;
}

/**
 * Everything that is to be there, in the order in which it is made so. Pure.
 * @throws TypeError where a part has no place in that order
 */
export function desiredStages(platform: readonly Part[], options: DesiredOptions): readonly Stage[] {
  const parts = new Map(platform.map(({ name, objects }) => [name, objects]));
  const named = (names: readonly string[]) => names.flatMap((name) => parts.get(name) ?? []);
  const services = (ids: readonly AppId[]) => named(ids.map((id) => `40-${id}`));
  const stages: Stage[] = [
    { name: 'network', part: 'Services', objects: named(['00-network']) },
    { name: 'database', part: 'Database', objects: named(['20-database']) },
    { name: 'broker', part: 'Broker', objects: named(['21-redis', '22-rabbitmq']) },
    {
      name: 'dapr',
      part: 'Dapr',
      objects: named(['10-dapr-configurations', '11-dapr-components', '12-dapr-subscriptions']),
    },
    { name: 'stand-ins', part: 'Services', objects: named(['30-sandbox']) },
    ...dependencyLevels().map((ids): Stage => ({ name: ids.join(', '), part: 'Services', objects: services(ids) })),
    { name: 'api-gateway', part: 'Services', objects: services(['api-gateway']) },
    { name: 'frontend', part: 'Services', objects: named(['50-frontend']) },
    { name: 'ingress', part: 'Ingress', objects: named(['60-ingress']) },
  ];
  const placed = new Set(stages.flatMap(({ objects }) => objects));
  const forgotten = [...parts].filter(([, objects]) => !objects.every((object) => placed.has(object)));
  if (forgotten.length > 0) throw new TypeError(`no stage holds ${forgotten.map(([name]) => name).join(', ')}`);
  const all = stages.flatMap(({ objects }) => objects);
  return stages
    .map((stage) => ({ ...stage, objects: stage.objects.map((object) => finish(object, all, options)) }))
    .filter(({ objects }) => objects.length > 0);
}

/** What the pods of the platform read and the platform itself does not bring. */
export function outsideReferences(platform: readonly Part[]): readonly Reference[] {
  const objects = platform.flatMap((part) => part.objects);
  const found = objects
    .flatMap((object) => referencesOf(object, componentsAmong(objects)))
    .filter((reference) => madeContent(reference, objects) === undefined);
  return [...new Map(found.map((reference) => [JSON.stringify(reference), reference])).values()];
}

const componentsAmong = (objects: readonly KubernetesObject[]) => objects.filter(({ kind }) => kind === 'Component');

/** Says whose it is, and writes into pod templates what their pods depend on besides. */
function finish(object: KubernetesObject, all: readonly KubernetesObject[], options: DesiredOptions): KubernetesObject {
  const { metadata } = object;
  const owned = { ...object, metadata: { ...metadata, ownerReferences: [options.owner] } };
  const template = templateOf(object);
  if (template === undefined) return owned;
  const annotations = { ...template.metadata?.annotations, ...hashes(object, all, options) };
  const finished = { ...template, metadata: { ...template.metadata, annotations } };
  return { ...owned, spec: { ...(object.spec as object), template: finished } };
}

function hashes(
  workload: KubernetesObject,
  all: readonly KubernetesObject[],
  { contentOf, hashKey }: DesiredOptions,
): Record<string, string> {
  const hash = (value: unknown) => createHmac('sha256', hashKey).update(canonical(value)).digest('hex').slice(0, 32);
  const contents = referencesOf(workload, componentsAmong(all)).map((reference) => [
    reference,
    madeContent(reference, all) ?? contentOf(reference) ?? null,
  ]);
  const annotations = templateOf(workload)?.metadata?.annotations;
  const app = annotations?.['dapr.io/app-id'];
  const ofSidecar = all.filter(
    (object) =>
      TAKEN_AT_START.includes(object.kind) &&
      (object.kind === 'Configuration'
        ? object.metadata.name === annotations?.['dapr.io/config']
        : isInScope(object, app)),
  );
  return {
    ...(contents.length > 0 ? { [CONTENT]: hash(contents) } : {}),
    ...(ofSidecar.length > 0
      ? { [SIDECAR]: hash(ofSidecar.map(({ kind, metadata, spec }) => [kind, metadata.name, spec])) }
      : {}),
  };
}

/** What the platform's own ConfigMaps will hold: they are applied together with those who read them. */
function madeContent({ kind, name }: Reference, all: readonly KubernetesObject[]): string | undefined {
  if (kind !== 'ConfigMap') return undefined;
  const made = all.find((object) => object.kind === kind && object.metadata.name === name);
  return made === undefined ? undefined : canonical(made.data);
}
