import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessRecord, processIdentity, runs, signalGroup, writeRecords } from '../../processes.mjs';
import { within } from '../installation.ts';
import type { ClusterPrograms } from '../parts/cluster-programs.ts';
import { multiarch } from '../parts/debian.ts';
import { takenPorts } from '../ports.ts';
import { SetupError } from '../setup-error.ts';
import { untilSuccess } from '../wait.ts';
import { cgroupOf, makeCgroups } from './cgroups.ts';
import { clearAway } from './clear-away.ts';
import { type Cluster, files, type Plan, passingFolders, planOf, runningHost } from './cluster.ts';
import {
  auditPolicy,
  containerdConfiguration,
  kubeletConfiguration,
  kubeProxyConfiguration,
  podNetwork,
} from './configuration.ts';
import { stopKind } from './kind.ts';
import { writePki } from './pki.ts';
import { kubectl } from './tools.ts';

/** Starts the node's programs in namespaces of their own; they go on after this process unless it is the owner. */
export async function startHost(cluster: Cluster, programs: ClusterPrograms, owner?: ProcessRecord): Promise<void> {
  await clearAway(cluster);
  const [taken] = await takenPorts([{ port: cluster.port, by: 'the Ingress' }]);
  if (taken !== undefined) throw new SetupError(`The port ${cluster.port} is taken: choose another with --port.`);
  prepareFolder(cluster);
  await writePki(cluster);
  writeConfiguration(cluster, programs);
  makeCgroups(cluster.instance);
  const xtables = join(programs.node, 'usr/lib', multiarch, 'xtables');
  const plan: Plan = { name: cluster.instance, port: cluster.port, programs: { ...programs, xtables }, owner };
  writeFileSync(files(cluster).plan, JSON.stringify(plan), { mode: 0o600 });
  startProcess(cluster);
}

function prepareFolder(cluster: Cluster): void {
  rmSync(within(cluster, 'logs'), { recursive: true, force: true });
  for (const name of [...passingFolders, 'logs', 'data', 'secrets', 'configuration/cni'])
    mkdirSync(within(cluster, name), { recursive: true, mode: 0o700 });
}

function writeConfiguration(cluster: Cluster, { node }: ClusterPrograms): void {
  const write = (file: string, content: string) => writeFileSync(within(cluster, 'configuration', file), content);
  write('containerd.toml', containerdConfiguration(node));
  write('cni/pods.conflist', podNetwork());
  write('kubelet.yaml', kubeletConfiguration(`/${cgroupOf(cluster.instance)}`));
  write('kube-proxy.yaml', kubeProxyConfiguration());
  write('audit-policy.yaml', auditPolicy());
  // There is no server of names outside to ask.
  write('resolv.conf', '');
}

function startProcess(cluster: Cluster): void {
  const log = openSync(within(cluster, 'logs', 'host.log'), 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'host.ts'), files(cluster).plan], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  const pid = child.pid ?? 0;
  writeRecords(files(cluster).host, [{ name: 'host', pid, identity: processIdentity(pid) }]);
}

/** Waits until the API server answers and the node is ready. */
export async function untilNodeReady(cluster: Cluster, signal: AbortSignal): Promise<void> {
  const ready = async () => {
    if (runningHost(cluster) === undefined) return false;
    const conditions = '{.items[*].status.conditions[?(@.type=="Ready")].status}';
    if ((await kubectl(cluster, 'get', 'nodes', '--output', `jsonpath=${conditions}`)) !== 'True')
      throw new Error('the node is not ready yet');
    return true;
  };
  if (!(await untilSuccess(ready, { what: 'The node', seconds: 120, signal, everyMilliseconds: 500 })))
    throw new SetupError(`The cluster ended while it started: ${lastLines(within(cluster, 'logs', 'host.log'))}`);
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ') : 'it left no word';
}

/** Ends a cluster and takes away what it leaves. Does nothing when there is none. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  if (planOf(cluster)?.engine === 'kind') return stopKind(cluster);
  const host = runningHost(cluster);
  if (host !== undefined) {
    signalGroup(host, 'SIGTERM');
    const ended = async () => {
      if (runs(host)) throw new Error(`process ${host.pid} still runs`);
    };
    await untilSuccess(ended, { what: 'Its end', seconds: 40, signal: new AbortController().signal });
  }
  await clearAway(cluster);
}
