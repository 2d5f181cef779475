import type { PlatformEnvironment } from '@studynotion/cdk8s';
import { processIdentity } from '../../processes.mjs';
import { type Cluster, clusterNamed, files } from './cluster.ts';
import { applyPlatform, environmentOf, installPlatform, type PlatformInCluster } from './platform.ts';
import { stopCluster } from './start-cluster.ts';
import { apply, enter, helmCommand, kubectl, kubectlCommand, output } from './tools.ts';
import { inWorkshop, startCluster } from './up.ts';

export { apply, clusterNamed, helmCommand, kubectl, output, type PlatformInCluster };

export interface TestClusterOptions {
  readonly name: string;
  readonly port: number;
  /** Begins with empty data and new secrets. @default true */
  readonly reset?: boolean;
  /** Changes the environment `dev` before it is applied; `undefined` as its answer leaves the platform out. @default as it is */
  readonly change?: (environment: PlatformEnvironment) => PlatformEnvironment | undefined;
}

/** A cluster for tests; whatever happens to this process, the cluster ends with it. */
export interface TestCluster {
  readonly cluster: Cluster;
  /** For clients in the cluster's network. */
  readonly kubeconfig: string;
  /** Undefined when the platform was left out. */
  readonly platform: PlatformInCluster | undefined;
  /** What kubectl prints; rejects with its complaint. */
  kubectl(...parameters: string[]): Promise<string>;
  /** Command line of kubectl, for what runs on. */
  kubectlCommand(...parameters: string[]): string[];
  /** Creates objects or changes them. */
  apply(objects: readonly object[]): Promise<void>;
  /** Command that runs another one in the cluster's network, where `127.0.0.1` is the node. */
  enter(): string[];
  /** Installs the platform again, with another environment. */
  install(change: (environment: PlatformEnvironment) => PlatformEnvironment): Promise<PlatformInCluster>;
  /** Applies the platform's objects, without operator and chart. */
  applyPlatform(change: (environment: PlatformEnvironment) => PlatformEnvironment): Promise<PlatformInCluster>;
  /** Ends it; nothing of it is left but data, secrets and logs. */
  stop(): Promise<void>;
}

/** Brings a cluster up, with the platform, and waits until all of it is ready. */
export async function provideCluster({
  name,
  port,
  reset = true,
  change = (environment) => environment,
}: TestClusterOptions): Promise<TestCluster> {
  const cluster = clusterNamed({ name, port });
  const owner = { name, pid: process.pid, identity: processIdentity(process.pid) };
  const options = { reset, signal: new AbortController().signal, environment: process.env, owner };
  const install = (environment: PlatformEnvironment) =>
    inWorkshop(cluster, options, (workshop) => installPlatform(cluster, environment, workshop));
  try {
    await inWorkshop(cluster, options, (workshop) => startCluster(cluster, options, workshop));
    const environment = change(environmentOf(cluster, 'own'));
    return {
      cluster,
      kubeconfig: files(cluster).kubeconfig,
      platform: environment === undefined ? undefined : await install(environment),
      kubectl: (...parameters) => kubectl(cluster, ...parameters),
      kubectlCommand: (...parameters) => kubectlCommand(cluster, parameters),
      apply: (objects) => apply(cluster, objects),
      enter: () => enter(cluster, ['net']),
      install: (again) => install(again(environmentOf(cluster, 'own'))),
      applyPlatform: (again) =>
        inWorkshop(cluster, options, (workshop) =>
          applyPlatform(cluster, again(environmentOf(cluster, 'own')), workshop),
        ),
      stop: () => stopCluster(cluster),
    };
  } catch (error) {
    await stopCluster(cluster);
    throw error;
  }
}
