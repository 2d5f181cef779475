import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { within } from '../installation.ts';
import { withoutImage } from '../parts/docker.ts';
import { NotHere, onPath } from '../parts/sources.ts';
import type { Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';
import { type Cluster, files, kindName, type Plan, passingFolders } from './cluster.ts';
import { output } from './tools.ts';

/** The node of kind 0.32; other versions of kind can run it as well. */
const NODE_IMAGE = 'kindest/node:v1.36.1@sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5';
const TOOLS = ['kind', 'kubectl', 'helm'] as const;

/** Where the node offers the Ingress to the engine. */
export const ingressNodePort = 30443;

/** Undefined when a cluster can be made with kind here, else why not. */
export async function withoutKind(workshop: Workshop, progress: Progress): Promise<NotHere | undefined> {
  const engine = await withoutImage(NODE_IMAGE, workshop, progress);
  if (engine !== undefined) return engine;
  const missing = TOOLS.filter((tool) => onPath(tool, workshop.environment) === undefined);
  return missing.length === 0 ? undefined : new NotHere(`there is no ${missing.join(', ')} on the path`);
}

/** Makes a cluster with kind, with the Ingress's port on this machine's loopback address. */
export async function startKind(cluster: Cluster, { environment }: Workshop): Promise<void> {
  for (const name of [...passingFolders, 'secrets']) mkdirSync(within(cluster, name), { recursive: true, mode: 0o700 });
  const folderOf = (tool: (typeof TOOLS)[number]) => dirname(onPath(tool, environment) ?? '');
  const plan: Plan = {
    ...{ name: cluster.instance, port: cluster.port, engine: 'kind' },
    programs: { kubernetes: folderOf('kubectl'), helm: folderOf('helm') },
  };
  const parameters = ['--name', kindName(cluster), '--image', NODE_IMAGE, '--kubeconfig', files(cluster).kubeconfig];
  await output(['kind', 'create', 'cluster', ...parameters, '--wait', '120s', '--config', '-'], configuration(cluster));
  writeFileSync(files(cluster).plan, JSON.stringify(plan), { mode: 0o600 });
}

function configuration({ port }: Cluster): string {
  const mapping = { containerPort: ingressNodePort, hostPort: port, listenAddress: '127.0.0.1', protocol: 'TCP' };
  return JSON.stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [{ role: 'control-plane', extraPortMappings: [mapping] }],
  });
}

/** Deletes the cluster, its data included: they are in the container of its node. */
export async function stopKind(cluster: Cluster): Promise<void> {
  await output(['kind', 'delete', 'cluster', '--name', kindName(cluster)]).catch((error) => {
    throw new SetupError(`kind could not delete the cluster: ${error.message}`);
  });
  for (const name of passingFolders) rmSync(within(cluster, name), { recursive: true, force: true });
}
