import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  type StoredObject,
} from '../kubernetes/kubernetes-api.ts';

export type SecretValues = Readonly<Record<string, string>>;

/** What became of the attempt to read a Secret. */
export type SecretState =
  | { readonly kind: 'there'; readonly object: StoredObject; readonly values: SecretValues }
  | { readonly kind: 'absent' | 'forbidden' };

/** Label of what the operator has made. */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'studynotion-operator' } as const;

/** Whether the operator has made a Secret, and not somebody who wanted values of their own. */
export function isOurs({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.['app.kubernetes.io/managed-by'] === MANAGED_BY['app.kubernetes.io/managed-by'];
}

/** Reads a Secret. One that the operator has no right to read is told apart from one that is not there. */
export async function readSecret(
  api: KubernetesApi,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<SecretState> {
  try {
    const object = await api.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
    return object === undefined ? { kind: 'absent' } : { kind: 'there', object, values: valuesOf(object) };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return { kind: 'forbidden' };
    throw error;
  }
}

/** The values of a Secret as text. */
export function valuesOf({ data = {} }: KubernetesObject): SecretValues {
  const entries = Object.entries(data as Record<string, string>);
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

export function dataOf(values: SecretValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
}
