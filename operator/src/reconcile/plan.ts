import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  referenceOf,
  type StoredObject,
  textOf,
} from '../kubernetes/kubernetes-api.ts';
import { differences } from './differences.ts';
import { withoutForeignFields } from './foreign-fields.ts';

export const FIELD_MANAGER = 'studynotion-operator';

/** Holds the number of replicas from when we give it up until the autoscaler writes its own. */
const HANDOVER_MANAGER = 'studynotion-operator-handover';

/** What has to be done so that an object is as it should be. */
export type Change =
  | { readonly action: 'create'; readonly object: KubernetesObject }
  | {
      readonly action: 'apply';
      readonly object: KubernetesObject;
      /** Where it differs, as in `spec.template.spec`. */
      readonly paths: readonly string[];
      /** Replicas whose owner will be an autoscaler. Given up without a new owner, they would fall to one. */
      readonly handOver?: number;
    }
  /** Apply cannot make this change, a new object of the same name can. */
  | { readonly action: 'replace' | 'recreate'; readonly object: KubernetesObject; readonly live: StoredObject }
  /** It is being deleted, and can be made anew when it is gone. */
  | { readonly action: 'wait'; readonly object: KubernetesObject }
  | { readonly action: 'refused'; readonly object: KubernetesObject; readonly message: string };

/** Which versions of objects were seen to be as they should: the same version need not be compared again. */
export class SeenRight {
  readonly #versions = new Map<string, string>();

  has(live: StoredObject, desired: KubernetesObject): boolean {
    return this.#versions.get(textOf(referenceOf(live))) === versionOf(live, desired);
  }

  add(live: StoredObject, desired: KubernetesObject): void {
    this.#versions.set(textOf(referenceOf(live)), versionOf(live, desired));
  }
}

function versionOf({ metadata: { uid, resourceVersion } }: StoredObject, desired: KubernetesObject): string {
  return `${uid} ${resourceVersion} ${createHash('sha256').update(canonical(desired)).digest('base64')}`;
}

/** Compares an object with what it should be. The server itself says what applying would change, defaults and all. */
export async function planObject(
  api: KubernetesApi,
  object: KubernetesObject,
  live: StoredObject | undefined,
  seen: SeenRight,
): Promise<Change | undefined> {
  if (live === undefined) return { action: 'create', object };
  if (live.metadata.deletionTimestamp !== undefined) return { action: 'wait', object };
  if (seen.has(live, object)) return undefined;
  const handOver = replicasToHandOver(object, live);
  const dryRun = await tryApply(api, object);
  if (dryRun instanceof ApiError) return planRefused(object, live, dryRun);
  const added = withoutForeignFields(live, FIELD_MANAGER).removed;
  const changed = differences(live, dryRun).filter((path) => path !== 'spec.replicas' || handOver === undefined);
  const paths = [...changed, ...added];
  if (paths.length > 0 || handOver !== undefined) return { action: 'apply', object, paths, handOver };
  seen.add(live, object);
  return undefined;
}

async function tryApply(api: KubernetesApi, object: KubernetesObject): Promise<StoredObject | ApiError> {
  try {
    return await api.apply(object, { fieldManager: FIELD_MANAGER, dryRun: true });
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) return error;
    throw error;
  }
}

function planRefused(object: KubernetesObject, live: StoredObject, { message }: ApiError): Change {
  // The keys of ports hold number and protocol: to apply, a changed number is a second port of the same name.
  if (object.kind === 'Service') return { action: 'replace', object, live };
  // Who is bound to which role cannot be changed, and nothing is lost in making it anew.
  if (object.kind === 'RoleBinding') return { action: 'recreate', object, live };
  return { action: 'refused', object, message };
}

function replicasToHandOver({ kind, spec }: KubernetesObject, live: StoredObject): number | undefined {
  if (kind !== 'Deployment' || (spec as { readonly replicas?: number }).replicas !== undefined) return undefined;
  const owned = live.metadata.managedFields?.some(
    ({ manager, operation, fieldsV1 }) =>
      manager === FIELD_MANAGER &&
      operation === 'Apply' &&
      (fieldsV1?.['f:spec'] as { readonly 'f:replicas'?: object } | undefined)?.['f:replicas'] !== undefined,
  );
  return owned === true ? (live.spec as { readonly replicas?: number }).replicas : undefined;
}

/** Makes a change. It may be repeated at any time, also after half of it. */
export async function makeChange(api: KubernetesApi, change: Change): Promise<void> {
  const { action, object } = change;
  const ours = { fieldManager: FIELD_MANAGER };
  if (action === 'create') await api.apply(object, ours);
  if (action === 'apply') {
    if (change.handOver !== undefined) await handOverReplicas(api, object, change.handOver);
    const cleaned = withoutForeignFields(await api.apply(object, ours), FIELD_MANAGER);
    if (cleaned.removed.length > 0) await api.replace(cleaned.object, ours);
  }
  if (action === 'replace') {
    const { live } = change;
    const spec = { ...keptAddresses(live), ...(object.spec as object) };
    await api.replace({ ...live, ...object, spec, metadata: { ...live.metadata, ...object.metadata } }, ours);
    await api.apply(object, ours);
  }
  if (action === 'recreate') await api.delete(referenceOf(object), change.live.metadata.uid);
}

/** A Service keeps the addresses that it was given. */
function keptAddresses({ spec }: StoredObject): object {
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = spec as Record<string, unknown>;
  return { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy };
}

async function handOverReplicas(api: KubernetesApi, object: KubernetesObject, replicas: number): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const onlyReplicas = { apiVersion, kind, metadata: { name, namespace }, spec: { replicas } };
  await api.apply(onlyReplicas, { fieldManager: HANDOVER_MANAGER });
}

/** One line for a log or an event. */
export function describeChange({ action, ...change }: Change): string {
  const what = `${change.object.kind} ${change.object.metadata.name}`;
  const paths = 'paths' in change ? change.paths.slice(0, 5).join(', ') : '';
  return paths === '' ? `${action} ${what}` : `${action} ${what}: ${paths}`;
}
