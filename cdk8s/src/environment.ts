import type { AppId } from '@studynotion/contracts';
import { appOf, apps, helpers, type SettingDefinition } from '@studynotion/platform';

/** CPU and memory as Kubernetes writes them: `250m`, `128Mi`. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

export interface Autoscaling {
  readonly maximumReplicas: number;
  /**
   * CPU that a pod, with its sidecar, uses on average when one more is started. Absolute, for a Node.js process is full
   * at one core, whatever it requests.
   * @default '600m'
   */
  readonly targetCpu?: string;
}

/** A variable from outside, with one of: its value, a key of a Secret, a key of a ConfigMap of the namespace. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly secretKeyRef?: KeyReference;
  readonly configMapKeyRef?: KeyReference;
}

export interface KeyReference {
  readonly name: string;
  readonly key: string;
}

export interface ServiceOptions {
  /** Pods; with `autoscaling` the least of them. @default the environment's `replicas` */
  readonly replicas?: number;
  /** @default the environment's `autoscaling` */
  readonly autoscaling?: Autoscaling;
  /** Of the program without its sidecar. @default the environment's `resources` */
  readonly resources?: Resources;
  /** Settings of the platform's table, by name. @default what follows from the environment, else the table's defaults */
  readonly settings?: Readonly<Record<string, string>>;
  /** Variables besides the settings; one takes the place of the setting of its name. @default none */
  readonly environment?: readonly EnvironmentVariable[];
}

/** Whom the platform needs outside; in development a stand-in takes the place of each. */
export type Provider = 'razorpay' | 'cloudinary' | 'mail';

/**
 * What carries events.
 * - `redis`: the Redis that is also the state store
 * - `rabbitmq`: a RabbitMQ in the namespace
 * - `external`: a RabbitMQ outside; its address stands in the Secret `rabbitmq`, what it is to import in the ConfigMap
 */
export type BrokerMode = 'redis' | 'rabbitmq' | 'external';

/**
 * Where the services' documents are.
 * - `documentdb`: PostgreSQL with DocumentDB and FerretDB in front, from images of our own
 * - `mongo`: one MongoDB for all services
 * - `mongo-per-service`: a MongoDB for each service
 * - `external`: outside the namespace; the address stands in each service's Secret
 */
export type DatabaseMode = 'documentdb' | 'mongo' | 'mongo-per-service' | 'external';

export interface Images {
  readonly redis: string;
  readonly rabbitmq: string;
  readonly mongodb: string;
  readonly postgresql: string;
  readonly ferretdb: string;
}

/** Sizes of volumes, as in `4Gi`. */
export interface Storage {
  readonly redis: string;
  readonly rabbitmq: string;
  readonly database: string;
}

/** What makes one installation of the platform differ from another. */
export interface PlatformEnvironment {
  /** Name of the installation; cookies carry it. 1 to 30 of a-z, 0-9 and `-`. */
  readonly name: string;
  /** Namespace, which whoever installs has made, with the label of the restricted pod security standard. @default 'studynotion' */
  readonly namespace?: string;
  /** Tag of the platform's own images. */
  readonly version: string;
  /** Where the platform's own images are, without a slash at the end. */
  readonly registry: string;
  /** Secret of type kubernetes.io/dockerconfigjson to pull images with. @default none */
  readonly imagePullSecret?: string;
  /** Images of other makers, by full name and exact tag. @default the platform's own builds in `registry` */
  readonly images?: Partial<Images>;
  /** Under which name users reach the site. */
  readonly host: string;
  /** HTTPS port under which they reach it. @default 443 */
  readonly port?: number;
  /** Secret of type kubernetes.io/tls for `host` and, in development, the names below it. @default 'studynotion-tls' */
  readonly tlsSecret?: string;
  /** @default 'traefik' */
  readonly ingressClass?: string;
  /** Namespace of the ingress controller, the only one that reaches gateway and site. @default 'traefik' */
  readonly ingressNamespace?: string;
  /** Proxies that append to X-Forwarded-For before the gateway. @default 1, the ingress controller */
  readonly trustedProxies?: number;
  /** Namespace of Dapr's control plane. @default 'dapr-system' */
  readonly daprNamespace?: string;
  /** Namespace of the cluster's DNS. @default 'kube-system' */
  readonly dnsNamespace?: string;
  /**
   * How long DNS may go on naming a pod that is gone, in seconds: the TTL that CoreDNS gives and keeps answers for.
   * @default 30, as kubeadm and kind set it
   */
  readonly dnsSeconds?: number;
  /** Networks in which the Kubernetes API answers; sidecars read Secrets there. @default everywhere */
  readonly kubernetesApiNetworks?: readonly string[];
  /** SPIFFE trust domain of the apps' identities. @default the namespace's name */
  readonly trustDomain?: string;
  /** Stand-ins of Razorpay, Cloudinary and the mail server run in the namespace. @default false */
  readonly development?: boolean;
  /** Providers that have no stand-in in development either. @default none */
  readonly realProviders?: readonly Provider[];
  /** @default 'mongo' */
  readonly database?: DatabaseMode;
  /** Networks of an external database. @default everywhere */
  readonly databaseNetworks?: readonly string[];
  /** Ports of an external database. @default 27017 */
  readonly databasePorts?: readonly number[];
  /** @default 'redis' */
  readonly broker?: BrokerMode;
  /** Networks of an external broker. @default everywhere */
  readonly brokerNetworks?: readonly string[];
  /** Class of all volumes. @default the cluster's default class */
  readonly storageClass?: string;
  /** @default 1Gi for Redis, 2Gi for RabbitMQ, 4Gi for each database */
  readonly storage?: Partial<Storage>;
  /** What becomes of the volumes when their StatefulSets are deleted. @default 'keep' */
  readonly volumesOnDeletion?: 'keep' | 'delete';
  /** Labels of every object, besides those by which pods are selected. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of each service and the site. @default 1 */
  readonly replicas?: number;
  /** Of each service and the site. @default none */
  readonly autoscaling?: Autoscaling;
  /** Of each service and the site. @default small ones, for one machine */
  readonly resources?: Resources;
  /** Of each sidecar. @default small ones, for one machine */
  readonly sidecarResources?: Resources;
  /** What differs for single services. @default nothing */
  readonly services?: Partial<Readonly<Record<ServiceId, ServiceOptions>>>;
}

/** What can be scaled: the apps and the site. */
export type ServiceId = AppId | 'frontend';

/** A service with all its options decided. */
export interface ServiceScale {
  readonly replicas: number;
  readonly autoscaling?: Required<Autoscaling>;
  readonly resources: Resources;
  readonly settings: Readonly<Record<string, string>>;
  readonly environment: readonly EnvironmentVariable[];
}

/** An environment with every default filled in. */
export interface Platform extends Required<Omit<PlatformEnvironment, Undecided>> {
  readonly imagePullSecret?: string;
  readonly storageClass?: string;
  readonly images: Images;
  readonly storage: Storage;
  /** Where users reach the site: scheme, host and, unless it is 443, port. */
  readonly origin: string;
  service(id: ServiceId): ServiceScale;
  /** Whether a stand-in takes the place of the provider. */
  hasStandIn(provider: Provider): boolean;
  /** Where users reach the stand-in of this name; development only. */
  standInOrigin(name: StandIn): string;
}

type Undecided =
  | 'imagePullSecret'
  | 'storageClass'
  | 'images'
  | 'storage'
  | 'replicas'
  | 'autoscaling'
  | 'resources'
  | 'services';

/** Stand-ins that browsers talk to, by the name below the site's. */
export const standIns = { razorpay: 'razorpay', media: 'cloudinary', inbox: 'inbox' } as const;
export type StandIn = keyof typeof standIns;

const SMALL: Resources = { requests: { cpu: '25m', memory: '96Mi' }, limits: { cpu: '1', memory: '384Mi' } };
const SMALL_SIDECAR: Resources = { requests: { cpu: '10m', memory: '48Mi' }, limits: { cpu: '500m', memory: '256Mi' } };

/**
 * Fills in the defaults.
 * @throws TypeError where an option cannot be right
 */
export function resolve(environment: PlatformEnvironment): Platform {
  const { name, host, registry, version, port = 443, namespace = 'studynotion', replicas = 1 } = environment;
  const { development = false, realProviders = [] } = environment;
  const at = (hostname: string) => `https://${hostname}${port === 443 ? '' : `:${port}`}`;
  if (!/^[a-z0-9-]{1,30}$/.test(name)) throw new TypeError(`${name} is no name of an installation`);
  requireSettings(environment);
  const own = (image: string) => `${registry}/${image}:${version}`;
  return {
    ...environment,
    port,
    namespace,
    images: {
      redis: own('redis'),
      rabbitmq: own('rabbitmq'),
      mongodb: own('mongodb'),
      postgresql: own('postgresql'),
      ferretdb: own('ferretdb'),
      ...environment.images,
    },
    storage: { redis: '1Gi', rabbitmq: '2Gi', database: '4Gi', ...environment.storage },
    tlsSecret: environment.tlsSecret ?? 'studynotion-tls',
    ingressClass: environment.ingressClass ?? 'traefik',
    ingressNamespace: environment.ingressNamespace ?? 'traefik',
    trustedProxies: environment.trustedProxies ?? 1,
    daprNamespace: environment.daprNamespace ?? 'dapr-system',
    dnsNamespace: environment.dnsNamespace ?? 'kube-system',
    dnsSeconds: environment.dnsSeconds ?? 30,
    kubernetesApiNetworks: environment.kubernetesApiNetworks ?? EVERYWHERE,
    trustDomain: environment.trustDomain ?? namespace,
    development,
    realProviders,
    hasStandIn: (provider) => development && !realProviders.includes(provider),
    database: environment.database ?? 'mongo',
    databaseNetworks: environment.databaseNetworks ?? EVERYWHERE,
    databasePorts: environment.databasePorts ?? [27_017],
    broker: environment.broker ?? 'redis',
    brokerNetworks: environment.brokerNetworks ?? EVERYWHERE,
    volumesOnDeletion: environment.volumesOnDeletion ?? 'keep',
    labels: environment.labels ?? {},
    sidecarResources: environment.sidecarResources ?? SMALL_SIDECAR,
    origin: at(host),
    standInOrigin: (standIn) => at(`${standIn}.${host}`),
    service(id) {
      const own = environment.services?.[id] ?? {};
      const autoscaling = own.autoscaling ?? environment.autoscaling;
      const scale = { replicas: own.replicas ?? replicas, resources: own.resources ?? environment.resources ?? SMALL };
      return {
        ...scale,
        ...(autoscaling === undefined ? {} : { autoscaling: { targetCpu: '600m', ...autoscaling } }),
        settings: own.settings ?? {},
        environment: own.environment ?? [],
      };
    },
  };
}

const EVERYWHERE = ['0.0.0.0/0'];

/** A setting that the table does not have would do nothing, and nobody would see it. */
function requireSettings({ services = {} }: PlatformEnvironment): void {
  for (const [id, { settings = {} }] of Object.entries(services)) {
    const known = settingsOf(id as ServiceId).map(({ name }) => name);
    const unknown = Object.keys(settings).filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new TypeError(`${id} has no setting ${unknown.join(', ')}`);
  }
}

/** The settings of a service in the platform's table. */
export function settingsOf(id: ServiceId): readonly SettingDefinition[] {
  if (id === 'frontend') return helperNamed('frontend').settings;
  return appOf(id).settings;
}

export function helperNamed(id: 'frontend' | 'sandbox') {
  const helper = helpers.find((candidate) => candidate.id === id);
  if (helper === undefined) throw new TypeError(`The platform's table has no helper ${id}`);
  return helper;
}

/** Port of a stand-in or of the site. */
export function helperPort(id: 'frontend' | 'sandbox', name: string): number {
  const port = helperNamed(id).ports[name];
  if (port === undefined) throw new TypeError(`${id} has no port ${name}`);
  return port;
}

/** Apps that have a database of their own. */
export const appsWithDatabase = apps.filter(({ database }) => database !== undefined);
