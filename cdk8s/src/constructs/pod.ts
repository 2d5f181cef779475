import { k8s } from 'cdk8s-plus-27';
import type { EnvironmentVariable, Platform, Resources } from '../environment.ts';

/** User and group of every container; the images are made for them. */
const USER = 10_001;

/** What the restricted pod security standard asks of a pod. */
export const restrictedPod: k8s.PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What it asks of a container, and a root file system that nobody can write. */
export const restrictedContainer: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Options that every pod of the platform has. */
export function podDefaults({ imagePullSecret }: Platform) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod,
    ...(imagePullSecret === undefined ? {} : { imagePullSecrets: [{ name: imagePullSecret }] }),
  };
}

/** An emptyDir, and where it is mounted. `/tmp` is the one place that every program may write to. */
export const temporary = {
  volume: { name: 'tmp', emptyDir: {} },
  mount: { name: 'tmp', mountPath: '/tmp' },
} as const;

export function resourcesOf({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: quantities(requests), limits: quantities(limits) };
}

function quantities({ cpu, memory }: Resources['requests']): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) };
}

/** Variables with a value of their own, in the order of their names. */
export function variables(values: Readonly<Record<string, string>>): k8s.EnvVar[] {
  return Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value: literal(value) }));
}

/**
 * A value as it is. Kubernetes replaces `$(NAME)` by another variable's value, and takes two dollars for one:
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/.
 */
function literal(value: string): string {
  return value.replaceAll('$', '$$$$');
}

/** A variable whose value stands in a Secret. */
export function secretVariable(name: string, secret: string, key: string): k8s.EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** The variables and those from outside, which take the place of others of their name. */
export function withAdditional(own: readonly k8s.EnvVar[], additional: readonly EnvironmentVariable[]): k8s.EnvVar[] {
  const names = new Set(additional.map(({ name }) => name));
  return [...own.filter(({ name }) => !names.has(name)), ...additional.map(variable)];
}

function variable({ name, value, secretKeyRef, configMapKeyRef }: EnvironmentVariable): k8s.EnvVar {
  if (value !== undefined) return { name, value: literal(value) };
  return { name, valueFrom: secretKeyRef === undefined ? { configMapKeyRef } : { secretKeyRef } };
}

export interface ProbeTiming {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
  /** @default 3 */
  readonly timeoutSeconds?: number;
}

export function httpProbe(path: string, port: string, timing: ProbeTiming): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString(port) }, timeoutSeconds: 3, ...timing };
}

export function tcpProbe(port: string, timing: ProbeTiming): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromString(port) }, timeoutSeconds: 3, ...timing };
}

/** Replicas of one workload go to different nodes, and zones, where there are any. */
export function spread(selector: Record<string, string>): k8s.TopologySpreadConstraint[] {
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selector },
  }));
}
