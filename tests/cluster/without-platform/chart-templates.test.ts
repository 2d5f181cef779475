import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KubernetesObject, platformObjects, requiredSecrets } from '@studynotion/cdk8s';
import { provideHelm, provideKubeconform, repository } from '@studynotion/local';
import { parse } from 'yaml';
import { hashKeySecret } from '../../../operator/src/reconcile/secret-contents.ts';
import { customResourceDefinition } from '../../../operator/src/resource/custom-resource-definition.ts';
import { plural, readStudyNotion, type StudyNotion } from '../../../operator/src/resource/study-notion.ts';
import { AUTHORITY } from '../../../operator/src/secrets/development-certificate.ts';
import { allPlatforms, chartFolder, exampleSpecs, notesOf, renderChart, resourceWith } from '../support/chart.ts';
import { Conformance } from '../support/kubeconform.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects of many kinds
type Any = any;

let helm: string;
let conformance: Conformance;
beforeAll(async () => {
  helm = await provideHelm('test');
  conformance = new Conformance(await provideKubeconform('test'), [customResourceDefinition() as never]);
}, 600_000);
afterAll(() => conformance.remove());

const registry = 'registry.example/studynotion';
const host = 'learn.example';
const development = { registry, platform: { spec: { host, development: true } } };
const examples = [...exampleSpecs].map(([name, spec]): [string, { platform: { spec: Any } }] => [
  `the ${name} example`,
  { ...{ registry }, platform: { spec } },
]);
const allValues: [string, object][] = [
  ['development', development],
  ...examples,
  ['no platform', { registry, platform: { create: false } }],
  [
    'everything',
    {
      ...development,
      imagePullSecrets: ['registry'],
      watchNamespaces: ['one', 'two'],
      rbac: { secretNames: ['extra'] },
      operator: {
        image: 'other.example/operator:2',
        replicas: 2,
        nodeSelector: { disk: 'fast' },
        tolerations: [{ key: 'x', operator: 'Exists' }],
        affinity: { nodeAffinity: {} },
        podAnnotations: { note: 'x' },
        podLabels: { team: 'learning' },
      },
      platform: { ...development.platform, name: 'academy', namespace: 'two' },
    },
  ],
  [
    'as little as can be',
    {
      ...development,
      metrics: { service: false },
      networkPolicy: { enabled: false },
      customResourceDefinition: { upgrade: false },
    },
  ],
];

const objectsOf = (values: object): readonly Any[] => {
  const { objects, complaint } = renderChart(helm, values);
  if (objects.length === 0) throw new Error(complaint);
  return objects;
};
const named = (objects: readonly Any[], kind: string, name: string): Any =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

describe.each(allValues)('the chart with %s', (_name, values) => {
  test('makes objects that kubeconform finds nothing wrong with', () => {
    const objects = objectsOf(values);
    const { checked, findings } = conformance.check([{ name: 'chart', objects: objects as KubernetesObject[] }]);
    expect(findings).toEqual([]);
    expect(checked).toBe(objects.length);
  });

  test('gives every pod as few rights as the restricted pod security standard asks, and a root that nobody writes', () => {
    const pods = objectsOf(values).flatMap(({ spec }) => (spec?.template ? [spec.template.spec] : []));
    expect(pods.length).toBeGreaterThan(0);
    for (const pod of pods) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext, resources } of pod.containers) {
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
        expect(securityContext.capabilities).toEqual({ drop: ['ALL'] });
        expect(resources).toMatchObject({
          requests: { cpu: expect.anything() },
          limits: { memory: expect.anything() },
        });
      }
    }
  });

  test('gives no right to everything, and none over all namespaces but that over the definition', () => {
    const roles = objectsOf(values).filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
    for (const { rules } of roles) expect(JSON.stringify(rules)).not.toContain('*');
    for (const { rules } of roles.filter(({ kind }) => kind === 'ClusterRole'))
      expect(rules).toEqual([
        {
          apiGroups: ['apiextensions.k8s.io'],
          resources: ['customresourcedefinitions'],
          verbs: ['get', 'create', 'patch'],
          resourceNames: ['studynotions.platform.studynotion.dev'],
        },
      ]);
  });
});

describe('the StudyNotion of the chart', () => {
  const resourceOf = (values: object): StudyNotion => {
    const { metadata, ...object } = objectsOf(values).find(({ kind }) => kind === 'StudyNotion');
    return readStudyNotion({ ...object, metadata: { uid: 'uid-1', resourceVersion: '1', ...metadata } });
  };
  const { appVersion, version } = parse(readFileSync(join(chartFolder, 'Chart.yaml'), 'utf8'));

  test('has the version and the registry of the chart unless it says another', () => {
    expect(resourceOf(development).spec).toMatchObject({ version: appVersion, registry, host });
    const own = { host, development: true, version: '9.9.9', registry: 'other.example' };
    expect(resourceOf({ registry, platform: { spec: own } }).spec).toMatchObject(own);
  });

  test('is in the first watched namespace unless it says another', () => {
    expect(resourceOf(development).metadata.namespace).toBe('learn');
    expect(resourceOf({ ...development, watchNamespaces: ['one', 'two'] }).metadata.namespace).toBe('one');
    const platform = { ...development.platform, namespace: 'two' };
    expect(resourceOf({ ...development, watchNamespaces: ['one', 'two'], platform }).metadata.namespace).toBe('two');
  });

  test('has all that an example says', () => {
    for (const [, values] of examples) {
      const { spec } = values.platform;
      expect(resourceOf(values).spec).toMatchObject(resourceWith(spec).spec);
    }
  });

  test('is released with the repository', () => {
    const repositoryVersion = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).version;
    expect([version, appVersion]).toEqual([repositoryVersion, repositoryVersion]);
  });
});

describe('values that cannot be are refused with the place and the way out:', () => {
  const spec = { host, development: true };
  test.each<[string, object, RegExp]>([
    ['no registry', { platform: { spec } }, /at '\/registry': minLength/],
    ['no host', { registry }, /at '\/platform\/spec': missing property 'host'/],
    [
      'no providers',
      { registry, platform: { spec: { host } } },
      /spec\.providers\.razorpay is missing: name .* or set/,
    ],
    [
      'a mistyped field',
      { registry, platform: { spec: { ...spec, developement: true } } },
      /at '\/platform\/spec': additional properties 'developement' not allowed/,
    ],
    [
      'an unknown service',
      { registry, platform: { spec: { ...spec, services: { auth: {} } } } },
      /at '\/platform\/spec\/services': additional properties 'auth' not allowed/,
    ],
    [
      'a wrong mode',
      { registry, platform: { spec: { ...spec, database: { mode: 'Own' } } } },
      /at '\/platform\/spec\/database\/mode': value must be one of 'Shared', 'Dedicated', 'External'/,
    ],
    ['a text for a number', { ...development, operator: { replicas: 'two' } }, /at '\/operator\/replicas': got string/],
    ['a value of another chart', { ...development, replicaCount: 2 }, /additional properties 'replicaCount' not/],
    [
      'a namespace that is not watched',
      { ...development, watchNamespaces: ['one'], platform: { ...development.platform, namespace: 'two' } },
      /does not watch two: add it to watchNamespaces, which are one/,
    ],
  ])('%s', (_name, values, says) => {
    const { objects, complaint } = renderChart(helm, values);
    expect(complaint).toMatch(says);
    expect(objects).toEqual([]);
  });
});

describe("the operator's rights", () => {
  interface Rule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
    readonly resourceNames?: readonly string[];
  }
  const ruleOf = (rules: readonly Rule[], resource: string) =>
    rules.filter(({ resources }) => resources.includes(resource));
  const roleOf = (values: object): readonly Rule[] => named(objectsOf(values), 'Role', 'studynotion-operator').rules;

  const platforms = allPlatforms();
  const pluralOf = (kind: string) => kind.toLowerCase().replace(/y$/, 'ie').replace(/ss$/, 'sse').concat('s');

  test('are over the kinds that platforms are made of, and no other', () => {
    const made = platforms.flatMap((environment) =>
      platformObjects(environment).map(({ apiVersion, kind }) => {
        const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
        return `${group}/${pluralOf(kind)}`;
      }),
    );
    const kept = roleOf(development).filter(({ verbs }) => verbs.includes('delete'));
    const allowed = kept.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    );
    expect([...allowed].sort()).toEqual([...new Set(made)].sort());
    for (const { verbs, resourceNames } of kept) {
      expect([...verbs].sort()).toEqual(['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']);
      expect(resourceNames).toBeUndefined();
    }
  });

  test('besides, to read the resources and tell of them, and to keep Secrets by name', () => {
    const others = roleOf(development).filter(({ verbs }) => !verbs.includes('delete'));
    const rights = others.flatMap(({ resources, verbs }) =>
      resources.map((resource) => [resource, ...verbs].join(' ')),
    );
    expect(rights).toEqual([
      `${plural} get list watch`,
      `${plural}/status patch`,
      `${plural}/finalizers update`,
      'secrets create',
      'secrets get update',
      'secrets get',
      'pods list',
      'events create',
    ]);
  });

  test('are over the Secrets that platforms need, by name', () => {
    const needed = platforms.flatMap((environment) => requiredSecrets(environment).map(({ name }) => name));
    const others = new Set(examples.map(([, values]) => values.platform.spec.tlsSecret));
    const ours = [...new Set([...needed, AUTHORITY])].filter((name) => !others.has(name) || name === 'studynotion-tls');
    const [, kept, own] = ruleOf(roleOf(development), 'secrets');
    expect(own?.resourceNames).toEqual([hashKeySecret.name]);
    expect([...(kept?.resourceNames ?? [])].sort()).toEqual([...ours].sort());
  });

  test("to read the user's Secrets are those that the platform names, and those in the values", () => {
    const spec: Any = exampleSpecs.get('production');
    const [, , read] = ruleOf(roleOf({ registry, platform: { spec } }), 'secrets');
    const names = new Set<string>([spec.imagePullSecret, spec.tlsSecret, spec.database.secret, spec.broker?.secret]);
    for (const { secret } of Object.values(spec.providers) as Any[]) names.add(secret);
    for (const { environment = [] } of Object.values(spec.services ?? {}) as Any[])
      for (const { secretKeyRef } of environment) if (secretKeyRef !== undefined) names.add(secretKeyRef.name);
    const known = [...names].filter((name) => name !== undefined);
    expect(read).toEqual({ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: known.sort() });

    const [, , more] = ruleOf(roleOf({ ...development, rbac: { secretNames: ['extra', 'redis'] } }), 'secrets');
    expect(more?.resourceNames).toEqual(['extra']);
    expect(ruleOf(roleOf(development), 'secrets')).toHaveLength(3);
  });

  test('are in the watched namespaces and, for the lease, in its own', () => {
    const objects = objectsOf({ ...development, watchNamespaces: ['one', 'two'] });
    const at = (name: string) =>
      objects
        .filter(({ kind, metadata }) => kind.startsWith('Role') && metadata.name === name)
        .map(({ kind, metadata }) => `${kind} in ${metadata.namespace ?? 'its own'}`)
        .sort();
    expect(at('studynotion-operator')).toEqual([
      'Role in one',
      'Role in two',
      'RoleBinding in one',
      'RoleBinding in two',
    ]);
    expect(at('studynotion-operator-leader-election')).toEqual(['Role in its own', 'RoleBinding in its own']);
    for (const { subjects } of objects.filter(({ kind }) => kind === 'RoleBinding'))
      expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'studynotion-operator', namespace: 'learn' }]);
  });
});

describe('the notes say what comes next:', () => {
  test('how to trust the certificate of a development, and the log-ins', () => {
    const notes = notesOf(helm, { ...development, platform: { spec: { host, port: 8443, development: true } } });
    expect(notes).toContain('https://learn.example:8443');
    expect(notes).toMatch(/kubectl get secret studynotion-tls .*ca\\\.crt/);
    expect(notes).toMatch(/kubectl get secret auth-service .*seed-accounts/);
    expect(notes).toMatch(/kubectl wait studynotion\/studynotion --namespace learn --for=condition=Ready/);
    expect(notes).toContain('DAPR IS MISSING');
  });

  test('which Secrets a production needs', () => {
    const spec: Any = exampleSpecs.get('production');
    const notes = notesOf(helm, { registry, platform: { spec } });
    for (const secret of [
      spec.tlsSecret,
      spec.database.secret,
      ...Object.values(spec.providers as Any).map((its: Any) => its.secret),
    ])
      expect(notes).toContain(`  ${secret}: `);
  });

  test('how to describe a platform where the release has none, and what namespaces should insist on', () => {
    const notes = notesOf(helm, { registry, watchNamespaces: ['one', 'two'], platform: { create: false } });
    expect(notes).toContain('Describe a platform by a StudyNotion resource in one');
    for (const name of ['one', 'two'])
      expect(notes).toContain(`kubectl label namespace ${name} pod-security.kubernetes.io/enforce=restricted`);
  });
});

test('the definition is brought up to date before installations and upgrades, and never deleted', () => {
  const objects = objectsOf(development);
  const hooks = objects.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] !== undefined);
  expect(hooks.map(({ kind }) => kind).sort()).toEqual([
    ...['ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'Job', 'NetworkPolicy', 'ServiceAccount'],
  ]);
  for (const { kind, metadata } of hooks) {
    expect(metadata.annotations['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    expect(Number(metadata.annotations['helm.sh/hook-weight'])).toBe(kind === 'Job' ? 0 : -10);
  }
  const { data } = named(objects, 'ConfigMap', 'studynotion-definition');
  expect(parse(data['definition.yaml'])).toEqual(customResourceDefinition());
  expect(objects.filter(({ kind }) => kind === 'CustomResourceDefinition')).toEqual([]);
});
