import { afterAll, beforeAll } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { provideApiServer, type TestApiServer } from '@studynotion/local/api-server';
import { kubernetesApi, type RealKubernetesApi } from '@studynotion/operator/kubernetes';
import { contractDefinition, describeKubernetesApi } from '@studynotion/operator/testing';
import { waitUntil } from '@studynotion/platform/testing';

const namespace = 'contract';
let server: TestApiServer;
let api: RealKubernetesApi;

beforeAll(async () => {
  server = await provideApiServer('operator-machinery');
  await server.ask('POST', '/api/v1/namespaces', {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: namespace },
  });
  await server.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', contractDefinition);
  const { group, names } = contractDefinition.spec;
  await waitUntil('the kind of the contract', async () => {
    const { status } = await server.ask('GET', `/apis/${group}/v1/namespaces/${namespace}/${names.plural}`);
    return status === 200;
  });
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(await server.kubeconfig());
  api = kubernetesApi(kubeConfig);
}, 1_200_000);

afterAll(async () => {
  await api?.close();
  await server?.stop();
});

describeKubernetesApi('a real kube-apiserver', () => ({
  ...{ api, namespace },
  // Its memory of changes begins anew with it.
  forget: () => server.restart(),
}));
