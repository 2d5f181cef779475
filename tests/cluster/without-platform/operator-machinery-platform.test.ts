import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ObjectReference } from '@studynotion/operator/kubernetes';
import { customResourceDefinition } from '@studynotion/operator/resource/custom-resource-definition';
import { type Scene, sceneIn } from '@studynotion/operator/testing';
import { waitUntil } from '@studynotion/platform/testing';
import { daprDefinitions } from '../support/kubeconform.ts';
import { type MachineryServer, type ServedDefinition, startMachineryServer } from '../support/machinery-server.ts';
import { type OperatorProcess, startOperatorProcess } from '../support/operator-process.ts';

// The operator as it runs, on a real API server; only the pods are played, whose statuses the test writes.

const NAMESPACE = 'operator-platform';
let machinery: MachineryServer;
let folder: string;
let operator: OperatorProcess | undefined;
let platform: Scene;

beforeAll(async () => {
  const definitions = [customResourceDefinition()] as unknown as ServedDefinition[];
  machinery = await startMachineryServer(NAMESPACE, NAMESPACE, definitions);
  folder = mkdtempSync(join(tmpdir(), 'studynotion-operator-'));
  writeFileSync(join(folder, 'kubeconfig'), await machinery.server.kubeconfig(), { mode: 0o600 });
  platform = await sceneIn({ api: machinery.api, namespace: NAMESPACE, clock: { time: new Date() } });
  await begin('one');
}, 1_200_000);

afterAll(async () => {
  operator?.child.kill('SIGKILL');
  await operator?.ended;
  await machinery?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function begin(identity: string): Promise<OperatorProcess> {
  const kubeconfig = join(folder, 'kubeconfig');
  operator = await startOperatorProcess({ identity, namespace: NAMESPACE, kubeconfig });
  return operator;
}

/** Pods start while it is waited for. */
function untilTrue(what: string, condition: () => Promise<boolean>, seconds = 60): Promise<void> {
  const looked = async () => {
    await platform.startPods();
    return condition();
  };
  return waitUntil(what, looked, seconds);
}

async function isReady(): Promise<boolean> {
  const ready = await platform.condition('Ready');
  const { generation } = (await platform.resource())?.metadata ?? {};
  return ready?.status === 'True' && (await platform.status())?.observedGeneration === generation;
}

/** What is wanted of each object, without what the server and others say of it. */
async function wishes(): Promise<Map<string, unknown>> {
  const objects = (await platform.bystander.everything()).filter(({ kind }) => kind !== 'Event');
  return new Map(
    objects.map(({ kind, metadata, status: _status, ...wish }) => {
      const { labels, annotations } = metadata;
      const text = JSON.stringify({ ...wish, labels, annotations });
      // One that is made anew gets another address.
      return [`${kind} ${metadata.name}`, kind === 'Service' ? text.replaceAll(/10\.96\.\d+\.\d+/g, 'some') : text];
    }),
  );
}

async function versions(): Promise<string[]> {
  const objects = (await platform.bystander.everything()).filter(({ kind }) => kind !== 'Event');
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`);
}

async function passes(): Promise<number> {
  const told = (await operator?.metrics()) ?? '';
  const counts = told.matchAll(/^controller_runtime_reconcile_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function there(kind: string, name: string): Promise<ObjectReference> {
  const object = await platform.find(kind, name);
  if (object === undefined) throw new Error(`There is no ${kind} ${name}`);
  return { apiVersion: object.apiVersion, kind, namespace: NAMESPACE, name };
}

async function edit(kind: string, name: string, change: Parameters<Scene['bystander']['edit']>[1]): Promise<void> {
  await platform.bystander.edit(await there(kind, name), (draft) => {
    const before = JSON.stringify(draft);
    change(draft);
    expect(JSON.stringify(draft)).not.toBe(before);
  });
}

async function remove(kind: string, name: string): Promise<void> {
  await platform.bystander.remove(await there(kind, name));
}

interface Container {
  readonly env: object[];
}

/** Changes the first container of a service. */
function editContainer(change: (container: Container) => unknown): Promise<void> {
  return edit('Deployment', 'auth-service', (draft) => {
    const { template } = draft.spec as { template: { spec: { containers: Container[] } } };
    template.spec.containers.slice(0, 1).forEach((container) => void change(container));
  });
}

test('says how Dapr is installed where it is not, and goes on when it is', async () => {
  await waitUntil('the way out', async () => (await platform.condition('Degraded'))?.reason === 'DaprAbsent');
  expect((await platform.condition('Degraded'))?.message).toContain('helm install dapr');
  const workloads = await machinery.server.kubectl('get', 'deployments,statefulsets', '-n', NAMESPACE, '-o', 'name');
  expect(workloads).toBe('');
  await machinery.define(daprDefinitions() as unknown as ServedDefinition[]);
  await untilTrue('the platform', isReady, 120);
});

test('a process that begins anew finds nothing to write', async () => {
  operator?.child.kill('SIGTERM');
  expect(await operator?.ended).toBe(0);
  const before = await versions();
  await begin('two');
  await waitUntil('its first passes', async () => (await passes()) >= 2, 60);
  expect(await versions()).toEqual(before);
  expect(await platform.condition('Ready')).toMatchObject({ status: 'True' });
});

const drifts: [string, () => Promise<void>][] = [
  ['a deleted Deployment', () => remove('Deployment', 'frontend')],
  ['a deleted StatefulSet', () => remove('StatefulSet', 'redis')],
  ['a deleted Service', () => remove('Service', 'api-gateway')],
  ['a deleted Component', () => remove('Component', 'pubsub')],
  ['a deleted NetworkPolicy', () => remove('NetworkPolicy', 'redis')],
  ['a deleted ServiceAccount', () => remove('ServiceAccount', 'auth-service')],
  ['another image', () => editContainer((container) => Object.assign(container, { image: 'other:1' }))],
  ['one more variable', () => editContainer(({ env }) => env.push({ name: 'MORE', value: '1' }))],
  [
    'another port of a Service',
    () =>
      edit('Service', 'frontend', (draft) => {
        for (const port of (draft.spec as { ports: { port: number }[] }).ports) port.port += 1;
      }),
  ],
  [
    'labels that were taken away',
    () =>
      edit('Service', 'course-service', (draft) => {
        draft.metadata.labels = {};
      }),
  ],
];

test.each(drifts)('mends %s within seconds', async (_what, drift) => {
  const before = await wishes();
  await drift();
  const isMended = async () => JSON.stringify([...(await wishes())].sort()) === JSON.stringify([...before].sort());
  await untilTrue('the repair', isMended, 60);
  await untilTrue('the platform', isReady);
});

test('rolls out another version when the resource says so', async () => {
  await platform.change({ version: '1.3.0' });
  await untilTrue(
    'the new version',
    async () => (await platform.status())?.version === '1.3.0' && (await isReady()),
    120,
  );
});
