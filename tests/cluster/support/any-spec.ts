import { reservedVariables, serviceNames } from '@studynotion/operator/resource/study-notion';
import { providers } from '@studynotion/operator/testing';
import fc from 'fast-check';

/** Mostly what is right, sometimes what is at the edge or beyond it. */
const oneOf = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const name = oneOf<unknown>(
  'learn',
  'a.b',
  'x'.repeat(253),
  'x'.repeat(254),
  '-x',
  'X',
  '',
  'redis',
  'auth-service',
  1,
);
const replicas = oneOf<unknown>(0, 1, 2, 100, 101, 1.5, '2');
const cpu = oneOf<unknown>('250m', '1', 1, '0.5', '.5', 0, -1, '1k', '', '01', 1.5);
const memory = oneOf<unknown>('256Mi', '1Gi', '1Ki', 1_000_000, '1m', '-1Mi', '1 Gi', '1e3');
const size = oneOf<unknown>('1Gi', '1.5Gi', '10Ti', 1, '1Ki');
const network = oneOf<unknown>('10.0.0.0/8', 'fd00::/8', '10.0.0.0', '300.0.0.0/8', 'x/8', '');
const networks = fc.array(network, { maxLength: 3 });
const amounts = fc.record({ cpu, memory }, { requiredKeys: [] });
const resources = fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] });
const autoscaling = fc.record(
  { minReplicas: replicas, maxReplicas: replicas, targetCpu: cpu },
  { requiredKeys: ['maxReplicas'] },
);
const key = fc.record({ name, key: oneOf<unknown>('a', 'a.b_c-d', 'ä', '', '..') }, { requiredKeys: ['name'] });
const variable = fc.record(
  {
    name: oneOf<unknown>('LOG_LEVEL', 'a', '_', '1A', 'A-B', 'DAPR_X', ...reservedVariables),
    value: oneOf<unknown>('', 'x', 'ä\n', 1),
    secretKeyRef: key,
    configMapKeyRef: key,
  },
  { requiredKeys: ['name'] },
);
const service = fc.record(
  {
    replicas,
    autoscaling,
    resources,
    environment: fc.uniqueArray(variable, { maxLength: 3, selector: (one) => one.name }),
  },
  { requiredKeys: [] },
);

const fields = {
  version: oneOf<unknown>('1.2.3', '1.2.3-rc.1', '1.2', 'latest', '1.2.3-', '1.2.3+4', 1),
  registry: oneOf<unknown>('localhost:5000/a', 'r.example', 'https://r.example', 'r.example/', 'R.example', ''),
  host: oneOf<unknown>('a', 'a.example', 'A.example', 'a..b', 'a_b', `${'a.'.repeat(120)}a`, ''),
  port: oneOf<unknown>(1, 443, 65_535, 65_536, 0, 8.5, '443'),
  tlsSecret: name,
  imagePullSecret: name,
  images: fc.record(
    {
      redis: oneOf(
        'r.example/a/redis:1.2.3',
        'redis:1.2.3',
        'r.example/redis:latest',
        `r.example/redis:1.2.3@sha256:${'a1'.repeat(32)}`,
      ),
    },
    { requiredKeys: [] },
  ),
  ingress: fc.record({ class: name, namespace: name, trustedProxies: oneOf(-1, 0, 1, 10, 11) }, { requiredKeys: [] }),
  development: fc.boolean(),
  paused: oneOf<unknown>(true, false, 'true'),
  dataOnDeletion: oneOf<unknown>('Keep', 'Delete', 'keep', true),
  storageClass: name,
  database: fc.record(
    {
      mode: oneOf('Shared', 'Dedicated', 'External', 'Other'),
      engine: oneOf('MongoDB', 'DocumentDB', 'Other'),
      secret: name,
      networks,
      ports: fc.array(oneOf<unknown>(27_017, 0, 65_536, '1'), { maxLength: 3 }),
      storage: size,
    },
    { requiredKeys: [] },
  ),
  broker: fc.record(
    { type: oneOf('Redis', 'RabbitMQ', 'External', 'Other'), secret: name, networks, storage: size },
    { requiredKeys: [] },
  ),
  state: fc.record({ storage: size }, { requiredKeys: [] }),
  providers: fc.record(
    {
      razorpay: fc.record({ secret: name }, { requiredKeys: [] }),
      cloudinary: fc.record({ secret: name, cloudName: oneOf<unknown>('a_b', '-a', '', 1) }),
      mail: fc.record({ secret: name, sender: oneOf<unknown>('a@b', 'A <a@b>', 'a', 'a@b@c', 'a@b\nc') }),
    },
    { requiredKeys: [] },
  ),
  replicas,
  autoscaling,
  resources,
  sidecarResources: resources,
  services: fc.dictionary(oneOf(...serviceNames, 'other'), service, { maxKeys: 3 }),
  cluster: fc.record(
    { daprNamespace: name, dnsSeconds: oneOf(-1, 0, 300, 301), kubernetesApiNetworks: networks, trustDomain: name },
    { requiredKeys: [] },
  ),
};

/** Few fields at a time, or hardly any specification would be right. */
export const anySpec: fc.Arbitrary<object> = fc
  .tuple(
    oneOf<object>({ development: true }, { providers }, { development: true, providers: { mail: providers.mail } }, {}),
    fc
      .subarray(Object.keys(fields) as (keyof typeof fields)[], { maxLength: 3 })
      .chain((chosen) =>
        fc.record(Object.fromEntries(chosen.map((field) => [field, maybe(fields[field] as fc.Arbitrary<unknown>)]))),
      ),
  )
  .map(([base, some]) => JSON.parse(JSON.stringify({ ...base, ...some })));
