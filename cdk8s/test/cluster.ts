import type { KeyReference, KubernetesObject, PlatformEnvironment } from '../src/index.ts';

/** The parts of Kubernetes objects that the policies look at. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy?: string;
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly securityContext?: Record<string, unknown>;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
  }[];
}
type Quantities = Readonly<Record<string, string>>;
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: KeyReference; readonly configMapKeyRef?: KeyReference };
}
interface Probe {
  readonly httpGet?: { readonly port: string | number };
  readonly tcpSocket?: { readonly port: string | number };
}
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext?: Record<string, unknown>;
  readonly hostNetwork?: boolean;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
}
export interface Volume {
  readonly name: string;
  readonly hostPath?: unknown;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}
export type Labels = Readonly<Record<string, string>>;

/** A Deployment or StatefulSet. */
export interface Workload {
  readonly name: string;
  readonly kind: string;
  readonly object: KubernetesObject;
  readonly replicas?: number;
  readonly selector: Labels;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly pod: PodSpec;
  readonly claims: readonly string[];
}

/** The objects of an installation, with what the policies ask of them. */
export interface Cluster {
  readonly environment: PlatformEnvironment;
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly Workload[];
  of(kind: string): readonly KubernetesObject[];
  named(kind: string, name: string): KubernetesObject | undefined;
}

export function clusterOf(environment: PlatformEnvironment, objects: readonly KubernetesObject[]): Cluster {
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  return {
    environment,
    objects,
    workloads: [...of('Deployment'), ...of('StatefulSet')].map(workloadOf),
    of,
    named: (kind, name) => of(kind).find(({ metadata }) => metadata.name === name),
  };
}

interface WorkloadSpec {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels: Labels };
  readonly template: {
    readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
    readonly spec: PodSpec;
  };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
}

function workloadOf(object: KubernetesObject): Workload {
  const { replicas, selector, template, volumeClaimTemplates = [] } = specOf<WorkloadSpec>(object);
  return {
    name: object.metadata.name,
    kind: object.kind,
    object,
    replicas,
    selector: selector.matchLabels,
    labels: template.metadata.labels,
    annotations: template.metadata.annotations ?? {},
    pod: template.spec,
    claims: volumeClaimTemplates.map(({ metadata }) => metadata.name),
  };
}

export function specOf<Spec>(object: KubernetesObject | undefined): Spec {
  return (object?.spec ?? {}) as Spec;
}

export function containersOf({ pod }: Workload): readonly Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** Whether pods with these labels are selected; a selector without labels selects all. */
export function selects(selector: Labels | undefined, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([name, value]) => labels[name] === value);
}

/** CPU in millicores, memory in bytes. */
export function quantity(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(m|Mi|Gi)?$/.exec(text) ?? [];
  const factor = { m: 1, Mi: 2 ** 20, Gi: 2 ** 30 }[unit] ?? 1000;
  return Number(number) * factor;
}
