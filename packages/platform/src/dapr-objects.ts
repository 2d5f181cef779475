import type { AppId, EventDefinition } from '@studynotion/contracts';
import { API_PREFIX } from '@studynotion/contracts';
import { stringify } from 'yaml';
import { accessControl } from './access-control.ts';
import type { DaprEnvironment } from './dapr-environment.ts';
import type { AppDefinition } from './definition.ts';
import { apps, publishedBy } from './table.ts';

/** Names of the components that apps ask for. */
export const components = { pubsub: 'pubsub', stateStore: 'statestore' } as const;

/** Secret store of an app. daprd refuses to start where two components in its folders share a name, whatever their scopes. */
export const secretStoreOf = (app: AppId): string => `secrets-${app}`;

/** Route on which an app receives an event, and the one for its dead letters. */
export const eventRoute = (event: EventDefinition): string => `/events/${event.type}`;
export const deadLetterRoute = (event: EventDefinition): string => `/dead-letters/${event.type}`;
/** Topic that gets what `app` could not handle. */
export const deadLetterTopic = (app: AppId, event: EventDefinition): string => `${event.type}.dead.${app}`;

/** A Dapr object and the file it is written to; one object per file, for daprd ignores a Resiliency among others. */
export interface DaprObject {
  readonly file: string;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly scopes?: readonly string[];
    readonly [field: string]: unknown;
  };
}

/**
 * The Dapr objects of an installation, on a development machine or in Kubernetes.
 * Components are scoped, subscriptions belong to one app, and the gateway's sidecar offers only what the gateway needs.
 */
export function daprObjects(environment: DaprEnvironment): readonly DaprObject[] {
  return [
    pubsub(environment),
    stateStore(environment),
    ...apps.filter((app) => app.secrets.length > 0).map((app) => secretStore(app, environment)),
    ...apps.flatMap((app) => subscriptionsOf(app, environment)),
    resiliency(),
    ...apps.map((app) => configuration(app, environment)),
  ];
}

/** The text of an object's file. */
export function toYaml({ object }: DaprObject): string {
  return `# Written from packages/platform by "npm run generate". Do not edit.\n${stringify(object, { lineWidth: 0 })}`;
}

function usesPubsub(app: AppDefinition): boolean {
  return app.subscriptions.length > 0 || publishedBy(app.id).length > 0;
}

function pubsub(environment: DaprEnvironment): DaprObject {
  const users = apps.filter(usesPubsub);
  const list = (topicsOf: (app: AppDefinition) => string[]) =>
    users.map((app) => `${app.id}=${topicsOf(app).join(',')}`).join(';');
  const broker = isRabbitmq(environment)
    ? { type: 'pubsub.rabbitmq', metadata: RABBITMQ }
    : { type: 'pubsub.redis', metadata: [...redisConnection(environment), ...REDIS_STREAMS] };
  return {
    file: 'components/pubsub.yaml',
    object: {
      apiVersion: 'dapr.io/v1alpha1',
      kind: 'Component',
      metadata: { name: components.pubsub },
      spec: {
        type: broker.type,
        version: 'v1',
        metadata: [
          ...broker.metadata,
          { name: 'publishingScopes', value: list((app) => publishedTopics(app)) },
          { name: 'subscriptionScopes', value: list((app) => subscribedTopics(app)) },
        ],
      },
      scopes: users.map(({ id }) => id),
    },
  };
}

const REDIS_STREAMS = [
  // A message that nobody acknowledged is offered again after 15 s; the component reads a bare number as milliseconds.
  { name: 'processingTimeout', value: '15s' },
  { name: 'redeliverInterval', value: '5000' },
  { name: 'concurrency', value: '10' },
  // Each topic holds a connection while it waits for news, a subscription that ended until its wait is over. Without an
  // end of it (the default) each death of an app keeps its connections, until the pool is empty for good.
  { name: 'readTimeout', value: '60s' },
  // 26 topics at most, whose app can be found dead and alive again some seven times within that minute.
  { name: 'poolSize', value: '300' },
  { name: 'poolTimeout', value: '4s' },
  // Each event published drops what is older in its topic, read or not; no consumer stands still for a month.
  { name: 'streamTTL', value: '720h' },
];

/**
 * A delivery that a sidecar could not bring home goes back into its queue, as it does with Redis: the sidecar repeats it
 * for about a minute and then publishes it to our dead-letter topic itself. What the broker gives up by its own rules, a
 * message older than its TTL, goes to the queue `dlq-…` and is not dropped (docs/decisions/0011).
 */
const RABBITMQ = [
  { name: 'connectionString', secretKeyRef: { name: 'rabbitmq', key: 'url' } },
  { name: 'durable', value: 'true' },
  { name: 'deletedWhenUnused', value: 'false' },
  { name: 'deliveryMode', value: '2' },
  { name: 'publisherConfirm', value: 'true' },
  { name: 'autoAck', value: 'false' },
  { name: 'requeueInFailure', value: 'true' },
  { name: 'enableDeadLetter', value: 'true' },
  // Deliveries that wait for their repetition hold a place; without a bound a sidecar would take in the whole queue.
  { name: 'prefetchCount', value: '20' },
  { name: 'concurrency', value: 'parallel' },
  { name: 'exchangeKind', value: 'fanout' },
];

function redisConnection(environment: DaprEnvironment) {
  return [
    { name: 'redisHost', value: environment.redisHost },
    environment.kind === 'kubernetes'
      ? { name: 'redisPassword', secretKeyRef: { name: 'redis', key: 'password' } }
      : { name: 'redisPassword', envRef: 'REDIS_PASSWORD' },
    { name: 'enableTLS', value: 'false' },
  ];
}

/** An app may publish its own events, and its sidecar the dead letters of those it receives. */
function publishedTopics(app: AppDefinition): string[] {
  return [
    ...publishedBy(app.id).map(({ type }) => type),
    ...app.subscriptions.map(({ event }) => deadLetterTopic(app.id, event)),
  ];
}

function subscribedTopics(app: AppDefinition): string[] {
  return app.subscriptions.flatMap(({ event }) => [event.type, deadLetterTopic(app.id, event)]);
}

function stateStore(environment: DaprEnvironment): DaprObject {
  return {
    file: 'components/statestore.yaml',
    object: {
      apiVersion: 'dapr.io/v1alpha1',
      kind: 'Component',
      metadata: { name: components.stateStore },
      spec: {
        type: 'state.redis',
        version: 'v1',
        metadata: [...redisConnection(environment), { name: 'keyPrefix', value: 'appid' }],
      },
      scopes: apps.filter((app) => app.usesStateStore).map(({ id }) => id),
    },
  };
}

/** One file or Secret per app, so that no app can read another's secrets. */
function secretStore(app: AppDefinition, environment: DaprEnvironment): DaprObject {
  const store =
    environment.kind === 'kubernetes'
      ? { type: 'secretstores.kubernetes', metadata: [] }
      : {
          type: 'secretstores.local.file',
          metadata: [
            { name: 'secretsFile', value: `${environment.secretsFolder}/${app.id}.json` },
            // Gives a secret with keys, as a Kubernetes Secret has them.
            { name: 'multiValued', value: 'true' },
          ],
        };
  return {
    file: `components/${secretStoreOf(app.id)}.yaml`,
    object: {
      apiVersion: 'dapr.io/v1alpha1',
      kind: 'Component',
      metadata: { name: secretStoreOf(app.id) },
      spec: { type: store.type, version: 'v1', metadata: store.metadata },
      scopes: [app.id],
    },
  };
}

function subscriptionsOf(app: AppDefinition, environment: DaprEnvironment): DaprObject[] {
  return app.subscriptions.flatMap(({ event }) => {
    const name = `${app.id}-${event.type.replaceAll('.', '-')}`;
    const subscription = (suffix: string, topic: string, route: string, deadLetter?: string): DaprObject => ({
      file: `subscriptions/${name}${suffix}.yaml`,
      object: {
        apiVersion: 'dapr.io/v2alpha1',
        kind: 'Subscription',
        metadata: { name: `${name}${suffix}` },
        spec: {
          pubsubname: components.pubsub,
          topic,
          routes: { default: route },
          ...(deadLetter === undefined ? {} : { deadLetterTopic: deadLetter }),
          ...(isRabbitmq(environment) ? { metadata: { queueType: 'quorum' } } : {}),
        },
        scopes: [app.id],
      },
    });
    const dead = deadLetterTopic(app.id, event);
    return [
      subscription('', event.type, eventRoute(event), dead),
      subscription('-dead-letters', dead, deadLetterRoute(event)),
    ];
  });
}

/**
 * Retries and timeouts. Ten retries go over about a minute (0.5 s, growing by half each time, ±50 %) before a delivery
 * becomes a dead letter. Redis meanwhile offers it again every `processingTimeout`, so up to five run at once; a longer
 * budget would want a longer `processingTimeout`, which is also how long a killed sidecar's deliveries wait.
 * Calls between services are repeated only where the callee is declared repeatable: after a lost connection
 * the callee may have acted already.
 */
function resiliency(): DaprObject {
  const retries = Math.max(
    ...apps.flatMap((app) => app.subscriptions.map(({ maximumRetries }) => maximumRetries ?? 10)),
  );
  return {
    file: 'resiliency/resiliency.yaml',
    object: {
      apiVersion: 'dapr.io/v1alpha1',
      kind: 'Resiliency',
      metadata: { name: 'studynotion' },
      spec: {
        policies: {
          timeouts: { call: '15s', delivery: '30s' },
          retries: {
            once: { policy: 'constant', duration: '0s', maxRetries: 0 },
            // Repeats only what never reached the app or was refused by a restarting one.
            repeatable: {
              policy: 'constant',
              duration: '200ms',
              maxRetries: 2,
              matching: { httpStatusCodes: '502,503' },
            },
            delivery: { policy: 'exponential', maxInterval: '60s', maxRetries: retries },
          },
        },
        targets: {
          apps: Object.fromEntries(
            apps.map((app) => [app.id, { timeout: 'call', retry: app.repeatable ? 'repeatable' : 'once' }]),
          ),
          components: { [components.pubsub]: { inbound: { timeout: 'delivery', retry: 'delivery' } } },
        },
      },
    },
  };
}

/** Dapr API groups an app's sidecar answers; whatever is not listed is refused. */
function allowedApis(app: AppDefinition): { name: string; version: string; protocol: string }[] {
  const names = ['invoke', 'metadata', 'healthz']; // the SDK waits for the sidecar through metadata
  if (app.secrets.length > 0) names.push('secrets');
  if (app.usesStateStore) names.push('state');
  if (publishedBy(app.id).length > 0) names.push('publish');
  // Rules count per protocol: without one for gRPC every gRPC API would be open. Nobody here speaks it.
  const grpc = { name: 'metadata', version: 'v1', protocol: 'grpc' };
  return [...names.map((name) => ({ name, version: 'v1.0', protocol: 'http' })), grpc];
}

function configuration(app: AppDefinition, environment: DaprEnvironment): DaprObject {
  return {
    file: `configuration/${app.id}.yaml`,
    object: {
      apiVersion: 'dapr.io/v1alpha1',
      kind: 'Configuration',
      metadata: { name: app.id },
      spec: {
        tracing: { samplingRate: '0' },
        // Paths as label values would be without bounds; only these templates appear, everything else is one.
        metrics: {
          enabled: true,
          http: {
            increasedCardinality: false,
            pathMatching: [`${API_PREFIX}/`, '/internal/', '/events/', '/dead-letters/', '/healthz'],
          },
        },
        ...(environment.kind === 'kubernetes'
          ? { accessControl: accessControl(app.id, environment) }
          : { nameResolution: nameResolution(environment.nameResolutionFile) }),
        api: { allowed: allowedApis(app) },
      },
    },
  };
}

function nameResolution(file: string) {
  return { component: 'sqlite', version: 'v1', configuration: { connectionString: file } };
}

function isRabbitmq(environment: DaprEnvironment): boolean {
  return environment.kind === 'kubernetes' && environment.broker === 'rabbitmq';
}
