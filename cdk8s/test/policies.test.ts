import { describe, expect, test } from '@jest/globals';
import {
  type EnvironmentVariable,
  type KubernetesObject,
  type PlatformEnvironment,
  platformObjects,
  presets,
} from '../src/index.ts';
import { clusterOf, containersOf, quantity } from './cluster.ts';
import { type PolicyName, policies } from './policies.ts';

const VERSION = '1.2.3';

/** What an operator asks for besides. */
const managed = {
  labels: { 'app.kubernetes.io/managed-by': 'studynotion-operator' },
  volumesOnDeletion: 'delete',
} as const;
const additional: readonly EnvironmentVariable[] = [
  { name: 'LOG_LEVEL', value: 'debug' },
  { name: 'PRICE', value: '$5, $$, $(HOME) and $' },
  { name: 'REFRESH_GRACE_SECONDS', value: '60' },
  { name: 'LICENCE', secretKeyRef: { name: 'licence', key: 'text' } },
  { name: 'NOTICE', configMapKeyRef: { name: 'notices', key: 'today' } },
];
const settings = { REFRESH_GRACE_SECONDS: '30' };

type Named = readonly [string, PlatformEnvironment];

const mixtures = Object.entries(presets).flatMap(([name, preset]) =>
  (['redis', 'rabbitmq'] as const).flatMap((broker): Named[] => [
    [`${name} with ${broker}`, { ...preset(VERSION), broker }],
    ...(name === 'prod'
      ? (['mongo', 'mongo-per-service'] as const).map(
          (database): Named => [`${name} with ${broker} and ${database}`, { ...preset(VERSION), broker, database }],
        )
      : []),
  ]),
);

const environments: readonly Named[] = [
  ...mixtures,
  [
    'prod with a broker outside, and what an operator asks for',
    {
      ...presets.prod(VERSION),
      ...managed,
      broker: 'external',
      brokerNetworks: ['10.2.0.0/16', '10.3.0.0/16'],
      databasePorts: [27_015, 27_017],
    },
  ],
  [
    'dev with variables of its users',
    {
      ...presets.dev(VERSION),
      ...managed,
      services: {
        ...presets.dev(VERSION).services,
        'auth-service': { settings, environment: additional },
        frontend: { environment: additional },
      },
    },
  ],
  ...(['razorpay', 'cloudinary', 'mail'] as const).map(
    (provider): Named => [`dev with the real ${provider}`, { ...presets.dev(VERSION), realProviders: [provider] }],
  ),
];

describe.each(environments)('%s', (_name, environment) => {
  const cluster = clusterOf(environment, platformObjects(environment));

  test.each(Object.entries(policies))('keeps the policy %s', (_policy, problemsOf) => {
    expect(problemsOf(cluster)).toEqual([]);
  });
});

test('the development environments fit on two cores, and leave half a core to the cluster itself', () => {
  for (const [, environment] of environments.filter(([, { development }]) => development === true)) {
    const { workloads } = clusterOf(environment, platformObjects(environment));
    const requests = (resource: 'cpu' | 'memory') =>
      workloads.flatMap((workload) => [
        ...containersOf(workload).map((container) => container.resources?.requests?.[resource] ?? ''),
        workload.annotations[`dapr.io/sidecar-${resource}-request`] ?? '0m',
      ]);
    const sum = (texts: readonly string[]) => texts.reduce((total, text) => total + quantity(text), 0);
    expect(sum(requests('cpu'))).toBeLessThan(1200);
    expect(sum(requests('memory'))).toBeLessThan(4 * 2 ** 30);
  }
});

/** An object whose fields a breakage changes. */
// biome-ignore lint/suspicious/noExplicitAny: breakages reach into every kind of object
type Broken = any;
type Objects = readonly KubernetesObject[];
const find = (objects: Objects, kind: string, name: string): Broken =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
const podOf = (objects: Objects, name: string): Broken =>
  (find(objects, 'Deployment', name) ?? find(objects, 'StatefulSet', name)).spec.template;
const appOf = (objects: Objects, name: string): Broken => podOf(objects, name).spec.containers[0];
const settingOf = (objects: Objects, name: string, setting: string): Broken =>
  appOf(objects, name).env.find((variable: { name: string }) => variable.name === setting);
const without = (objects: Objects, kind: string, name: string): Objects =>
  objects.filter((object) => !(object.kind === kind && object.metadata.name === name));

const set = (target: Broken, field: string, value: unknown): undefined => {
  target[field] = value;
};
const remove = (target: Broken, field: string): undefined => {
  delete target[field];
};
const change = (list: Broken, how: 'push' | 'pop' | 'shift', ...items: unknown[]): undefined => {
  list[how](...items);
};

/** What one might get wrong, and what the policy then says. */
const breakages: readonly (readonly [PolicyName, string, (objects: Objects) => Objects | undefined, RegExp])[] = [
  ['resources', 'no limits', (all) => remove(appOf(all, 'redis').resources, 'limits'), /redis has no limits of memory/],
  [
    'resources',
    'a sidecar without a request',
    (all) => remove(podOf(all, 'auth-service').metadata.annotations, 'dapr.io/sidecar-cpu-request'),
    /sidecar of auth-service has no cpu-request/,
  ],
  ['probes', 'no readiness', (all) => remove(appOf(all, 'frontend'), 'readinessProbe'), /has no readinessProbe/],
  [
    'probes',
    'a probe of a closed port',
    (all) => set(appOf(all, 'auth-service').livenessProbe.httpGet, 'port', 'http'),
    /probed at http, which is no port/,
  ],
  [
    'podSecurity',
    'root',
    (all) => set(podOf(all, 'redis').spec.securityContext, 'runAsUser', 0),
    /redis may run as root/,
  ],
  [
    'podSecurity',
    'a writable root',
    (all) => set(appOf(all, 'sandbox').securityContext, 'readOnlyRootFilesystem', false),
    /may write its root file system/,
  ],
  [
    'podSecurity',
    'capabilities',
    (all) => remove(appOf(all, 'redis').securityContext, 'capabilities'),
    /keeps capabilities/,
  ],
  [
    'podSecurity',
    'a folder of the node',
    (all) => change(podOf(all, 'redis').spec.volumes, 'push', { name: 'x', hostPath: { path: '/' } }),
    /mounts a folder of the node/,
  ],
  [
    'podSecurity',
    'a sidecar without seccomp',
    (all) => remove(podOf(all, 'auth-service').metadata.annotations, 'dapr.io/sidecar-seccomp-profile-type'),
    /sidecar of auth-service has no seccomp profile/,
  ],
  [
    'images',
    'latest',
    (all) => set(appOf(all, 'redis'), 'image', 'localhost/studynotion/redis:latest'),
    /no exact tag/,
  ],
  ['images', 'no tag', (all) => set(appOf(all, 'redis'), 'image', 'localhost:5000/redis'), /no exact tag/],
  [
    'images',
    'an image of others',
    (all) => set(appOf(all, 'redis'), 'image', 'example.org/redis:7.4.2'),
    /comes from elsewhere/,
  ],
  [
    'scaling',
    'two owners of replicas',
    (all) => set(find(all, 'Deployment', 'course-service').spec, 'replicas', 1),
    /course-service has replicas and an autoscaler/,
  ],
  [
    'scaling',
    'several pods without a budget',
    (all) => set(find(all, 'Deployment', 'auth-service').spec, 'replicas', 2),
    /auth-service runs 2 times without a disruption budget/,
  ],
  [
    'scaling',
    'nothing to scale',
    (all) => without(all, 'Deployment', 'course-service'),
    /course-service scales nothing/,
  ],
  [
    'stopping',
    'no time to stop',
    (all) => set(podOf(all, 'auth-service').spec, 'terminationGracePeriodSeconds', 30),
    /auth-service needs 65 s and more/,
  ],
  [
    'stopping',
    'a sidecar that asks whether the app drains',
    (all) => set(podOf(all, 'auth-service').metadata.annotations, 'dapr.io/app-health-check-path', '/healthz'),
    /refuses calls while it drains/,
  ],
  [
    'stopping',
    'less time than addresses are kept',
    (all) => set(settingOf(all, 'auth-service', 'DRAIN_SECONDS'), 'value', '10'),
    /stops while others still call it/,
  ],
  [
    'stopping',
    'no draining',
    (all) =>
      set(
        appOf(all, 'auth-service'),
        'env',
        appOf(all, 'auth-service').env.filter(({ name }: { name: string }) => name !== 'DRAIN_SECONDS'),
      ),
    /auth-service stops at once/,
  ],
  [
    'scopes',
    'a component for all',
    (all) => remove(find(all, 'Component', 'statestore'), 'scopes'),
    /statestore has no scopes/,
  ],
  [
    'scopes',
    'an unknown app',
    (all) => change(find(all, 'Component', 'pubsub').scopes, 'push', 'x'),
    /for x, which is no app/,
  ],
  [
    'deliveries',
    'no dead letters',
    (all) => remove(find(all, 'Subscription', 'course-service-studynotion-account-changed-v1').spec, 'deadLetterTopic'),
    /has no dead-letter topic/,
  ],
  [
    'deliveries',
    'dead letters that nobody hears',
    (all) => without(all, 'Subscription', 'course-service-studynotion-account-changed-v1-dead-letters'),
    /nobody hears the dead letters/,
  ],
  [
    'deliveries',
    'no retry',
    (all) => remove(find(all, 'Resiliency', 'studynotion').spec.targets.components, 'pubsub'),
    /is not repeated/,
  ],
  [
    'secretValues',
    'a password in a variable',
    (all) => change(appOf(all, 'redis').env, 'push', { name: 'REDIS_PASSWORD', value: 'x' }),
    /has the value of REDIS_PASSWORD/,
  ],
  [
    'secretValues',
    'a password in an address',
    (all) => change(appOf(all, 'auth-service').env, 'push', { name: 'X', value: 'redis://a:b@redis:6379' }),
    /holds a secret/,
  ],
  [
    'secretValues',
    'a password in a component',
    (all) => change(find(all, 'Component', 'statestore').spec.metadata, 'push', { name: 'redisPassword', value: 'x' }),
    /has the value of redisPassword/,
  ],
  [
    'secretValues',
    'a Secret',
    (all) => [...all, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'studynotion' } }],
    /stands in the manifests/,
  ],
  [
    'variables',
    'a variable twice',
    (all) => change(appOf(all, 'redis').env, 'push', { name: 'REDIS_PASSWORD', value: '' }),
    /redis has REDIS_PASSWORD twice/,
  ],
  [
    'variables',
    'another value than was asked for',
    (all) => set(settingOf(all, 'auth-service', 'LOG_LEVEL'), 'value', 'info'),
    /auth-service has another LOG_LEVEL/,
  ],
  [
    'variables',
    'another Secret than was asked for',
    (all) => set(settingOf(all, 'auth-service', 'LICENCE').valueFrom.secretKeyRef, 'key', 'token'),
    /auth-service has another LICENCE/,
  ],
  [
    'labels',
    'an object that nobody would find again',
    (all) => remove(find(all, 'Subscription', 'course-service-studynotion-profile-changed-v1').metadata, 'labels'),
    /Subscription course-service-studynotion-profile-changed-v1 has no label/,
  ],
  [
    'labels',
    'pods that are replaced for a label',
    (all) => set(podOf(all, 'redis').metadata.labels, 'app.kubernetes.io/managed-by', 'studynotion-operator'),
    /the pods of redis change with/,
  ],
  [
    'volumes',
    'volumes that stay against the will',
    (all) => remove(find(all, 'StatefulSet', 'redis').spec, 'persistentVolumeClaimRetentionPolicy'),
    /the volumes of StatefulSet redis do not Delete/,
  ],
  [
    'volumes',
    'volumes that go with a pod',
    (all) => set(find(all, 'StatefulSet', 'redis').spec.persistentVolumeClaimRetentionPolicy, 'whenScaled', 'Delete'),
    /the volumes of StatefulSet redis go with their pods/,
  ],
  [
    'outside',
    'the internet for an app in development',
    (all) =>
      change(find(all, 'NetworkPolicy', 'media-service').spec.egress, 'push', {
        to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
        ports: [{ port: 80 }],
      }),
    /media-service reaches 0\.0\.0\.0\/0:80/,
  ],
  [
    'outside',
    'no way to the Kubernetes API',
    (all) => change(find(all, 'NetworkPolicy', 'auth-service').spec.egress, 'pop'),
    /auth-service does not reach 0\.0\.0\.0\/0:6443/,
  ],
  [
    'references',
    'a key that no Secret has',
    (all) => set(appOf(all, 'redis').env[0].valueFrom.secretKeyRef, 'key', 'passwort'),
    /the key passwort of the Secret redis/,
  ],
  ['references', 'no account', (all) => without(all, 'ServiceAccount', 'redis'), /redis runs under no account/],
  ['references', 'no ConfigMap', (all) => without(all, 'ConfigMap', 'redis'), /ConfigMap redis, which is not there/],
  ['references', 'no such file', (all) => set(find(all, 'ConfigMap', 'redis'), 'data', {}), /the file redis.conf/],
  [
    'references',
    'a volume nobody made',
    (all) => set(appOf(all, 'redis').volumeMounts[1], 'name', 'date'),
    /mounts date, which is no volume/,
  ],
  [
    'references',
    'an address without an answer',
    (all) => set(find(all, 'Service', 'redis').spec.ports[0], 'port', 6380),
    /is redis:6379, where nobody answers/,
  ],
  [
    'references',
    'no Service behind the Ingress',
    (all) => without(all, 'Service', 'frontend'),
    /leads to frontend, where nobody/,
  ],
  [
    'references',
    'a Service that leads nowhere',
    (all) => set(find(all, 'Service', 'frontend').spec.ports[0], 'targetPort', 'web'),
    /leads http nowhere/,
  ],
  [
    'references',
    'another app id',
    (all) => set(podOf(all, 'auth-service').metadata.annotations, 'dapr.io/app-id', 'auth'),
    /the app auth-service has no pod/,
  ],
  [
    'references',
    'no configuration',
    (all) => without(all, 'Configuration', 'auth-service'),
    /sidecar of auth-service has no configuration/,
  ],
  [
    'references',
    'an annotation that Dapr does not know',
    (all) => set(podOf(all, 'auth-service').metadata.annotations, 'dapr.io/app-health-check', 'true'),
    /which Dapr does not know/,
  ],
  [
    'references',
    "a sidecar without its app's port",
    (all) => set(podOf(all, 'auth-service').metadata.annotations, 'dapr.io/app-port', '3000'),
    /looks for another port/,
  ],
  [
    'references',
    'a Role for every Secret',
    (all) => remove(find(all, 'Role', 'auth-service').rules[0], 'resourceNames'),
    /allows too much/,
  ],
  [
    'references',
    'a Role without an account',
    (all) => set(find(all, 'RoleBinding', 'auth-service').subjects[0], 'namespace', 'default'),
    /no account here/,
  ],
  [
    'references',
    'a host without a certificate',
    (all) => change(find(all, 'Ingress', 'studynotion').spec.tls[0].hosts, 'pop'),
    /has no certificate/,
  ],
  [
    'selectors',
    'a Service for everybody',
    (all) => remove(find(all, 'Service', 'redis').spec.selector, 'app.kubernetes.io/name'),
    /Service redis selects the pods of/,
  ],
  [
    'selectors',
    'a policy for nobody',
    (all) => set(find(all, 'NetworkPolicy', 'redis').spec.podSelector, 'matchLabels', { app: 'redis' }),
    /NetworkPolicy redis selects the pods of nobody/,
  ],
  [
    'callers',
    'one call too many',
    (all) =>
      change(find(all, 'Configuration', 'auth-service').spec.accessControl.policies[0].operations, 'push', {
        name: '/**',
        httpVerb: ['GET'],
        action: 'allow',
      }),
    /auth-service lets others call it/,
  ],
  [
    'callers',
    'one call too few',
    (all) => change(find(all, 'Configuration', 'auth-service').spec.accessControl.policies, 'pop'),
    /auth-service lets others call it/,
  ],
  [
    'callers',
    'everybody by default',
    (all) => set(find(all, 'Configuration', 'api-gateway').spec.accessControl, 'defaultAction', 'allow'),
    /api-gateway lets others call it/,
  ],
  ['network', 'nothing refused', (all) => without(all, 'NetworkPolicy', 'deny-all'), /not everything is refused/],
  [
    'network',
    'no policy of its own',
    (all) => without(all, 'NetworkPolicy', 'redis'),
    /redis has no policy of its own/,
  ],
  [
    'network',
    'one more who comes in',
    (all) =>
      change(find(all, 'NetworkPolicy', 'postgresql').spec.ingress[0].from, 'push', {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'sandbox' } },
      }),
    /sandbox -> postgresql:5432 comes in/,
  ],
  [
    'network',
    'an app for all who are near',
    (all) => change(find(all, 'NetworkPolicy', 'auth-service').spec.ingress, 'push', { from: [{ podSelector: {} }] }),
    /sandbox -> auth-service:0 comes in/,
  ],
  [
    'network',
    'one end that does not know of the other',
    (all) => change(find(all, 'NetworkPolicy', 'mongodb').spec.egress, 'shift'),
    /mongodb -> postgresql:5432 does not go out/,
  ],
  ['names', 'an object twice', (all) => [...all, ...all.slice(0, 1)], /is there twice/],
  [
    'names',
    'a namespace',
    (all) => [...all, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', namespace: 'studynotion' } }],
    /belongs to whoever installs/,
  ],
  [
    'names',
    'another Dapr object than the table has',
    (all) => set(find(all, 'Component', 'pubsub').spec.metadata[0], 'value', 'x'),
    /Component pubsub is not the table's/,
  ],
];

describe('a policy sees', () => {
  const environment: PlatformEnvironment = {
    ...presets.dev(VERSION),
    ...managed,
    services: { ...presets.dev(VERSION).services, 'auth-service': { environment: additional } },
  };
  const objects = JSON.stringify(platformObjects(environment));

  test.each(breakages)('%s: %s', (policy, _what, broken, says) => {
    const copy: KubernetesObject[] = JSON.parse(objects);
    const changed = broken(copy) ?? copy;
    expect(policies[policy](clusterOf(environment, changed)).join('\n')).toMatch(says);
  });

  test('standIns: stand-ins in production', () => {
    const production = { ...environment, development: false };
    expect(policies.standIns(clusterOf(production, JSON.parse(objects))).join('\n')).toMatch(/knows the stand-ins/);
  });

  test('standIns: a stand-in in the place of a real provider', () => {
    const mixed: PlatformEnvironment = { ...environment, realProviders: ['razorpay'] };
    expect(policies.standIns(clusterOf(mixed, JSON.parse(objects)))).toEqual([
      'payment-service asks the stand-in of razorpay',
    ]);
  });

  test('every way in which it is asked: no policy is without a breakage, but reach, which is held to the table', () => {
    const broken = new Set<string>([...breakages.map(([policy]) => policy), 'standIns', 'reach']);
    expect(Object.keys(policies).filter((name) => !broken.has(name))).toEqual([]);
  });
});
