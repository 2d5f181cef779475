import { randomBytes } from 'node:crypto';
import { canonical } from '../canonical.ts';
import { ApiError, type KubernetesApi, type ObjectReference, type StoredObject } from '../kubernetes/kubernetes-api.ts';
import type { Reference } from './references.ts';

/** What pods read of Secrets and ConfigMaps. */
export interface Contents {
  readonly of: (reference: Reference) => string | undefined;
  /** What is not there, with the way out. */
  readonly missing: readonly string[];
}

/** Reads, one by one and by name, what is named. */
export async function readContents(
  api: KubernetesApi,
  namespace: string,
  references: readonly Reference[],
): Promise<Contents> {
  const idOf = ({ kind, name }: Reference) => `${kind} ${name}`;
  const needed = new Map(references.map((reference) => [idOf(reference), reference]));
  const found = new Map<string, StoredObject | 'absent' | 'forbidden'>();
  for (const [id, { kind, name }] of needed)
    found.set(id, await read(api, { apiVersion: 'v1', kind, namespace, name }));
  const contentOf = (reference: Reference) => {
    const object = found.get(idOf(reference));
    const data = typeof object === 'object' ? dataOf(object) : undefined;
    return reference.key === undefined ? data && canonical(data) : data?.[reference.key];
  };
  const wayOut = (reference: Reference) => {
    const object = found.get(idOf(reference));
    if (object === 'absent') return `does not exist: create it in namespace ${namespace}`;
    if (object === 'forbidden')
      return 'may not be read by the operator: add it to rbac.secretNames in the values of its chart';
    return `has no key ${reference.key}: add it`;
  };
  const missing = references
    .filter((reference) => contentOf(reference) === undefined)
    .map((reference) => `${idOf(reference)} ${wayOut(reference)}`);
  return { of: contentOf, missing: [...new Set(missing)] };
}

async function read(api: KubernetesApi, reference: ObjectReference): Promise<StoredObject | 'absent' | 'forbidden'> {
  try {
    return (await api.get(reference)) ?? 'absent';
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return 'forbidden';
    throw error;
  }
}

function dataOf(object: StoredObject | undefined): Readonly<Record<string, string>> | undefined {
  if (object === undefined) return undefined;
  return { ...(object.binaryData as object), ...(object.data as Record<string, string>) };
}

/** Secret with the key of the hashes that pods carry of what they read. */
export const hashKeySecret = { name: 'studynotion-operator', key: 'hash-key' } as const;

/** Made once for a namespace. */
export async function hashKeyOf(api: KubernetesApi, namespace: string): Promise<string> {
  const { name, key } = hashKeySecret;
  const reference = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  const known = dataOf(await api.get(reference))?.[key];
  if (known !== undefined) return known;
  const data = { [key]: randomBytes(32).toString('base64') };
  try {
    await api.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data });
    return data[key] as string;
  } catch (error) {
    // Another operator was faster.
    if (error instanceof ApiError && error.reason === 'AlreadyExists') return hashKeyOf(api, namespace);
    throw error;
  }
}
