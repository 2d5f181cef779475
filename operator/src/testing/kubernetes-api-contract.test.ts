import { fakeKubernetesApi } from './fake-kubernetes-api.ts';
import { contractKinds, describeKubernetesApi } from './kubernetes-api-contract.ts';

// The same suite runs against a real etcd and kube-apiserver: tests/cluster/without-platform/operator-machinery.test.ts.
const api = fakeKubernetesApi({ customKinds: contractKinds });
describeKubernetesApi('the API server in memory', () => ({
  api,
  namespace: 'contract',
  forget: async () => api.compact(),
}));
