import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { type KubernetesObject, platformObjects } from '@studynotion/cdk8s';
import { provideHelm, repository } from '@studynotion/local';
import { provideApiServer, type TestApiServer } from '@studynotion/local/api-server';
import { kubernetesApi, type RealKubernetesApi } from '@studynotion/operator/kubernetes';
import { waitUntil } from '@studynotion/platform/testing';
import { referenceOf } from '../../../operator/src/kubernetes/kubernetes-api.ts';
import { hashKeyOf } from '../../../operator/src/reconcile/secret-contents.ts';
import type { customResourceDefinition } from '../../../operator/src/resource/custom-resource-definition.ts';
import { environmentOf } from '../../../operator/src/resource/environment-of.ts';
import { readStudyNotion } from '../../../operator/src/resource/study-notion.ts';
import { keepSecrets } from '../../../operator/src/secrets/keep-secrets.ts';
import { allPlatforms, chartFolder, renderChart } from '../support/chart.ts';
import { daprDefinitions } from '../support/kubeconform.ts';

/**
 * The chart's objects on a real API server, without nodes and controllers: who has which rights, and what is refused. Whether
 * the operator does its work with them on a real cluster see chart.test.ts.
 */

const namespace = 'learn';
const spec = { host: 'learn.example', development: true };
const values = { registry: 'registry.example/studynotion', platform: { spec } };
let server: TestApiServer;
let folder: string;
let objects: readonly KubernetesObject[];
let operator: RealKubernetesApi;
let administrator: RealKubernetesApi;

/** A client with the rights of one of the chart's service accounts. */
async function as(account?: string): Promise<RealKubernetesApi> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(await kubeconfigOf(account));
  return kubernetesApi(kubeConfig);
}

function kubeconfigOf(account?: string): Promise<string> {
  return server.kubeconfig(
    account === undefined ? undefined : { commonName: `system:serviceaccount:${namespace}:${account}` },
  );
}

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const rbac = '/apis/rbac.authorization.k8s.io/v1';
const namespaceNamed = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

beforeAll(async () => {
  const helm = await provideHelm('test');
  objects = renderChart(helm, values).objects;
  server = await provideApiServer('chart-rights');
  folder = mkdtempSync(join(tmpdir(), 'studynotion-chart-'));
  for (const name of [namespace, 'elsewhere']) await server.ask('POST', '/api/v1/namespaces', namespaceNamed(name));
  for (const definition of daprDefinitions()) await server.ask('POST', definitionsPath, definition);
  for (const object of objects.filter(({ apiVersion }) => apiVersion.startsWith('rbac.'))) {
    const place = object.kind.startsWith('Cluster') ? rbac : `${rbac}/namespaces/${namespace}`;
    const { status, body } = await server.ask('POST', `${place}/${object.kind.toLowerCase()}s`, object);
    if (status !== 201) throw new Error(JSON.stringify(body));
  }
  operator = await as('studynotion-operator');
  administrator = await as();
}, 1_200_000);

afterAll(async () => {
  await Promise.all([operator?.close(), administrator?.close()]);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the hook's account", () => {
  const install = async () => {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, await kubeconfigOf('studynotion-definition'), { mode: 0o600 });
    const program = join(repository, 'operator', 'src', 'install-definition.ts');
    const definition = join(chartFolder, 'crds', 'custom-resource-definition.yaml');
    const environment = { ...process.env, KUBECONFIG: kubeconfig };
    return spawnSync(process.execPath, [program, definition], { env: environment, encoding: 'utf8' });
  };

  test('makes the definition, and brings an older one up to date', async () => {
    expect(await install()).toMatchObject({ status: 0, stderr: '' });
    const path = `${definitionsPath}/studynotions.platform.studynotion.dev`;
    const { body } = await server.ask('GET', path);
    const older = structuredClone(body) as ReturnType<typeof customResourceDefinition>;
    older.spec.names.shortNames = ['old'];
    const [version] = older.spec.versions;
    if (version?.schema.openAPIV3Schema.properties?.spec?.properties === undefined) throw new Error('no schema');
    delete version.schema.openAPIV3Schema.properties.spec.properties.imagePullSecret;
    expect(await server.ask('PUT', path, older)).toMatchObject({ status: 200 });

    expect(await install()).toMatchObject({ status: 0 });
    const { body: newer } = (await server.ask('GET', path)) as { body: ReturnType<typeof customResourceDefinition> };
    expect(newer.spec.names.shortNames).toEqual(['sn']);
    expect(newer.spec.versions[0]?.schema.openAPIV3Schema.properties?.spec?.properties).toHaveProperty(
      'imagePullSecret',
    );
  });

  test('can do nothing else', async () => {
    const account = await as('studynotion-definition');
    const secret = { apiVersion: 'v1', kind: 'Secret', namespace, name: 'auth-service' };
    await expect(account.get(secret)).rejects.toMatchObject({ status: 403 });
    for (const resource of ['customresourcedefinitions/components.dapr.io', 'customresourcedefinitions'])
      expect(await may('studynotion-definition', 'patch', 'apiextensions.k8s.io', resource)).toBe(false);
    expect(
      await may(
        'studynotion-definition',
        'delete',
        'apiextensions.k8s.io',
        'customresourcedefinitions/studynotions.platform.studynotion.dev',
      ),
    ).toBe(false);
    await account.close();
  });
});

/** What the API server says of a right. @param resource with a name after a slash, if there is one */
async function may(account: string, verb: string, group: string, resource: string, at = ''): Promise<boolean> {
  const [kind, name = ''] = resource.split(' ')[0]?.split('/') ?? [];
  const [, subresource = ''] = resource.split(' ');
  const review = {
    ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' },
    spec: {
      user: `system:serviceaccount:${namespace}:${account}`,
      resourceAttributes: { namespace: at, verb, group, resource: kind, name, subresource },
    },
  };
  const { body } = await server.ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
  return (body as { status: { allowed: boolean } }).status.allowed;
}

describe("the operator's account", () => {
  const resource = { apiVersion: 'platform.studynotion.dev/v1alpha1', kind: 'StudyNotion' };
  const reference = { ...resource, namespace, name: 'studynotion' };

  test('makes every object that a platform has, changes it and takes it away', async () => {
    const options = { fieldManager: 'studynotion-operator' };
    const all = allPlatforms().map((environment) => platformObjects({ ...environment, namespace }));
    // A RoleBinding is not even tried while its Role is missing.
    for (const object of all.flat())
      await operator.apply(object, { ...options, dryRun: object.kind !== 'Role' && object.kind !== 'RoleBinding' });
    const kinds = new Map(all.flat().map((object) => [object.kind, object]));
    for (const object of kinds.values()) {
      await operator.apply(object, options);
      const live = await operator.get(referenceOf(object));
      if (live === undefined) throw new Error(`${object.kind} is not there`);
      await operator.replace(live);
      const { items } = await operator.list({ apiVersion: object.apiVersion, kind: object.kind, namespace });
      expect(items.map(({ metadata }) => metadata.name)).toContain(object.metadata.name);
      await operator.delete(referenceOf(object), live.metadata.uid);
      expect(await operator.get(referenceOf(object))).toBeUndefined();
    }
  });

  test('reads the resource and tells its status, and does not change it', async () => {
    await waitUntil('the kind', async () => {
      const { status } = await server.ask(
        'GET',
        `/apis/platform.studynotion.dev/v1alpha1/namespaces/${namespace}/studynotions`,
      );
      return status === 200;
    });
    const chartResource = objects.find(({ kind }) => kind === 'StudyNotion');
    if (chartResource === undefined) throw new Error('the chart has no resource');
    await administrator.create(chartResource);
    const status = { observedGeneration: 1 };
    const options = { fieldManager: 'studynotion-operator-status' };
    await operator.applyStatus({ ...resource, metadata: { name: 'studynotion', namespace }, status }, options);
    const live = await operator.get(reference);
    if (live === undefined) throw new Error('the resource is not there');
    expect(live.status).toEqual(status);
    await expect(operator.replace(live)).rejects.toMatchObject({ status: 403 });
    await expect(operator.delete(reference, live.metadata.uid)).rejects.toMatchObject({ status: 403 });
  });

  test('keeps the Secrets', async () => {
    const stored = await administrator.get(reference);
    if (stored === undefined) throw new Error('the resource is not there');
    const owner = readStudyNotion(stored);
    const kept = () => keepSecrets(operator, owner, environmentOf(owner), { now: () => new Date() });
    const first = await kept();
    expect(first.missing).toEqual([]);
    expect(first.written).toContain('studynotion-tls');
    expect((await kept()).written).toEqual([]);
    const auth = await administrator.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: 'auth-service' });
    if (auth === undefined) throw new Error('there is no Secret auth-service');
    const { 'mail-seal-key': _, ...others } = auth.data as Record<string, string>;
    await administrator.replace({ ...auth, data: others });
    expect((await kept()).written).toEqual(['auth-service']);
    expect(await hashKeyOf(operator, namespace)).toBe(await hashKeyOf(operator, namespace));
  });

  test('cannot give rights that it does not have', async () => {
    const role = (rules: object[]) => ({
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', rules },
      metadata: { name: 'greedy', namespace },
    });
    const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };
    const options = { fieldManager: 'studynotion-operator' };
    for (const rules of [
      [secrets],
      [{ ...secrets, resourceNames: ['of-somebody'] }],
      [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    ])
      await expect(operator.apply(role(rules), options)).rejects.toMatchObject({ status: 403 });
    await expect(
      operator.apply(role([{ ...secrets, resourceNames: ['auth-service'] }]), options),
    ).resolves.toBeDefined();
  });

  test.each<[string, string, string, string, string?]>([
    ['list', '', 'secrets', namespace],
    ['watch', '', 'secrets', namespace],
    ['get', '', 'secrets/of-somebody', namespace],
    ['delete', '', 'secrets/auth-service', namespace],
    ['get', '', 'secrets/auth-service', 'elsewhere'],
    ['create', '', 'secrets', 'elsewhere'],
    ['create', '', 'pods', namespace],
    ['delete', '', 'pods', namespace],
    ['create', '', 'pods exec', namespace],
    ['get', '', 'pods log', namespace],
    ['create', '', 'serviceaccounts token', namespace],
    ['impersonate', '', 'serviceaccounts', namespace],
    ['delete', '', 'persistentvolumeclaims', namespace],
    ['get', '', 'namespaces', ''],
    ['list', '', 'nodes', ''],
    ['list', 'apps', 'deployments', ''],
    ['create', 'apps', 'deployments', 'elsewhere'],
    ['escalate', 'rbac.authorization.k8s.io', 'roles', namespace],
    ['bind', 'rbac.authorization.k8s.io', 'roles', namespace],
    ['create', 'rbac.authorization.k8s.io', 'clusterroles', ''],
    ['create', 'apps', 'daemonsets', namespace],
    ['create', 'batch', 'jobs', namespace],
    ['update', 'platform.studynotion.dev', 'studynotions', namespace],
    ['delete', 'platform.studynotion.dev', 'studynotions', namespace],
    ['patch', 'apiextensions.k8s.io', 'customresourcedefinitions', ''],
    ['update', 'coordination.k8s.io', 'leases/of-somebody', namespace],
    ['get', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', ''],
  ])('may not %s %s/%s in "%s"', async (verb, group, kind, at) => {
    expect(await may('studynotion-operator', verb, group, kind, at)).toBe(false);
  });

  test('may do what the questions above would tell apart', async () => {
    expect(await may('studynotion-operator', 'get', '', 'secrets/auth-service', namespace)).toBe(true);
    expect(await may('studynotion-operator', 'create', 'apps', 'deployments', namespace)).toBe(true);
    expect(
      await may('studynotion-operator', 'update', 'coordination.k8s.io', 'leases/studynotion-operator', namespace),
    ).toBe(true);
  });
});

describe('the API server', () => {
  test('takes every object of the chart, strictly', async () => {
    for (const object of objects.filter(
      ({ metadata }) => metadata.namespace !== undefined || !isOfCluster(metadata.name),
    )) {
      const inNamespace = { ...object, metadata: { ...object.metadata, namespace } };
      const dryRun = await administrator.apply(inNamespace, { fieldManager: 'helm', dryRun: true });
      expect(dryRun.kind).toBe(object.kind);
    }
  });
});

function isOfCluster(name: string): boolean {
  return name === `${namespace}-studynotion-definition`;
}
