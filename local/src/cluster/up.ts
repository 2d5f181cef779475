import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import type { ProcessRecord } from '../../processes.mjs';
import { Children } from '../children.ts';
import { within } from '../installation.ts';
import { lock } from '../parts/cache.ts';
import { findClusterPrograms, versions } from '../parts/cluster-programs.ts';
import type { Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import { step } from '../terminal.ts';
import { addresses, type Cluster, isStarted, planOf } from './cluster.ts';
import { installDapr } from './dapr.ts';
import { bringClusterImages, clusterImages, daprRegistry } from './images.ts';
import { ingressNodePort, startKind, withoutKind } from './kind.ts';
import {
  checkedKubelet,
  dnsObjects,
  ingressObjects,
  metricsObjects,
  networkPolicyObjects,
  uncheckedKubelet,
} from './network-services.ts';
import { startHost, stopCluster, untilNodeReady } from './start-cluster.ts';
import { apply, untilRolledOut } from './tools.ts';
import { storageObjects } from './volumes.ts';

export const applicationNamespace = 'studynotion';

export interface UpOptions {
  readonly reset: boolean;
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  /** A process that the cluster ends with. @default none */
  readonly owner?: ProcessRecord;
  /** Whether kind may be used where it works. @default false */
  readonly kind?: boolean;
}

/** Does something with a cluster while nobody else starts it, with a place to run tools in. */
export async function inWorkshop<Result>(
  cluster: Cluster,
  { signal, environment }: Pick<UpOptions, 'signal' | 'environment'>,
  work: (workshop: Workshop) => Promise<Result>,
): Promise<Result> {
  mkdirSync(cluster.folder, { recursive: true, mode: 0o700 });
  const unlock = await step('Turn', (progress) => lock(within(cluster, 'up.lock'), signal, progress));
  const children = new Children(within(cluster, 'tools.json'));
  const log = createWriteStream(within(cluster, 'tools.log'));
  try {
    return await work({ children, signal, environment, log: (line) => void log.write(`${line}\n`) });
  } finally {
    log.end();
    await children.close();
    unlock();
  }
}

/** Starts the cluster unless it runs, with everything that the platform stands on. Gives what runs its node. */
export async function startCluster(cluster: Cluster, options: UpOptions, workshop: Workshop): Promise<'own' | 'kind'> {
  if (options.reset) await reset(cluster);
  const running = isStarted(cluster) ? planOf(cluster) : undefined;
  if (running !== undefined && running.port !== cluster.port)
    throw new SetupError(`The cluster "${cluster.instance}" runs already, at port ${running.port}.`);
  const engine = running === undefined ? await chooseEngine(options, workshop) : (running.engine ?? 'own');
  await (engine === 'kind' ? upWithKind : upWithOwnPrograms)(cluster, options, workshop);
  return engine;
}

async function chooseEngine({ kind }: UpOptions, workshop: Workshop): Promise<'own' | 'kind'> {
  if (!kind) return 'own';
  return step('What runs the node', async (progress) => {
    const reason = await withoutKind(workshop, progress);
    progress(reason === undefined ? 'kind' : `programs of its own, without kind: ${reason.reason}`);
    return reason === undefined ? 'kind' : 'own';
  });
}

async function reset(cluster: Cluster): Promise<void> {
  await step('Reset: the cluster, its data and its secrets', async () => {
    await stopCluster(cluster);
    for (const name of ['data', 'secrets']) rmSync(within(cluster, name), { recursive: true, force: true });
  });
}

async function upWithOwnPrograms(cluster: Cluster, options: UpOptions, workshop: Workshop): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new SetupError('A cluster without Docker needs Linux and root: run it as root, or install Docker and kind.');
  const programs = await findClusterPrograms(workshop);
  if (!isStarted(cluster)) await step('Start', () => startHost(cluster, programs, options.owner));
  await step('Node', async () => {
    await untilNodeReady(cluster, options.signal);
    await apply(cluster, networkPolicyObjects());
  });
  await step('Images of the cluster', (progress) => bringClusterImages(cluster, workshop, progress));
  const { traefik: image, metricsServer } = clusterImages;
  await installServices(cluster, [
    ...storageObjects(),
    ...dnsObjects(),
    ...ingressObjects({
      port: cluster.port,
      image,
      service: { clusterIP: addresses.ingress },
      forwarders: [addresses.node, addresses.podGateway],
    }),
    ...metricsObjects(metricsServer, checkedKubelet),
  ]);
  const dapr = { namespace: applicationNamespace, registry: daprRegistry };
  await step('Dapr', (progress) => installDapr(cluster, dapr, workshop, progress));
}

/** kind brings DNS, volumes and network policies; the rest comes as images of their makers. */
async function upWithKind(cluster: Cluster, _: UpOptions, workshop: Workshop): Promise<void> {
  if (!isStarted(cluster)) await step('Start with kind', () => startKind(cluster, workshop));
  const image = `docker.io/library/traefik:v${versions.traefik}`;
  await installServices(cluster, [
    ...ingressObjects({ port: cluster.port, image, service: { nodePort: ingressNodePort } }),
    ...metricsObjects(`registry.k8s.io/metrics-server/metrics-server:v${versions['metrics-server']}`, uncheckedKubelet),
  ]);
  const dapr = { namespace: applicationNamespace, registry: 'ghcr.io/dapr' };
  await step('Dapr', (progress) => installDapr(cluster, dapr, workshop, progress));
}

async function installServices(cluster: Cluster, objects: readonly object[]): Promise<void> {
  await step('Names, Ingress, metrics, volumes', async () => {
    await apply(cluster, objects);
    await untilRolledOut(cluster, 'kube-system');
    await untilRolledOut(cluster, 'traefik');
  });
}
