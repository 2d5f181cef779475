import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import type { ProcessRecord } from '../../processes.mjs';
import { Children } from '../children.ts';
import { within } from '../installation.ts';
import { lock } from '../parts/cache.ts';
import { findClusterPrograms } from '../parts/cluster-programs.ts';
import type { Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import { step } from '../terminal.ts';
import { type Cluster, runningHost } from './cluster.ts';
import { installDapr } from './dapr.ts';
import { bringClusterImages } from './images.ts';
import { dnsObjects, ingressObjects, metricsObjects, networkPolicyObjects } from './network-services.ts';
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

/** Starts the cluster unless it runs, with everything that the platform stands on. */
export async function startCluster(cluster: Cluster, options: UpOptions, workshop: Workshop): Promise<void> {
  refuseWithoutRights();
  const programs = await findClusterPrograms(workshop);
  if (options.reset) await reset(cluster);
  if (runningHost(cluster) === undefined) await step('Start', () => startHost(cluster, programs, options.owner));
  await step('Node', async () => {
    await untilNodeReady(cluster, options.signal);
    await apply(cluster, networkPolicyObjects());
  });
  await equip(cluster, workshop);
}

function refuseWithoutRights(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new SetupError(
      'A cluster of its own programs needs Linux and root; run it as root, or with Docker, where it uses kind.',
    );
}

async function reset(cluster: Cluster): Promise<void> {
  await step('Reset: the cluster, its data and its secrets', async () => {
    await stopCluster(cluster);
    for (const name of ['data', 'secrets']) rmSync(within(cluster, name), { recursive: true, force: true });
  });
}

/** Brings what every pod needs, and waits for it. */
async function equip(cluster: Cluster, workshop: Workshop): Promise<void> {
  await step('Images of the cluster', (progress) => bringClusterImages(cluster, workshop, progress));
  await step('Names, Ingress, metrics, volumes', async () => {
    await apply(cluster, [...storageObjects(), ...dnsObjects(), ...ingressObjects(cluster.port), ...metricsObjects()]);
    await untilRolledOut(cluster, 'kube-system');
    await untilRolledOut(cluster, 'traefik');
  });
  await step('Dapr', (progress) => installDapr(cluster, applicationNamespace, workshop, progress));
}
