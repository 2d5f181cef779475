import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessRecord, readRecords, runs } from '../../processes.mjs';
import { type Installation, repository, within } from '../installation.ts';

/** One cluster on this machine. Its folder is laid out as an installation's, so that logs and secrets are kept alike. */
export interface Cluster extends Installation {
  /** Port of the Ingress, inside and on this machine's loopback address. */
  readonly port: number;
}

/** Addresses inside the cluster's own network, where nothing else is. */
export const addresses = {
  node: '10.95.0.1',
  apiServerPort: 6443,
  pods: '10.244.0.0/24',
  /** The node, as pods see it. */
  podGateway: '10.244.0.1',
  services: '10.96.0.0/16',
  apiServerService: '10.96.0.1',
  dns: '10.96.0.10',
  ingress: '10.96.0.20',
} as const;

export const nodeName = 'node-1';

/** What kind calls it. */
export const kindName = ({ instance }: Cluster) => `studynotion-${instance}`;

export function clusterNamed({ name, port }: { readonly name: string; readonly port: number }): Cluster {
  return { instance: name, portOffset: 0, port, folder: join(repository, '.studynotion', 'cluster', name) };
}

/** Files that the processes of a cluster share. */
export const files = (cluster: Cluster) => ({
  plan: within(cluster, 'run', 'plan.json'),
  host: within(cluster, 'run', 'host.json'),
  namespaces: within(cluster, 'run', 'namespaces.json'),
  programs: within(cluster, 'run', 'programs.json'),
  ingressSocket: within(cluster, 'run', 'ingress.sock'),
  kubeconfig: within(cluster, 'pki', 'admin.kubeconfig'),
  /** The authority that signed the Ingress's certificate; kept, so that a browser has to be told only once. */
  ingressAuthority: within(cluster, 'tls', 'ca.crt'),
});

/** What must be gone before a cluster starts, and is taken away when it has ended. Data, secrets and logs stay. */
export const passingFolders = ['state', 'pki', 'configuration', 'run'] as const;

/** What `npm run cluster` wrote down for the processes that it starts. */
export interface Plan {
  readonly name: string;
  readonly port: number;
  /** What runs the node. @default 'own', programs in namespaces of their own */
  readonly engine?: 'kind';
  readonly programs: Readonly<Record<string, string>>;
  /** A process that the cluster ends with. @default none */
  readonly owner?: ProcessRecord;
}

/** The plan of the cluster that runs or ran; undefined when there is none. */
export function planOf(cluster: Cluster): Plan | undefined {
  const file = files(cluster).plan;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Whether there is something that `up` can go on with. */
export function isStarted(cluster: Cluster): boolean {
  return planOf(cluster)?.engine === 'kind' || runningHost(cluster) !== undefined;
}

/** The first process inside the cluster's namespaces, which hold no longer than it; undefined when there is none. */
export function runningNamespaces(cluster: Cluster): ProcessRecord | undefined {
  const [first] = readRecords(files(cluster).namespaces);
  return first !== undefined && runs(first) ? first : undefined;
}

/** The process outside the namespaces that the cluster lives and dies with. */
export function runningHost(cluster: Cluster): ProcessRecord | undefined {
  const [host] = readRecords(files(cluster).host);
  return host !== undefined && runs(host) ? host : undefined;
}
