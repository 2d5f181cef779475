import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMyProfile, logIn } from '@studynotion/contracts';
import { repository } from '@studynotion/local';
import { helmCommand, output } from '@studynotion/local/cluster';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { newLearner, openSession } from '../support/people.ts';
import {
  condition,
  type KubernetesObject,
  kubectl,
  NAMESPACE,
  objects,
  podsOf,
  resource,
  runIn,
  testCluster,
} from './support/cluster.ts';

/** What a person does with the chart, on the platform that it has installed. Each test leaves it as it was. */

const CHART = join(repository, 'charts', 'studynotion');
const DEFINITION = 'crd/studynotions.platform.studynotion.dev';
const READY_SECONDS = 300;

function helm(parameters: readonly string[], values: object = {}): Promise<string> {
  return output(helmCommand(testCluster, [...parameters, `--namespace=${NAMESPACE}`]), JSON.stringify(values));
}

function upgrade(values: object, ...parameters: readonly string[]): Promise<string> {
  return helm(['upgrade', 'studynotion', CHART, '--install', '--values=-', '--timeout=5m', ...parameters], values);
}

async function untilPlatformReady(): Promise<void> {
  const isReady = async () => (await condition('Ready'))?.status === 'True';
  await waitUntil('a ready platform', isReady, READY_SECONDS);
}

interface Values {
  readonly platform: { readonly spec: { readonly services: Readonly<Record<string, object>> } };
}

interface PodWithVariables extends KubernetesObject {
  readonly spec: { readonly containers: readonly { readonly env: readonly object[] }[] };
}

interface Secret extends KubernetesObject {
  readonly data: object;
}

/** Pods by the workload that they are of. */
async function podsByName(): Promise<ReadonlyMap<string, string>> {
  const pods = await objects('pods');
  return new Map(
    pods.map(({ metadata }) => [metadata.uid, metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name]),
  );
}

let values: Values;
beforeAll(async () => {
  values = JSON.parse(await helm(['get', 'values', 'studynotion', '--output=json']));
  await untilPlatformReady();
}, 300_000);
afterAll(async () => {
  await upgrade(values);
  await untilPlatformReady();
}, 400_000);

describe('an upgrade', () => {
  const withLogLevel = (level: string): Values => {
    const { spec } = values.platform;
    const environment = [{ name: 'LOG_LEVEL', value: level }];
    const services = { ...spec.services, 'rating-review-service': { environment } };
    return { ...values, platform: { ...values.platform, spec: { ...spec, services } } };
  };

  test('changes what the values say, and leaves everything else running', async () => {
    const before = await podsByName();
    await upgrade(withLogLevel('debug'));
    await untilPlatformReady();
    const pods = await objects<PodWithVariables>('pods', '--selector=app.kubernetes.io/name=rating-review-service');
    // The old one answers until nobody asks it any more.
    const stayed = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    expect(stayed).toHaveLength(1);
    for (const { spec } of stayed)
      expect(spec.containers[0]?.env).toContainEqual({ name: 'LOG_LEVEL', value: 'debug' });
    const after = await podsByName();
    const fresh = [...after].filter(([uid]) => !before.has(uid)).map(([, name]) => name);
    expect(new Set(fresh)).toEqual(new Set(['rating-review-service']));
  }, 400_000);

  test('brings the definition up to date first, and leaves nothing of the means', async () => {
    const patch = [{ op: 'remove', path: '/spec/names/shortNames' }];
    await kubectl('patch', DEFINITION, '--type=json', `--patch=${JSON.stringify(patch)}`);
    await upgrade(values);
    expect(await kubectl('get', DEFINITION, '--output=jsonpath={.spec.names.shortNames}')).toBe('["sn"]');
    for (const kind of ['job', 'serviceaccount', 'configmap', 'networkpolicy'])
      expect(await kubectl('get', kind, 'studynotion-definition', '--ignore-not-found')).toBe('');
    expect(await kubectl('get', 'clusterroles', '--output=name')).not.toContain('studynotion-definition');
    await untilPlatformReady();
  }, 400_000);

  test('is refused where it cannot be, with the way to move, and what runs goes on', async () => {
    const before = await podsByName();
    const { spec } = values.platform;
    const moved = { ...values, platform: { ...values.platform, spec: { ...spec, broker: { type: 'RabbitMQ' } } } };
    await expect(upgrade(moved)).rejects.toThrow(/spec\.broker\.type cannot be changed.*to move/s);
    expect(await podsByName()).toEqual(before);
    await upgrade(values);
    await untilPlatformReady();
    expect([...(await podsByName()).keys()].filter((uid) => !before.has(uid))).toEqual([]);
  }, 400_000);
});

describe("the operator's own token", () => {
  /** Status of a request that the operator's pod makes with it. */
  const ask = async (path: string, method = 'GET', body?: object): Promise<number> => {
    const [pod] = await podsOf('studynotion-operator');
    if (pod === undefined) throw new Error('there is no operator');
    const script = `
      import { readFileSync } from 'node:fs';
      import { request } from 'node:https';
      const folder = '/var/run/secrets/kubernetes.io/serviceaccount/';
      const read = (name) => readFileSync(folder + name, 'utf8');
      const headers = { authorization: 'Bearer ' + read('token'), 'content-type': 'application/json' };
      const host = process.env.KUBERNETES_SERVICE_HOST;
      const asked = request({ host, port: process.env.KUBERNETES_SERVICE_PORT, path: ${JSON.stringify(path)},
        method: ${JSON.stringify(method)}, ca: read('ca.crt'), headers }, (answer) => {
        answer.resume();
        console.log(answer.statusCode);
      });
      asked.end(${JSON.stringify(body === undefined ? '' : JSON.stringify(body))});`;
    return Number(await runIn(pod.metadata.name, 'operator', script));
  };
  const secrets = `/api/v1/namespaces/${NAMESPACE}/secrets`;

  test('reads the Secrets that it keeps, and neither others nor all', async () => {
    const name = `of-somebody-${randomUUID().slice(0, 8)}`;
    await kubectl('create', 'secret', 'generic', name, '--from-literal=key=value');
    try {
      expect(await ask(`${secrets}/auth-service`)).toBe(200);
      expect(await ask(`${secrets}/${name}`)).toBe(403);
      expect(await ask(secrets)).toBe(403);
      expect(await ask('/api/v1/namespaces/kube-system/secrets')).toBe(403);
    } finally {
      await kubectl('delete', 'secret', name);
    }
  });

  test('reaches no other namespace, nothing of the cluster, and no pod but to see how it is', async () => {
    expect(await ask(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments`)).toBe(200);
    expect(await ask('/apis/apps/v1/namespaces/dapr-system/deployments')).toBe(403);
    expect(await ask('/apis/apps/v1/deployments')).toBe(403);
    expect(await ask('/api/v1/nodes')).toBe(403);
    expect(await ask(`/api/v1/namespaces/${NAMESPACE}/pods`)).toBe(200);
    expect(await ask(`/api/v1/namespaces/${NAMESPACE}/pods/redis-0/exec?command=true`, 'POST')).toBe(403);
    expect(await ask(`/api/v1/namespaces/${NAMESPACE}/serviceaccounts/auth-service/token`, 'POST', {})).toBe(403);
    expect(await ask('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).toBe(403);
  });
});

describe('after it is uninstalled', () => {
  test('data and Secrets are there, and the next installation has them again', async () => {
    const learner = await newLearner();
    const claims = async () => (await objects('pvc')).map(({ metadata }) => metadata.uid).sort();
    const secrets = async () => {
      const found = await objects<Secret>('secrets');
      const ours = found.filter(({ metadata }) => !metadata.name.startsWith('sh.helm.'));
      return new Map(ours.map(({ metadata, data }) => [metadata.name, data]));
    };
    const before = { claims: await claims(), secrets: await secrets() };

    await helm(['uninstall', 'studynotion', '--timeout=5m']);
    const gone = async () => {
      const left = await kubectl('get', 'deployments,statefulsets,services,ingress,pods,sn', '--output=name');
      return left === '';
    };
    await waitUntil('the end of everything', gone, 180);
    expect(await claims()).toEqual(before.claims);
    expect(await secrets()).toEqual(before.secrets);
    expect(await kubectl('get', DEFINITION, '--output=name')).toContain('studynotions');

    await upgrade(values);
    await untilPlatformReady();
    expect(await claims()).toEqual(before.claims);
    expect(await secrets()).toEqual(before.secrets);
    const again = new ApiClient();
    const { email, password } = learner;
    const isServed = async () => (await again.send(logIn, { body: { email, password } })).status === 200;
    await waitUntil('the site', isServed, 60);
    await openSession(again, learner);
    expect(await again.call(getMyProfile, 200)).toMatchObject({ firstName: learner.account.firstName });
    expect((await resource())?.status?.version).toBeDefined();
  }, 600_000);
});
