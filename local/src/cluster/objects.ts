/** A Kubernetes object, as it is applied. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export const watched = ['get', 'list', 'watch'] as const;

export function namespaceNamed(name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A cluster role, and whom it is given to. */
export function clusterRole(name: string, rules: readonly Rule[], subject: object): KubernetesObject[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects: [subject],
    },
  ];
}

export function serviceAccount(name: string, namespace: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

export const serviceAccountSubject = (name: string, namespace: string) => ({ kind: 'ServiceAccount', name, namespace });

export interface ProgramOptions {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly parameters: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol?: string }[];
  readonly readiness: object;
  /** Milli-CPUs and MiB that are set aside for it. */
  readonly requests: { readonly cpu: number; readonly memory: number };
  /** @default none */
  readonly volumes?: readonly { readonly name: string; readonly mountPath: string; readonly source: object }[];
}

/** A program of the cluster's own, with one pod and as few rights as a pod can have. */
export function programDeployment(options: ProgramOptions): KubernetesObject {
  const { name, namespace, image, parameters, ports, readiness, requests, volumes = [] } = options;
  const labels = labelsOf(name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-cluster-critical',
          securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name,
              image,
              imagePullPolicy: 'IfNotPresent',
              args: parameters,
              ports,
              readinessProbe: { ...readiness, periodSeconds: 2 },
              resources: { requests: { cpu: `${requests.cpu}m`, memory: `${requests.memory}Mi` } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: volumes.map((volume) => ({ name: volume.name, mountPath: volume.mountPath })),
            },
          ],
          volumes: volumes.map((volume) => ({ name: volume.name, ...volume.source })),
        },
      },
    },
  };
}

export function serviceFor(
  { name, namespace }: { readonly name: string; readonly namespace: string },
  spec: object,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: labelsOf(name), ...spec },
  };
}

function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}
