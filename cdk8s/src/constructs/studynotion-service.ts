import type { AppId } from '@studynotion/contracts';
import { type AppDefinition, commonSettings } from '@studynotion/platform';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { brokerUsers, gatewayPort, infrastructurePorts, sidecarPorts } from '../connections.ts';
import { helperPort, type Platform, type Provider, type Resources } from '../environment.ts';
import { ConnectionPolicy, internet, type OutsideAccess } from './connection-policy.ts';
import { labelsOf, selectorOf } from './labels.ts';
import {
  httpProbe,
  podDefaults,
  resourcesOf,
  restrictedContainer,
  secretVariable,
  spread,
  temporary,
  variables,
  withAdditional,
} from './pod.ts';
import { scaling } from './scaling.ts';

/**
 * How a pod goes, in seconds. The app is told first and answers on until nobody sends it more: what stands in front of
 * the gateway follows its endpoints at once, but sidecars keep the addresses of an app for 20 s (resolverCacheTTL in
 * Dapr's pkg/messaging), and those were as old as DNS allows. Then the app finishes what it has at hand (25 s at most, see
 * service-kit's run-service). Its sidecar, a native one, is told only when the app is gone, and needs no
 * `block-shutdown-duration`: that would make it take calls for an app that is no more.
 */
const STOP = { noticed: 5, resolved: 20, app: 25, sidecar: 10, reserve: 5 } as const;

function drainSeconds(app: AppDefinition, { dnsSeconds }: Platform): number {
  return STOP.noticed + (isGateway(app) ? 0 : STOP.resolved + dnsSeconds);
}

/** The sidecar looks at the app every so often, in seconds; three bad answers in a row stop the deliveries. */
const HEALTH = { seconds: 2, milliseconds: 1000, threshold: 3 } as const;

/** Mounted into the sidecar alone: it reads the app's Secret, and the app needs nothing of the Kubernetes API. */
const IDENTITY = { volume: 'kubernetes-api', path: '/var/run/secrets/kubernetes.io/serviceaccount' } as const;

export interface StudyNotionServiceProps {
  readonly platform: Platform;
  readonly app: AppDefinition;
}

/** An app of the platform with its sidecar, and all that belongs to it. */
export class StudyNotionService extends Construct {
  constructor(scope: Construct, id: string, { platform, app }: StudyNotionServiceProps) {
    super(scope, id);
    const metadata = { name: app.id, labels: labelsOf(app.id, platform.version) };
    const usesSecrets = app.secrets.length > 0;

    new k8s.KubeServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    if (usesSecrets) allowOwnSecret(this, app.id, platform.namespace, metadata);
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        ...scaling(this, { workload: app.id, platform, scale: platform.service(app.id) }),
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: 300,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        selector: { matchLabels: selectorOf(app.id) },
        template: {
          metadata: { labels: metadata.labels, annotations: sidecarAnnotations(app, platform.sidecarResources) },
          spec: {
            ...podDefaults(platform),
            serviceAccountName: app.id,
            terminationGracePeriodSeconds: drainSeconds(app, platform) + STOP.app + STOP.sidecar + STOP.reserve,
            topologySpreadConstraints: spread(selectorOf(app.id)),
            containers: [container(app, platform)],
            volumes: [temporary.volume, ...(usesSecrets ? [identityVolume] : [])],
          },
        },
      },
    });
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector: selectorOf(app.id),
        ports: [
          // Other apps are reached through the sidecars alone.
          ...(isGateway(app) ? [servicePort('http', app.port)] : []),
          servicePort('operations', app.operationsPort),
        ],
      },
    });
    new ConnectionPolicy(this, 'network', {
      platform,
      workload: app.id,
      sidecar: true,
      outside: outside(app, platform),
    });
  }
}

function isGateway({ id }: AppDefinition): boolean {
  return id === 'api-gateway';
}

function servicePort(name: string, port: number): k8s.ServicePort {
  return { name, port, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' };
}

/** Its sidecar may read the Secret of its name, and no other. */
function allowOwnSecret(scope: Construct, app: AppId, namespace: string, metadata: k8s.ObjectMeta): void {
  new k8s.KubeRole(scope, 'role', {
    metadata,
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [app], verbs: ['get'] }],
  });
  new k8s.KubeRoleBinding(scope, 'role-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: app },
    subjects: [{ kind: 'ServiceAccount', name: app, namespace }],
  });
}

const identityVolume: k8s.Volume = {
  name: IDENTITY.volume,
  projected: {
    defaultMode: 0o444,
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardApi: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ],
  },
};

/** https://docs.dapr.io/reference/arguments-annotations-overview/; names as in pkg/injector/annotations of Dapr 1.18. */
function sidecarAnnotations(app: AppDefinition, { requests, limits }: Resources): Record<string, string> {
  const annotations = {
    enabled: true,
    'app-id': app.id,
    'app-port': app.port,
    'app-protocol': 'http',
    config: app.id,
    'enable-native-sidecar': true,
    'api-token-secret': `${app.id}-dapr-token`,
    'app-token-secret': `${app.id}-app-token`,
    'disable-builtin-k8s-secret-store': true,
    // Both are declared as objects; asking the app for them would only give 404.
    'disable-init-endpoints': 'config,subscribe',
    'sidecar-listen-addresses': '127.0.0.1',
    'metrics-port': sidecarPorts.metrics,
    'enable-app-health-check': true,
    // `/healthz` says no while the app drains, and the sidecar would then refuse the calls that still come.
    'app-health-check-path': isGateway(app) ? '/healthz' : '/livez',
    'app-health-probe-interval': HEALTH.seconds,
    'app-health-probe-timeout': HEALTH.milliseconds,
    'app-health-threshold': HEALTH.threshold,
    'graceful-shutdown-seconds': STOP.sidecar,
    'log-as-json': true,
    'log-level': 'info',
    'sidecar-cpu-request': requests.cpu,
    'sidecar-cpu-limit': limits.cpu,
    'sidecar-memory-request': requests.memory,
    'sidecar-memory-limit': limits.memory,
    'sidecar-seccomp-profile-type': 'RuntimeDefault',
    ...(app.secrets.length > 0 ? { 'volume-mounts': `${IDENTITY.volume}:${IDENTITY.path}` } : {}),
  };
  return Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`dapr.io/${name}`, String(value)]));
}

function container(app: AppDefinition, platform: Platform): k8s.Container {
  const { resources, environment } = platform.service(app.id);
  return {
    name: 'app',
    image: `${platform.registry}/${app.id}:${platform.version}`,
    imagePullPolicy: 'IfNotPresent',
    env: withAdditional(
      [
        ...variables({ NODE_ENV: 'production', ...settings(app, platform) }),
        secretVariable('APP_API_TOKEN', `${app.id}-app-token`, 'token'),
        secretVariable('DAPR_API_TOKEN', `${app.id}-dapr-token`, 'token'),
      ],
      environment,
    ),
    ports: [
      // An app listens on loopback, so that its pod's address is no way around the sidecar; only the gateway does not.
      ...(isGateway(app) ? [{ name: 'http', containerPort: app.port, protocol: 'TCP' }] : []),
      { name: 'operations', containerPort: app.operationsPort, protocol: 'TCP' },
    ],
    // Nine programs that start on two cores at once need their time.
    startupProbe: httpProbe('/healthz', 'operations', { periodSeconds: 2, failureThreshold: 60 }),
    livenessProbe: httpProbe('/healthz', 'operations', { periodSeconds: 10, failureThreshold: 3 }),
    readinessProbe: httpProbe('/readyz', 'operations', { periodSeconds: 3, failureThreshold: 2 }),
    resources: resourcesOf(resources),
    securityContext: restrictedContainer,
    volumeMounts: [temporary.mount],
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}

/** Settings of the table that follow from the environment, and what the environment says of this service. */
function settings(app: AppDefinition, platform: Platform): Record<string, string> {
  const names = new Set([...commonSettings, ...app.settings].map(({ name }) => name));
  const known = {
    APP_HOST: isGateway(app) ? '0.0.0.0' : '127.0.0.1',
    OPERATIONS_HOST: '0.0.0.0',
    DAPR_HTTP_PORT: String(sidecarPorts.http),
    DRAIN_SECONDS: String(drainSeconds(app, platform)),
    INSTANCE: platform.name,
    PUBLIC_ORIGIN: platform.origin,
    TRUSTED_PROXIES: String(platform.trustedProxies),
    ...standInSettings(platform),
  };
  const followed = Object.entries(known).filter(([name]) => names.has(name));
  return { ...Object.fromEntries(followed), ...platform.service(app.id).settings };
}

/** The stand-ins, under the names by which pods and browsers know them. */
function standInSettings({ hasStandIn, standInOrigin }: Platform): Record<string, string> {
  return {
    ...(hasStandIn('razorpay') ? { RAZORPAY_BASE_URL: `http://sandbox:${helperPort('sandbox', 'razorpay')}` } : {}),
    ...(hasStandIn('cloudinary')
      ? {
          CLOUDINARY_API_URL: standInOrigin('media'),
          CLOUDINARY_DELIVERY_URL: standInOrigin('media'),
          CLOUDINARY_INTERNAL_URL: `http://sandbox:${helperPort('sandbox', 'cloudinary')}`,
          WEBHOOK_ORIGIN: `http://api-gateway:${gatewayPort()}`,
        }
      : {}),
  };
}

const HTTPS_PORTS = [443];
const SMTP_PORTS = [25, 465, 587, 2525];
/** With and without TLS. */
const AMQP_PORTS = [5671, infrastructurePorts.rabbitmq];

/** Which app asks which provider, and at what ports. */
const providers: Partial<Record<AppId, readonly [Provider, readonly number[]]>> = {
  'payment-service': ['razorpay', HTTPS_PORTS],
  'media-service': ['cloudinary', HTTPS_PORTS],
  'notification-service': ['mail', SMTP_PORTS],
};

function outside(app: AppDefinition, platform: Platform): OutsideAccess[] {
  const at = (cidrs: readonly string[]) => cidrs.map((cidr) => ({ cidr }));
  const access: OutsideAccess[] = [];
  if (app.secrets.length > 0) access.push({ networks: at(platform.kubernetesApiNetworks), ports: [443, 6443] });
  if (app.database !== undefined && platform.database === 'external')
    access.push({ networks: at(platform.databaseNetworks), ports: platform.databasePorts });
  if (brokerUsers().includes(app.id) && platform.broker === 'external')
    access.push({ networks: at(platform.brokerNetworks), ports: AMQP_PORTS });
  const [provider, ports] = providers[app.id] ?? [];
  if (provider !== undefined && ports !== undefined && !platform.hasStandIn(provider))
    access.push({ networks: [internet], ports });
  return access;
}
