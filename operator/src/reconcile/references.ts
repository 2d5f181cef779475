import type { KubernetesObject } from '../kubernetes/kubernetes-api.ts';

/** A Secret or ConfigMap that pods read. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** Without it the whole of the object is read. */
  readonly key?: string;
}

/** Made by Kubernetes itself in every namespace, and the same in each. */
const OF_THE_CLUSTER = 'kube-root-ca.crt';

/** What the pods of a workload read when they start: from their template, and their sidecar from the components in its scope. */
export function referencesOf(
  workload: KubernetesObject,
  components: readonly KubernetesObject[],
): readonly Reference[] {
  const template = templateOf(workload);
  if (template === undefined) return [];
  const app = template.metadata?.annotations?.['dapr.io/app-id'];
  const found = [
    ...referencesWithin(template.spec),
    ...tokensOf(template.metadata?.annotations ?? {}),
    ...components.filter((component) => isInScope(component, app)).flatMap((component) => ofComponent(component, app)),
  ];
  return [...new Map(found.map((reference) => [JSON.stringify(reference), reference])).values()];
}

export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The pod template of a Deployment or a StatefulSet; undefined of anything else. */
export function templateOf({ kind, spec }: KubernetesObject): PodTemplate | undefined {
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return undefined;
  return (spec as { readonly template: PodTemplate }).template;
}

/** Whether the sidecar of an app takes this object of Dapr as its own. */
export function isInScope({ scopes }: KubernetesObject, app: string | undefined): boolean {
  return app !== undefined && (!Array.isArray(scopes) || scopes.length === 0 || scopes.includes(app));
}

function tokensOf(annotations: Readonly<Record<string, string>>): Reference[] {
  const names = [annotations['dapr.io/api-token-secret'], annotations['dapr.io/app-token-secret']];
  return names.flatMap((name) => (name === undefined ? [] : [{ kind: 'Secret', name, key: 'token' } as const]));
}

/** A secret store of Kubernetes is scoped to one app, which reads the Secret of its own name there. */
function ofComponent(component: KubernetesObject, app: string | undefined): Reference[] {
  const isSecretStore = (component.spec as { readonly type?: string }).type === 'secretstores.kubernetes';
  return isSecretStore && app !== undefined ? [{ kind: 'Secret', name: app }] : referencesWithin(component.spec);
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields of the pod specification, and of components, by which something is named. */
const readers: Readonly<Record<string, (value: Fields) => Reference>> = {
  secretKeyRef: ({ name, key }) => ({ kind: 'Secret', name: String(name), key: String(key) }),
  secretRef: ({ name }) => ({ kind: 'Secret', name: String(name) }),
  secret: ({ secretName, name }) => ({ kind: 'Secret', name: String(secretName ?? name) }),
  configMapKeyRef: ({ name, key }) => ({ kind: 'ConfigMap', name: String(name), key: String(key) }),
  configMapRef: ({ name }) => ({ kind: 'ConfigMap', name: String(name) }),
  configMap: ({ name }) => ({ kind: 'ConfigMap', name: String(name) }),
};

function referencesWithin(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesWithin);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const read = readers[field];
    if (read === undefined || !isFields(inner)) return referencesWithin(inner);
    const reference = read(inner);
    return reference.name === OF_THE_CLUSTER ? [] : [reference];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
