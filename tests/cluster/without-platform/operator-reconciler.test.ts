import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { repository } from '@studynotion/local';
import { provideApiServer, type TestApiServer } from '@studynotion/local/api-server';
import { kubernetesApi, type RealKubernetesApi } from '@studynotion/operator/kubernetes';
import { describeReconciler, sceneIn } from '@studynotion/operator/testing';
import { waitUntil } from '@studynotion/platform/testing';
import { parse } from 'yaml';
import { daprDefinitions } from '../support/kubeconform.ts';

const OWN = join(repository, 'charts', 'studynotion', 'crds', 'custom-resource-definition.yaml');
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

interface Definition {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

let server: TestApiServer;
let api: RealKubernetesApi;
let namespaces = 0;

beforeAll(async () => {
  server = await provideApiServer('operator-reconciler');
  const definitions = [parse(readFileSync(OWN, 'utf8')), ...daprDefinitions()] as Definition[];
  for (const definition of definitions) await define(definition);
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(await server.kubeconfig());
  api = kubernetesApi(kubeConfig);
}, 600_000);

afterAll(async () => {
  await api?.close();
  await server?.stop();
});

async function define(definition: Definition): Promise<void> {
  const { status } = await server.ask('POST', DEFINITIONS, definition);
  expect(status).toBe(201);
  await waitUntil(`the kind ${definition.metadata.name}`, async () => {
    const { body } = await server.ask('GET', `${DEFINITIONS}/${definition.metadata.name}`);
    return (
      (body as Definition).status?.conditions?.some(
        ({ type, status: value }) => type === 'Established' && value === 'True',
      ) === true
    );
  });
}

describeReconciler('a real kube-apiserver', async (spec) => {
  namespaces += 1;
  const namespace = `platform-${namespaces}`;
  const { status } = await server.ask('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  expect(status).toBe(201);
  return sceneIn({ api, namespace, clock: { time: new Date() } }, spec);
});
