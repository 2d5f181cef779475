import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  referenceOf,
  type StoredObject,
  textOf,
} from '../kubernetes/kubernetes-api.ts';

/** Every kind that a platform can have, whatever its resource says; what it no longer needs is looked for in all of them. */
export const managedKinds = [
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { apiVersion: 'dapr.io/v1alpha1', kind: 'Component' },
  { apiVersion: 'dapr.io/v1alpha1', kind: 'Configuration' },
  { apiVersion: 'dapr.io/v1alpha1', kind: 'Resiliency' },
  { apiVersion: 'dapr.io/v2alpha1', kind: 'Subscription' },
] as const;

/** The cluster knows none of Dapr's kinds. */
export class DaprAbsentError extends Error {}

/** What there is of a platform. */
export class Observed {
  readonly #objects = new Map<string, StoredObject>();

  constructor(objects: readonly StoredObject[]) {
    for (const object of objects) this.set(object);
  }

  find(object: KubernetesObject): StoredObject | undefined {
    return this.#objects.get(textOf(referenceOf(object)));
  }

  set(object: StoredObject): void {
    this.#objects.set(textOf(referenceOf(object)), object);
  }

  remove(object: KubernetesObject): void {
    this.#objects.delete(textOf(referenceOf(object)));
  }

  all(): readonly StoredObject[] {
    return [...this.#objects.values()];
  }
}

/** Reads all objects of the managed kinds in a namespace, whoever made them. @throws DaprAbsentError */
export async function observe(api: KubernetesApi, namespace: string): Promise<Observed> {
  const lists = await Promise.all(managedKinds.map((kind) => listOf(api, { ...kind, namespace })));
  return new Observed(lists.flat());
}

async function listOf(
  api: KubernetesApi,
  selection: { readonly apiVersion: string; readonly kind: string; readonly namespace: string },
): Promise<readonly StoredObject[]> {
  const { apiVersion, kind } = selection;
  try {
    const { items } = await api.list(selection);
    // The server leaves both out of the items of a list.
    return items.map((item) => ({ ...item, apiVersion, kind }));
  } catch (error) {
    if (apiVersion.startsWith('dapr.io/') && error instanceof ApiError && error.status === 404)
      throw new DaprAbsentError(`The cluster does not know ${kind} of ${apiVersion}`, { cause: error });
    throw error;
  }
}
