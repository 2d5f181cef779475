import type { AppId } from '@studynotion/contracts';
import { accessControl, allowedCalls, apps, daprObjects, publishedBy } from '@studynotion/platform';
import { connections, INGRESS } from '../src/connections.ts';
import {
  type EnvironmentVariable,
  type KeyReference,
  type KubernetesObject,
  type PlatformEnvironment,
  type Provider,
  requiredSecrets,
  resolve,
  type ServiceId,
} from '../src/index.ts';
import { type Cluster, containersOf, type EnvVar, type Labels, selects, specOf, type Workload } from './cluster.ts';
import { sidecarAnnotations } from './sidecar-annotations.ts';

/** What is wrong with an installation, a line each. */
export type Policy = (cluster: Cluster) => readonly string[];

const nameOf = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.name}`;
const eachContainer = (
  cluster: Cluster,
  problemsOf: (container: ReturnType<typeof containersOf>[number], workload: Workload) => readonly string[],
) =>
  cluster.workloads.flatMap((workload) =>
    containersOf(workload).flatMap((container) =>
      problemsOf(container, workload).map((problem) => `${workload.name}/${container.name} ${problem}`),
    ),
  );
const when = (wrong: boolean, problem: string) => (wrong ? [problem] : []);
const hasSidecar = ({ annotations }: Workload) => annotations['dapr.io/enabled'] === 'true';

const RESOURCES = ['cpu', 'memory'];

/** Requests and limits of CPU and memory, also of the sidecars. */
export const resources: Policy = (cluster) => [
  ...eachContainer(cluster, ({ resources: has }) =>
    (['requests', 'limits'] as const).flatMap((kind) =>
      RESOURCES.filter((name) => has?.[kind]?.[name] === undefined).map((name) => `has no ${kind} of ${name}`),
    ),
  ),
  ...cluster.workloads
    .filter(hasSidecar)
    .flatMap(({ name, annotations }) =>
      ['cpu-request', 'cpu-limit', 'memory-request', 'memory-limit']
        .filter((resource) => annotations[`dapr.io/sidecar-${resource}`] === undefined)
        .map((resource) => `the sidecar of ${name} has no ${resource}`),
    ),
];

export const probes: Policy = (cluster) =>
  eachContainer(cluster, (container) => {
    const ports = (container.ports ?? []).flatMap(({ name, containerPort }) => [name, containerPort]);
    return (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).flatMap((kind) => {
      const probe = container[kind];
      const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
      if (probe === undefined) return [`has no ${kind}`];
      return when(port !== undefined && !ports.includes(port), `is probed at ${port}, which is no port of it`);
    });
  });

/** The restricted pod security standard, and a root file system that nobody writes. */
export const podSecurity: Policy = (cluster) => [
  ...cluster.workloads.flatMap(({ name, pod, annotations, ...workload }) => {
    const context = pod.securityContext ?? {};
    return [
      ...when(context.runAsNonRoot !== true || !(Number(context.runAsUser) > 0), `${name} may run as root`),
      ...when(
        (context.seccompProfile as { type?: string })?.type !== 'RuntimeDefault',
        `${name} has no seccomp profile`,
      ),
      ...when(pod.hostNetwork === true, `${name} uses the node's network`),
      ...when(
        (pod.volumes ?? []).some(({ hostPath }) => hostPath !== undefined),
        `${name} mounts a folder of the node`,
      ),
      ...when(pod.automountServiceAccountToken !== false, `${name} gets a token of the Kubernetes API`),
      ...when(
        hasSidecar({ name, pod, annotations, ...workload }) &&
          annotations['dapr.io/sidecar-seccomp-profile-type'] !== 'RuntimeDefault',
        `the sidecar of ${name} has no seccomp profile`,
      ),
    ];
  }),
  ...eachContainer(cluster, ({ securityContext: context = {}, volumeMounts = [] }) => [
    ...when(context.readOnlyRootFilesystem !== true, 'may write its root file system'),
    ...when(context.allowPrivilegeEscalation !== false, 'may gain privileges'),
    ...when(context.privileged === true, 'is privileged'),
    ...when(context.runAsUser === 0 || context.runAsNonRoot !== true, 'may run as root'),
    ...when(!(context.capabilities as { drop?: string[] })?.drop?.includes('ALL'), 'keeps capabilities'),
    ...when(!volumeMounts.some(({ mountPath }) => mountPath === '/tmp'), 'has no /tmp to write to'),
  ]),
];

/** Exact tags, from where the environment says, and never pulled again. */
export const images: Policy = (cluster) => {
  const { registry, images: others } = resolve(cluster.environment);
  return eachContainer(cluster, ({ image, imagePullPolicy }) => [
    ...when(!/:\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/.test(image), `has no exact tag: ${image}`),
    ...when(
      !image.startsWith(`${registry}/`) && !Object.values(others).includes(image),
      `comes from elsewhere: ${image}`,
    ),
    ...when(imagePullPolicy !== 'IfNotPresent', 'is pulled again'),
  ]);
};

interface Autoscaler {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
}

/** One owner of the number of pods, and a disruption budget where there are several. */
export const scaling: Policy = (cluster) => [
  ...cluster.workloads.flatMap(({ name, kind, replicas, labels }) => {
    const autoscaler = cluster
      .of('HorizontalPodAutoscaler')
      .map((object) => specOf<Autoscaler>(object))
      .find(({ scaleTargetRef: target }) => target.kind === kind && target.name === name);
    const least = autoscaler?.minReplicas ?? replicas ?? 1;
    const budgets = cluster
      .of('PodDisruptionBudget')
      .filter((budget) => selects(specOf<{ selector: { matchLabels: Labels } }>(budget).selector.matchLabels, labels));
    return [
      ...when(autoscaler !== undefined && replicas !== undefined, `${name} has replicas and an autoscaler`),
      ...when(autoscaler === undefined && replicas === undefined, `nobody decides how many ${name} there are`),
      ...when(least > 1 && budgets.length !== 1, `${name} runs ${least} times without a disruption budget`),
    ];
  }),
  ...cluster.of('HorizontalPodAutoscaler').flatMap((object) => {
    const { scaleTargetRef: target, minReplicas, maxReplicas } = specOf<Autoscaler>(object);
    return [
      ...when(cluster.named(target.kind, target.name) === undefined, `${nameOf(object)} scales nothing`),
      ...when(minReplicas > maxReplicas, `${nameOf(object)} has its bounds the wrong way round`),
    ];
  }),
];

/** Sidecars keep an address this long (resolverCacheTTL in Dapr's pkg/messaging), in seconds. */
const RESOLVED = 20;

/** An app answers until nobody knows it any more, its sidecar outlives it, and the pod waits for both. */
export const stopping: Policy = (cluster) =>
  cluster.workloads.filter(hasSidecar).flatMap(({ name, pod, annotations }) => {
    const drain = Number(settingOf(pod.containers[0]?.env, 'DRAIN_SECONDS'));
    const needed = drain + 25 + Number(annotations['dapr.io/graceful-shutdown-seconds']);
    const called = allowedCalls().some(({ callee }) => callee === name);
    return [
      ...when(!(drain > 0), `${name} stops at once`),
      ...when(
        called && !(drain > RESOLVED + resolve(cluster.environment).dnsSeconds),
        `${name} stops while others still call it`,
      ),
      ...when(
        called && annotations['dapr.io/app-health-check-path'] !== '/livez',
        `the sidecar of ${name} refuses calls while it drains`,
      ),
      ...when(!(pod.terminationGracePeriodSeconds > needed), `${name} needs ${needed} s and more to stop`),
      ...when(annotations['dapr.io/enable-native-sidecar'] !== 'true', `the sidecar of ${name} may stop before it`),
    ];
  });

const settingOf = (env: readonly EnvVar[] = [], name: string) => env.find((variable) => variable.name === name)?.value;

/** Every component belongs to apps that exist. */
export const scopes: Policy = (cluster) =>
  [...cluster.of('Component'), ...cluster.of('Subscription')].flatMap((object) => {
    const own = (object.scopes ?? []) as readonly string[];
    const unknown = own.filter((scope) => !apps.some(({ id }) => id === scope));
    return [
      ...when(own.length === 0, `${nameOf(object)} has no scopes`),
      ...unknown.map((scope) => `${nameOf(object)} is for ${scope}, which is no app`),
    ];
  });

interface SubscriptionSpec {
  readonly pubsubname: string;
  readonly topic: string;
  readonly deadLetterTopic?: string;
}

/** What cannot be delivered is repeated, then kept where somebody hears of it. */
export const deliveries: Policy = (cluster) => {
  const subscriptions = cluster.of('Subscription').map((object) => ({ object, ...specOf<SubscriptionSpec>(object) }));
  const heard = (topic: string, scopes: unknown) =>
    subscriptions.some((other) => other.topic === topic && `${other.object.scopes}` === `${scopes}`);
  const isDeadLetters = (topic: string) => subscriptions.some(({ deadLetterTopic }) => deadLetterTopic === topic);
  const [resiliency] = cluster.of('Resiliency').map((object) => specOf<ResiliencySpec>(object));
  return subscriptions.flatMap(({ object, pubsubname, topic, deadLetterTopic }) => {
    const retry = resiliency?.targets.components[pubsubname]?.inbound.retry ?? '';
    return [
      ...when(!(Number(resiliency?.policies.retries[retry]?.maxRetries) > 0), `${nameOf(object)} is not repeated`),
      ...when(deadLetterTopic === undefined && !isDeadLetters(topic), `${nameOf(object)} has no dead-letter topic`),
      ...when(
        deadLetterTopic !== undefined && !heard(deadLetterTopic, object.scopes),
        `nobody hears the dead letters of ${nameOf(object)}`,
      ),
      ...when(cluster.named('Component', pubsubname) === undefined, `${nameOf(object)} is at no broker`),
    ];
  });
};

interface ResiliencySpec {
  readonly policies: { readonly retries: Record<string, { readonly maxRetries: number } | undefined> };
  readonly targets: {
    readonly apps: Record<string, unknown>;
    readonly components: Record<string, { readonly inbound: { readonly retry: string } } | undefined>;
  };
}

const SECRET_NAME = /PASSWORD|PASSWD|_PASS$|TOKEN|SECRET|COOKIE|_KEY(_ID)?$|API_KEY|USERNAME|DEFAULT_USER/i;
const CREDENTIALS = /:\/\/[^/\s:@]+:(?!\$\()[^/\s@]+@/;
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Secrets are named, never told. */
export const secretValues: Policy = (cluster) => [
  ...cluster.of('Secret').map((object) => `${nameOf(object)} stands in the manifests`),
  ...cluster.objects
    .filter((object) => [CREDENTIALS, PEM].some((pattern) => pattern.test(JSON.stringify(object))))
    .map((object) => `${nameOf(object)} holds a secret`),
  ...eachContainer(cluster, ({ env = [] }) =>
    env
      .filter(({ name, value }) => SECRET_NAME.test(name) && value !== undefined)
      .map(({ name }) => `has the value of ${name}`),
  ),
  ...cluster.of('Component').flatMap((object) =>
    specOf<ComponentSpec>(object)
      .metadata.filter(({ name, value }) => /password|connectionString/i.test(name) && value !== undefined)
      .map(({ name }) => `${nameOf(object)} has the value of ${name}`),
  ),
];

interface ComponentSpec {
  readonly metadata: readonly {
    readonly name: string;
    readonly value?: string;
    readonly secretKeyRef?: KeyReference;
  }[];
}

function additionalVariables({ services = {} }: PlatformEnvironment): readonly EnvironmentVariable[] {
  return Object.values(services).flatMap(({ environment = [] }) => environment);
}

/** Each variable once, and those that the environment names as it names them. */
export const variables: Policy = (cluster) => [
  ...eachContainer(cluster, ({ env = [] }) => {
    const all = env.map(({ name }) => name);
    return all.filter((name, index) => all.indexOf(name) !== index).map((name) => `has ${name} twice`);
  }),
  ...Object.entries(cluster.environment.services ?? {}).flatMap(([id, { environment = [] }]) => {
    const env = cluster.workloads.find(({ name }) => name === id)?.pod.containers[0]?.env;
    return environment
      .filter(({ name, value, secretKeyRef, configMapKeyRef }) => {
        const has = env?.find((variable) => variable.name === name);
        // Kubernetes would look for variables behind single ones.
        const should = { value: value?.replaceAll('$', '$$$$'), ...secretKeyRef, ...configMapKeyRef };
        const is = { value: has?.value, ...has?.valueFrom?.secretKeyRef, ...has?.valueFrom?.configMapKeyRef };
        return JSON.stringify(sorted(is)) !== JSON.stringify(sorted(should));
      })
      .map(({ name }) => `${id} has another ${name} than the environment says`);
  }),
];

/** The environment's labels are on every object, and nowhere where they would decide which pods are meant. */
export const labels: Policy = (cluster) => {
  const own = Object.entries(resolve(cluster.environment).labels);
  const misses = (has: Labels = {}) => own.some(([name, value]) => has[name] !== value);
  const decides = (has: Labels) => own.some(([name]) => name in has);
  return [
    ...cluster.objects
      .filter(({ metadata }) => misses(metadata.labels))
      .map((object) => `${nameOf(object)} has no label`),
    ...cluster.workloads
      .filter(({ selector, labels: ofPods }) => decides(selector) || decides(ofPods))
      .map(({ name }) => `the pods of ${name} change with the environment's labels`),
  ];
};

/** Volumes go with their StatefulSets where the environment says so, and never when a pod does. */
export const volumes: Policy = (cluster) => {
  const should = resolve(cluster.environment).volumesOnDeletion === 'delete' ? 'Delete' : 'Retain';
  return cluster.of('StatefulSet').flatMap((object) => {
    const { persistentVolumeClaimRetentionPolicy: has = {} } = specOf<StatefulSetSpec>(object);
    return [
      ...when((has.whenDeleted ?? 'Retain') !== should, `the volumes of ${nameOf(object)} do not ${should}`),
      ...when((has.whenScaled ?? 'Retain') !== 'Retain', `the volumes of ${nameOf(object)} go with their pods`),
    ];
  });
};

interface StatefulSetSpec {
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
}

/** Every name that an object says of another is right. */
export const references: Policy = (cluster) => [
  ...secretReferences(cluster),
  ...podReferences(cluster),
  ...addressReferences(cluster),
  ...sidecarReferences(cluster),
  ...otherReferences(cluster),
];

function secretReferences(cluster: Cluster): string[] {
  const secrets = new Map(requiredSecrets(cluster.environment).map(({ name, keys }) => [name, keys]));
  // Who names a Secret in the environment makes it, too.
  const ofUsers = additionalVariables(cluster.environment).map(({ secretKeyRef: has }) => `${has?.name}/${has?.key}`);
  const problem = (whose: string, { name, key }: KeyReference) =>
    when(
      secrets.get(name)?.includes(key) !== true && !ofUsers.includes(`${name}/${key}`),
      `${whose} names the key ${key} of the Secret ${name}, which is not there`,
    );
  const used = new Set<string>();
  const problems = [
    ...eachContainer(cluster, ({ env = [] }) =>
      env.flatMap(({ name, valueFrom }) => {
        const key = valueFrom?.secretKeyRef;
        if (key === undefined) return [];
        used.add(key.name);
        return problem(name, key);
      }),
    ),
    ...cluster.of('Component').flatMap((object) =>
      specOf<ComponentSpec>(object).metadata.flatMap(({ secretKeyRef }) => {
        if (secretKeyRef === undefined) return [];
        used.add(secretKeyRef.name);
        return problem(nameOf(object), secretKeyRef);
      }),
    ),
    ...cluster.workloads.flatMap(({ name, annotations }) =>
      ['api-token-secret', 'app-token-secret'].flatMap((annotation) => {
        const secret = annotations[`dapr.io/${annotation}`];
        return secret === undefined ? [] : problem(name, { name: secret, key: 'token' });
      }),
    ),
    ...cluster.of('Role').flatMap((object) =>
      ((object.rules ?? []) as { resources: string[]; resourceNames?: string[] }[]).flatMap(
        ({ resources: kinds, resourceNames = [] }) => {
          for (const name of resourceNames) used.add(name);
          return [
            ...when(kinds.join() !== 'secrets' || resourceNames.length === 0, `${nameOf(object)} allows too much`),
            ...when(
              resourceNames.some((name) => !secrets.has(name)),
              `${nameOf(object)} is for no Secret`,
            ),
          ];
        },
      ),
    ),
    ...cluster.of('Ingress').flatMap((object) =>
      (specOf<IngressSpec>(object).tls ?? []).flatMap(({ secretName }) => {
        used.add(secretName);
        return problem(nameOf(object), { name: secretName, key: 'tls.key' });
      }),
    ),
  ];
  return [
    ...problems,
    ...[...secrets.keys()].filter((name) => !used.has(name)).map((name) => `nobody needs the Secret ${name}`),
  ];
}

function podReferences(cluster: Cluster): string[] {
  return cluster.workloads.flatMap((workload) => {
    const { name, pod, claims } = workload;
    const volumes = [...(pod.volumes ?? []).map((volume) => volume.name), ...claims];
    const maps = (pod.volumes ?? []).flatMap(({ configMap }) => (configMap === undefined ? [] : [configMap.name]));
    const bySidecar = (workload.annotations['dapr.io/volume-mounts'] ?? '').split(':')[0];
    const mounted = containersOf(workload).flatMap(({ volumeMounts = [] }) => volumeMounts);
    const files = maps.flatMap((map) => Object.keys((cluster.named('ConfigMap', map)?.data ?? {}) as object));
    return [
      ...when(
        cluster.named('ServiceAccount', pod.serviceAccountName ?? '') === undefined,
        `${name} runs under no account of its own`,
      ),
      ...maps
        .filter((map) => cluster.named('ConfigMap', map) === undefined)
        .map((map) => `${name} mounts the ConfigMap ${map}, which is not there`),
      ...mounted
        .filter((mount) => !volumes.includes(mount.name))
        .map((mount) => `${name} mounts ${mount.name}, which is no volume of it`),
      ...mounted
        .filter(({ subPath }) => subPath !== undefined && !files.includes(subPath))
        .map(({ subPath }) => `${name} mounts the file ${subPath}, which is in no ConfigMap`),
      ...volumes
        .filter((volume) => volume !== bySidecar && !mounted.some((mount) => mount.name === volume))
        .map((volume) => `${name} has the volume ${volume}, which nobody mounts`),
      ...(pod.volumes ?? [])
        .filter(({ persistentVolumeClaim: claim }) => claim !== undefined)
        .map((volume) => `${name} names a claim outside its own: ${volume.name}`),
      ...when(
        bySidecar !== '' && !volumes.includes(bySidecar ?? ''),
        `the sidecar of ${name} mounts what is not there`,
      ),
    ];
  });
}

interface ServiceSpec {
  readonly selector: Labels;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
}

function servicePortIs(cluster: Cluster, host: string, port: number): boolean {
  const service = cluster.named('Service', host);
  return service !== undefined && specOf<ServiceSpec>(service).ports.some((candidate) => candidate.port === port);
}

/** `host:port` and addresses without a dot in their host are Services of the namespace. */
function addressReferences(cluster: Cluster): string[] {
  const texts = [
    ...cluster.workloads.flatMap((workload) =>
      containersOf(workload).flatMap(({ env = [] }) =>
        env.map(({ name, value = '' }): [string, string] => [`${name} of ${workload.name}`, value]),
      ),
    ),
    ...cluster
      .of('Component')
      .flatMap((object) =>
        specOf<ComponentSpec>(object).metadata.map(({ name, value = '' }): [string, string] => [
          `${name} of ${nameOf(object)}`,
          value,
        ]),
      ),
  ];
  return texts.flatMap(([whose, text]) => {
    const [, host = '', port = ''] = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?([a-z][a-z0-9-]*):(\d+)(?:\/|$)/.exec(text) ?? [];
    return when(
      host !== '' && !servicePortIs(cluster, host, Number(port)),
      `${whose} is ${host}:${port}, where nobody answers`,
    );
  });
}

interface IngressSpec {
  readonly tls?: readonly { readonly secretName: string; readonly hosts: readonly string[] }[];
  readonly rules: readonly {
    readonly host: string;
    readonly http: { readonly paths: readonly { readonly backend: { readonly service: IngressBackend } }[] };
  }[];
}
interface IngressBackend {
  readonly name: string;
  readonly port: { readonly number: number };
}

function sidecarReferences(cluster: Cluster): string[] {
  const sidecars = cluster.workloads.filter(hasSidecar);
  const ids = sidecars.map(({ annotations }) => annotations['dapr.io/app-id']);
  const missing = apps.filter(({ id }) => !ids.includes(id)).map(({ id }) => `the app ${id} has no pod`);
  return [
    ...missing,
    ...sidecars.flatMap(({ name, annotations, pod }) => {
      const app = apps.find(({ id }) => id === annotations['dapr.io/app-id']);
      const has = (variable: string) => settingOf(pod.containers[0]?.env, variable);
      return [
        ...when(app === undefined, `${name} is no app of the platform`),
        ...when(Number(annotations['dapr.io/app-port']) !== app?.port, `the sidecar of ${name} looks for another port`),
        ...when(has('DAPR_HTTP_PORT') !== '3500', `${name} looks for its sidecar at another port`),
        ...when(
          cluster.named('Configuration', annotations['dapr.io/config'] ?? '') === undefined,
          `the sidecar of ${name} has no configuration`,
        ),
        ...Object.keys(annotations)
          .filter((annotation) => annotation.startsWith('dapr.io/') && !sidecarAnnotations.has(annotation))
          .map((annotation) => `${name} has ${annotation}, which Dapr does not know`),
      ];
    }),
    ...cluster.of('Resiliency').flatMap((object) => {
      const { targets } = specOf<ResiliencySpec>(object);
      return [
        ...Object.keys(targets.apps).filter((app) => !ids.includes(app)),
        ...Object.keys(targets.components).filter((name) => cluster.named('Component', name) === undefined),
      ].map((target) => `${nameOf(object)} is for ${target}, which is not there`);
    }),
  ];
}

function otherReferences(cluster: Cluster): string[] {
  return [
    ...cluster.of('Service').flatMap((object) => {
      const { selector, ports } = specOf<ServiceSpec>(object);
      const targets = cluster.workloads.filter(({ labels }) => selects(selector, labels));
      const open = targets.flatMap((workload) => containersOf(workload).flatMap((container) => container.ports ?? []));
      return ports
        .filter(({ targetPort, port }) => !open.some((one) => one.name === targetPort && one.containerPort === port))
        .map(({ name }) => `${nameOf(object)} leads ${name} nowhere`);
    }),
    ...cluster.of('Ingress').flatMap((object) => {
      const { rules, tls = [] } = specOf<IngressSpec>(object);
      return rules.flatMap(({ host, http }) => [
        ...http.paths
          .map(({ backend: { service } }) => service)
          .filter(({ name, port }) => !servicePortIs(cluster, name, port.number))
          .map(({ name }) => `${nameOf(object)} leads to ${name}, where nobody answers`),
        ...when(!tls.some(({ hosts }) => hosts.includes(host)), `${host} has no certificate`),
      ]);
    }),
    ...cluster.of('RoleBinding').flatMap((object) => {
      const { name } = object.roleRef as { name: string };
      const subjects = object.subjects as readonly { name: string; namespace?: string }[];
      return [
        ...when(cluster.named('Role', name) === undefined, `${nameOf(object)} binds no Role`),
        ...subjects
          .filter(
            (subject) =>
              cluster.named('ServiceAccount', subject.name) === undefined ||
              subject.namespace !== object.metadata.namespace,
          )
          .map((subject) => `${nameOf(object)} is for ${subject.name}, which is no account here`),
      ];
    }),
    ...cluster.workloads
      .filter(({ kind }) => kind === 'StatefulSet')
      .filter(
        ({ object }) => cluster.named('Service', specOf<{ serviceName: string }>(object).serviceName) === undefined,
      )
      .map(({ name }) => `${name} has no Service`),
  ];
}

/** Every selector selects the pods of one workload, and those only. */
export const selectors: Policy = (cluster) => {
  const matched = (selector: Labels) => cluster.workloads.filter(({ labels }) => selects(selector, labels));
  const single = (object: KubernetesObject, selector: Labels, ofName: string) => {
    const names = matched(selector).map(({ name }) => name);
    return when(names.join() !== ofName, `${nameOf(object)} selects the pods of ${names.join(', ') || 'nobody'}`);
  };
  return [
    ...cluster.workloads.flatMap(({ object, selector, name }) => single(object, selector, name)),
    ...cluster
      .of('Service')
      .flatMap((object) => single(object, specOf<ServiceSpec>(object).selector, object.metadata.name)),
    ...cluster
      .of('PodDisruptionBudget')
      .flatMap((object) =>
        single(
          object,
          specOf<{ selector: { matchLabels: Labels } }>(object).selector.matchLabels,
          object.metadata.name,
        ),
      ),
    ...cluster
      .of('NetworkPolicy')
      .map((object) => ({ object, selector: specOf<NetworkPolicySpec>(object).podSelector.matchLabels }))
      .flatMap(({ object, selector }) =>
        selector === undefined ? [] : single(object, selector, object.metadata.name),
      ),
  ];
};

/** The access control of each app is the table's, to the letter. */
export const callers: Policy = (cluster) => {
  const { namespace, trustDomain } = resolve(cluster.environment);
  return apps.flatMap(({ id }) => {
    const { accessControl: has } = specOf<{ accessControl?: unknown }>(cluster.named('Configuration', id));
    const should = accessControl(id, { namespace, trustDomain });
    return when(
      JSON.stringify(sorted(has)) !== JSON.stringify(sorted(should)),
      `${id} lets others call it than the table says`,
    );
  });
};

/** Fields in the order of their names, at every depth. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, field]): [string, unknown] => [name, sorted(field)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

interface NetworkPolicySpec {
  readonly podSelector: { readonly matchLabels?: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly {
    readonly from?: readonly Peer[];
    readonly ports?: readonly { readonly port: number }[];
  }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly { readonly port: number }[] }[];
}
interface Peer {
  readonly podSelector?: { readonly matchLabels?: Labels };
  readonly namespaceSelector?: { readonly matchLabels?: Labels };
  readonly ipBlock?: { readonly cidr: string };
}

/** Nobody is reached but by whom the platform's connections name, and both ends agree. */
export const network: Policy = (cluster) => {
  const { ingressNamespace } = resolve(cluster.environment);
  const policies = cluster.of('NetworkPolicy').map((object) => ({ object, spec: specOf<NetworkPolicySpec>(object) }));
  const denied = policies.some(
    ({ spec }) =>
      spec.podSelector.matchLabels === undefined &&
      spec.policyTypes.join() === 'Ingress,Egress' &&
      spec.ingress === undefined &&
      spec.egress === undefined,
  );
  const ofWorkload = (labels: Labels) =>
    policies.filter(
      ({ spec }) => spec.podSelector.matchLabels !== undefined && selects(spec.podSelector.matchLabels, labels),
    );
  const peersOf = (peer: Peer): string[] => {
    if (peer.ipBlock !== undefined) return [];
    const namespace = peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
    if (namespace !== undefined) return namespace === ingressNamespace ? [INGRESS] : [];
    return cluster.workloads
      .filter(({ labels }) => selects(peer.podSelector?.matchLabels, labels))
      .map(({ name }) => name);
  };
  const incoming = new Set<string>();
  const outgoing = new Set<string>();
  for (const { name, labels } of cluster.workloads)
    for (const { spec } of ofWorkload(labels)) {
      for (const { from = [{}], ports = [{ port: 0 }] } of spec.ingress ?? [])
        for (const { port } of ports)
          for (const source of from.flatMap(peersOf)) incoming.add(`${source} -> ${name}:${port}`);
      for (const { to = [{}], ports = [{ port: 0 }] } of spec.egress ?? [])
        for (const { port } of ports)
          for (const target of to.flatMap(peersOf)) outgoing.add(`${name} -> ${target}:${port}`);
    }
  const should = connections(resolve(cluster.environment)).map(({ from, to, port }) => `${from} -> ${to}:${port}`);
  const shouldGo = should.filter((connection) => !connection.startsWith(INGRESS));
  return [
    ...when(!denied, 'not everything is refused by default'),
    ...cluster.workloads
      .filter(({ labels }) => ofWorkload(labels).length !== 1)
      .map(({ name }) => `${name} has no policy of its own`),
    ...difference(incoming, should).map((connection) => `${connection} comes in`),
    ...difference(should, incoming).map((connection) => `${connection} does not come in`),
    ...difference(outgoing, shouldGo).map((connection) => `${connection} goes out`),
    ...difference(shouldGo, outgoing).map((connection) => `${connection} does not go out`),
  ];
};

function difference(all: Iterable<string>, without: Iterable<string>): string[] {
  const known = new Set(without);
  return [...new Set(all)].filter((item) => !known.has(item));
}

/** The connections themselves, against the table: databases, broker and stand-ins are reached by those who use them. */
export const reach: Policy = (cluster) => {
  const platform = resolve(cluster.environment);
  const all = connections(platform);
  const from = (to: string) => [...new Set(all.filter((connection) => connection.to === to).map((one) => one.from))];
  const allowed = (to: string) =>
    allowedCalls()
      .filter(({ callee }) => callee === to)
      .map(({ caller }) => `${caller}`);
  const fromOutside = platform.development ? [INGRESS, 'sandbox'] : [INGRESS];
  return [
    ...apps.flatMap(({ id }) => {
      const should = [...(id === 'api-gateway' ? fromOutside : []), ...allowed(id)];
      return when(
        from(id).toSorted().join() !== should.toSorted().join(),
        `${id} is reached by ${from(id).join(', ')}`,
      );
    }),
    ...when(from('frontend').join() !== INGRESS, 'the site is reached by others than the ingress'),
    ...when(platform.broker === 'external' && from('rabbitmq').length > 0, 'somebody looks for a broker in here'),
    ...from('mongodb')
      .filter((name) => apps.find(({ id }) => id === name)?.database === undefined)
      .map((name) => `${name} reaches the database`),
    ...when(
      from('postgresql').some((name) => name !== 'mongodb'),
      'others than FerretDB reach PostgreSQL',
    ),
  ];
};

/** Who asks which provider, and at what ports. */
const askers: readonly (readonly [ServiceId, Provider, readonly number[]])[] = [
  ['payment-service', 'razorpay', [443]],
  ['media-service', 'cloudinary', [443]],
  ['notification-service', 'mail', [25, 465, 587, 2525]],
];

/** Nobody reaches a network outside that the environment does not send it to. */
export const outside: Policy = (cluster) => {
  const platform = resolve(cluster.environment);
  const { kubernetesApiNetworks, databaseNetworks, databasePorts, brokerNetworks, database, broker } = platform;
  const at = (networks: readonly string[], ports: readonly number[]) =>
    networks.flatMap((cidr) => ports.map((port) => `${cidr}:${port}`));
  return cluster.workloads.flatMap(({ name }) => {
    const app = apps.find(({ id }) => id === name);
    const publishes = publishedBy(name as AppId).length > 0 || (app?.subscriptions.length ?? 0) > 0;
    const should = [
      ...(app !== undefined && app.secrets.length > 0 ? at(kubernetesApiNetworks, [443, 6443]) : []),
      ...(app?.database !== undefined && database === 'external' ? at(databaseNetworks, databasePorts) : []),
      ...(app !== undefined && publishes && broker === 'external' ? at(brokerNetworks, [5671, 5672]) : []),
      ...askers.flatMap(([asker, provider, ports]) =>
        asker === name && !platform.hasStandIn(provider) ? at(['0.0.0.0/0'], ports) : [],
      ),
    ];
    const { egress = [] } = specOf<NetworkPolicySpec>(cluster.named('NetworkPolicy', name));
    const reached = egress.flatMap(({ to = [], ports = [] }) =>
      at(
        to.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr])),
        ports.map(({ port }) => port),
      ),
    );
    return [
      ...difference(reached, should).map((address) => `${name} reaches ${address}`),
      ...difference(should, reached).map((address) => `${name} does not reach ${address}`),
    ];
  });
};

/** Stand-ins of providers are nothing for production, and nothing in development for who asks the real one. */
export const standIns: Policy = (cluster) => {
  const { development, hasStandIn } = resolve(cluster.environment);
  if (!development)
    return cluster.objects
      .filter((object) => /sandbox|razorpay\.[a-z]+\.localhost|rzp_test/.test(JSON.stringify(object)))
      .map((object) => `${nameOf(object)} knows the stand-ins`);
  return askers
    .filter(([, provider]) => !hasStandIn(provider))
    .filter(([asker]) => JSON.stringify(cluster.named('Deployment', asker)).includes('sandbox'))
    .map(([asker, provider]) => `${asker} asks the stand-in of ${provider}`);
};

/** Objects are told apart, all are in the one namespace, and Dapr's are those of the platform's table. */
export const names: Policy = (cluster) => {
  const { namespace, trustDomain, broker: mode } = resolve(cluster.environment);
  const broker = mode === 'redis' ? 'redis' : 'rabbitmq';
  const all = cluster.objects.map(nameOf);
  const dapr = daprObjects({ kind: 'kubernetes', namespace, trustDomain, broker, redisHost: 'redis:6379' });
  return [
    ...all.filter((name, index) => all.indexOf(name) !== index).map((name) => `${name} is there twice`),
    ...cluster.objects
      .filter(({ metadata }) => metadata.namespace !== namespace)
      .map((object) => `${nameOf(object)} is in another namespace`),
    ...cluster.of('Namespace').map((object) => `${nameOf(object)} belongs to whoever installs`),
    ...dapr
      .filter(
        ({ object }) =>
          JSON.stringify(sorted(cluster.named(object.kind, object.metadata.name)?.spec)) !==
          JSON.stringify(sorted(object.spec)),
      )
      .map(({ object }) => `${object.kind} ${object.metadata.name} is not the table's`),
  ];
};

export const policies = {
  resources,
  probes,
  podSecurity,
  images,
  scaling,
  stopping,
  scopes,
  deliveries,
  secretValues,
  variables,
  labels,
  volumes,
  references,
  selectors,
  callers,
  network,
  reach,
  outside,
  standIns,
  names,
} as const satisfies Record<string, Policy>;
export type PolicyName = keyof typeof policies;
