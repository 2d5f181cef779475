import { afterAll, beforeAll } from '@jest/globals';
import { contractDefinition, describeKubernetesApi } from '@studynotion/operator/testing';
import { type MachineryServer, startMachineryServer } from '../support/machinery-server.ts';

const namespace = 'contract';
let machinery: MachineryServer;

beforeAll(async () => {
  machinery = await startMachineryServer('operator-machinery', namespace, [contractDefinition]);
}, 1_200_000);

afterAll(() => machinery?.stop());

describeKubernetesApi('a real kube-apiserver', () => ({
  ...{ api: machinery.api, namespace },
  // Its memory of changes begins anew with it.
  forget: () => machinery.server.restart(),
}));
