import { KubeConfig } from '@kubernetes/client-node';
import { provideApiServer, type TestApiServer } from '@studynotion/local/api-server';
import { kubernetesApi, type RealKubernetesApi } from '@studynotion/operator/kubernetes';
import { waitUntil } from '@studynotion/platform/testing';

/** What is read of a custom resource definition. */
export interface ServedDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served?: boolean }[];
  };
}

/** A real API server and the operator's way to it. */
export interface MachineryServer {
  readonly server: TestApiServer;
  readonly api: RealKubernetesApi;
  /** Has it know further kinds. */
  define(definitions: readonly ServedDefinition[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an API server with a namespace and further kinds. */
export async function startMachineryServer(
  name: string,
  namespace: string,
  definitions: readonly ServedDefinition[],
): Promise<MachineryServer> {
  const server = await provideApiServer(name);
  const metadata = { name: namespace };
  await server.ask('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
  await define(server, namespace, definitions);
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(await server.kubeconfig());
  const api = kubernetesApi(kubeConfig);
  return {
    server,
    api,
    define: (further) => define(server, namespace, further),
    async stop() {
      await api.close();
      await server.stop();
    },
  };
}

async function define(server: TestApiServer, namespace: string, definitions: readonly ServedDefinition[]) {
  for (const definition of definitions)
    await server.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
  for (const { spec } of definitions)
    for (const version of spec.versions.filter(({ served = true }) => served))
      await waitUntil(spec.names.kind, async () => {
        const path = `/apis/${spec.group}/${version.name}/namespaces/${namespace}/${spec.names.plural}`;
        return (await server.ask('GET', path)).status === 200;
      });
}
