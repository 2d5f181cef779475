import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PlatformEnvironment, platformParts, presets } from '@studynotion/cdk8s';
import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  type ManagedFields,
  type ObjectMetadata,
  referenceOf,
  type StoredObject,
} from '@studynotion/operator/kubernetes';
import {
  contractDefinition,
  contractKinds,
  customKinds,
  type FakeKubernetesApi,
  fakeKubernetesApi,
} from '@studynotion/operator/testing';
import fc from 'fast-check';
import { daprDefinitions } from '../support/kubeconform.ts';
import { type MachineryServer, type ServedDefinition, startMachineryServer } from '../support/machinery-server.ts';

const NAMESPACE = 'fidelity';
let machinery: MachineryServer;
let fake: FakeKubernetesApi;

beforeAll(async () => {
  const definitions = [contractDefinition, ...(daprDefinitions() as unknown as ServedDefinition[])];
  machinery = await startMachineryServer('operator-fidelity', NAMESPACE, definitions);
  fake = fakeKubernetesApi({ customKinds: { ...customKinds, ...contractKinds } });
}, 1_200_000);
afterAll(() => machinery?.stop());

/** What is the same on both servers: not who is who, and when; and a null is nothing. */
function comparable(answer: StoredObject): unknown {
  const object: StoredObject = JSON.parse(JSON.stringify(answer), (_name, value) => value ?? undefined);
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = object.metadata;
  const spec = object.spec as Record<string, unknown> | undefined;
  const addressed = object.kind === 'Service' && spec?.clusterIP !== 'None';
  return {
    ...object,
    metadata: { ...metadata, managedFields: managersOf(object.metadata) },
    ...(addressed ? { spec: { ...spec, clusterIP: 'some', clusterIPs: ['some'] } } : {}),
  };
}

function managersOf({ managedFields = [] }: ObjectMetadata): unknown[] {
  const nameOf = ({ manager, operation, subresource }: ManagedFields) => `${manager} ${operation} ${subresource}`;
  return managedFields
    .map(({ time: _time, ...rest }) => rest)
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

const ours = { fieldManager: 'studynotion-operator' };
const environments = Object.entries(presets).flatMap(([name, preset]) =>
  (['redis', 'rabbitmq'] as const).map((broker): [string, PlatformEnvironment] => [
    `${name} with ${broker}`,
    { ...preset('1.0.0'), broker },
  ]),
);

describe('the API in memory stores as a real one does', () => {
  test.each(environments)('the objects of %s', async (_name, environment) => {
    const objects = platformParts(environment)
      .flatMap((part) => part.objects as readonly KubernetesObject[])
      .map((object) => ({ ...object, metadata: { ...object.metadata, namespace: NAMESPACE } }));
    try {
      for (const object of objects) await expectSame(object);
    } finally {
      for (const object of objects) await Promise.all([remove(machinery.api, object), remove(fake, object)]);
    }
  });
});

/** Applied for the first time, and tried once more: a change that the server finds then is one that is never over. */
async function expectSame(object: KubernetesObject): Promise<void> {
  for (const options of [ours, { ...ours, dryRun: true }]) {
    const [real, inMemory] = [await machinery.api.apply(object, options), await fake.apply(object, options)];
    expect(comparable(inMemory)).toEqual(comparable(real));
  }
}

async function remove(api: KubernetesApi, object: KubernetesObject): Promise<void> {
  const there = await api.get(referenceOf(object));
  if (there !== undefined) await api.delete(referenceOf(object), there.metadata.uid);
}

const some = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const word = fc.constantFrom('a', 'b', 'c');
// Not empty: what becomes of who owns an empty map is a science of its own, and nobody applies one.
const words = fc.dictionary(word, fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 3 });
const listBy = <Item>(key: (item: Item) => unknown, item: fc.Arbitrary<Item>) =>
  fc.uniqueArray(item, { selector: key, maxLength: 3 });

const container = fc.record({
  name: fc.constantFrom('app', 'other'),
  image: fc.constantFrom('web:1', 'web:2', 'web', 'web:latest'),
  env: some(
    listBy(
      ({ name }) => name,
      fc.oneof(
        fc.record({ name: word, value: fc.constantFrom('1', '2', '') }),
        fc.record({ name: word, valueFrom: fc.constant({ fieldRef: { fieldPath: 'metadata.name' } }) }),
        fc.record({
          name: word,
          valueFrom: fc.record({ secretKeyRef: fc.record({ name: word, key: word }) }),
        }),
      ),
    ),
  ),
  ports: some(
    listBy(
      ({ containerPort, protocol }) => `${containerPort} ${protocol ?? 'TCP'}`,
      fc.record({ containerPort: fc.constantFrom(80, 81), protocol: some(fc.constantFrom('TCP', 'UDP')) }),
    ),
  ),
  resources: some(
    fc.record({
      requests: some(fc.record({ cpu: fc.constantFrom('1000m', '0.5', '1', '1500m') })),
      limits: some(
        fc.record({ cpu: fc.constantFrom('2', '2000m'), memory: fc.constantFrom('1024Mi', '1Gi', '1536Mi', '2Gi') }),
      ),
    }),
  ),
  volumeMounts: some(
    listBy(
      ({ mountPath }) => mountPath,
      fc.record({ name: fc.constant('files'), mountPath: fc.constantFrom('/a', '/b') }),
    ),
  ),
  readinessProbe: some(fc.record({ httpGet: fc.record({ port: fc.constantFrom(80, 81) }) })),
  securityContext: some(fc.constant({ runAsNonRoot: true })),
  args: some(fc.array(word, { maxLength: 2 })),
});

const metadataOf = (name: string) =>
  fc.record({
    name: fc.constant(name),
    namespace: fc.constant(NAMESPACE),
    labels: some(words),
    annotations: some(words),
    finalizers: some(fc.uniqueArray(fc.constantFrom('studynotion.dev/a', 'studynotion.dev/b'), { minLength: 1 })),
  });

const deployment = (name: string) =>
  fc.record({
    apiVersion: fc.constant('apps/v1'),
    kind: fc.constant('Deployment'),
    metadata: metadataOf(name),
    spec: fc.record({
      replicas: some(fc.integer({ min: 0, max: 3 })),
      selector: fc.constant({ matchLabels: { app: 'web' } }),
      strategy: some(fc.constantFrom({ type: 'Recreate' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } })),
      template: fc.record({
        metadata: words.map((labels) => ({ labels: { ...labels, app: 'web' } })),
        spec: fc.record({
          containers: listBy(({ name: its }) => its, container).map((list) =>
            list.length > 0 ? list : [{ name: 'app', image: 'web:1' }],
          ),
          volumes: fc.constant([{ name: 'files', emptyDir: {} }]),
          serviceAccountName: some(word),
          nodeSelector: some(words),
          terminationGracePeriodSeconds: some(fc.constantFrom(10, 20)),
        }),
      }),
    }),
  });

const service = (name: string) =>
  fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('Service'),
    metadata: metadataOf(name),
    spec: fc.record({
      selector: some(words),
      ports: fc
        .uniqueArray(
          fc.record({
            name: fc.constantFrom('one', 'two'),
            port: fc.constantFrom(80, 81, 82),
            protocol: some(fc.constant('TCP')),
            targetPort: some(fc.constantFrom(8080, 'http')),
          }),
          { selector: ({ port }) => port, minLength: 1, maxLength: 2 },
        )
        .filter((ports) => new Set(ports.map(({ name: its }) => its)).size === ports.length),
    }),
  });

const example = (name: string) =>
  fc.record({
    apiVersion: fc.constant('contract.studynotion.dev/v1'),
    kind: fc.constant('Example'),
    metadata: metadataOf(name),
    spec: fc.record({
      words: fc.array(word, { maxLength: 2 }),
      numbers: some(fc.dictionary(word, fc.integer({ min: 0, max: 2 }), { minKeys: 1, maxKeys: 2 })),
    }),
    status: some(
      fc.record({
        note: some(word),
        conditions: some(
          listBy(({ type }) => type, fc.record({ type: word, status: fc.constantFrom('True', 'False') })),
        ),
      }),
    ),
  });

const configMap = (name: string) =>
  fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('ConfigMap'),
    metadata: metadataOf(name),
    data: some(words),
  });

type Action = 'apply' | 'applyStatus' | 'replace' | 'create';

const stepsOn = (object: fc.Arbitrary<KubernetesObject>, actions: readonly Action[]) =>
  fc.array(
    fc.record({
      action: fc.constantFrom<Action>('apply', 'apply', 'apply', 'replace', 'create', ...actions),
      manager: fc.constantFrom('one', 'two'),
      dryRun: fc.constantFrom(false, false, true),
      object,
    }),
    { minLength: 1, maxLength: 7 },
  );

interface Step {
  readonly action: Action;
  readonly manager: string;
  readonly dryRun: boolean;
  readonly object: KubernetesObject;
}

/** What came of a step: the object, and whether there is a new version of it; or how it was refused. */
async function outcomeOf(api: KubernetesApi, { action, manager, dryRun, object }: Step): Promise<unknown> {
  const options = { fieldManager: manager, dryRun };
  const before = await api.get(referenceOf(object));
  const write = async (): Promise<StoredObject | undefined> => {
    if (action !== 'replace') return api[action](object, options);
    if (before === undefined) return undefined;
    return api.replace({ ...object, metadata: { ...before.metadata, ...object.metadata } } as StoredObject, options);
  };
  try {
    const answer = await write();
    const after = await api.get(referenceOf(object));
    return {
      answer: answer && comparable(answer),
      stored: after && comparable(after),
      isNew: before?.metadata.resourceVersion !== after?.metadata.resourceVersion,
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, reason: error.reason };
  }
}

describe('the API in memory does as a real one, step by step', () => {
  let runs = 0;
  // The status of a Service that there is not makes one, spec and all: nothing that the operator would do.
  test.each<[string, (name: string) => fc.Arbitrary<KubernetesObject>, Action[]]>([
    ['a Deployment', deployment, []],
    ['a Service', service, []],
    ['a ConfigMap', configMap, ['applyStatus']],
    ['an object with a status', example, ['applyStatus', 'applyStatus']],
  ])('whatever two managers do with %s', async (_what, objectNamed, actions) => {
    await fc.assert(
      fc.asyncProperty(stepsOn(objectNamed('name'), actions), async (steps) => {
        const name = `run-${++runs}`;
        for (const step of steps) {
          const object = { ...step.object, metadata: { ...step.object.metadata, name } };
          const real = await outcomeOf(machinery.api, { ...step, object });
          expect(await outcomeOf(fake, { ...step, object })).toEqual(real);
        }
      }),
      { numRuns: Number(process.env.MACHINERY_RUNS ?? 40) },
    );
  });
});
