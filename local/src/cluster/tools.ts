import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { SetupError } from '../setup-error.ts';
import { type Cluster, files, kindName, type Plan, planOf, runningNamespaces } from './cluster.ts';
import { containerdSocket } from './configuration.ts';

/**
 * Command that runs another one in the cluster's namespaces: `net` is its network, where `127.0.0.1` is the node. With
 * kind, where the API server is reached from outside, it changes nothing.
 */
export function enter(cluster: Cluster, spaces: readonly ('net' | 'mount' | 'pid')[]): string[] {
  if (planOf(cluster)?.engine === 'kind') return [];
  const first = runningNamespaces(cluster);
  if (first === undefined)
    throw new SetupError(`The cluster "${cluster.instance}" does not run; "npm run cluster" starts it.`);
  return ['nsenter', '--target', String(first.pid), ...spaces.map((space) => `--${space}`), '--'];
}

/** Command line of kubectl with an administrator's rights. Files are named as outside. */
export function kubectlCommand(cluster: Cluster, parameters: readonly string[]): string[] {
  return [
    ...enter(cluster, ['net']),
    join(programsOf(cluster).kubernetes ?? '', 'kubectl'),
    `--kubeconfig=${files(cluster).kubeconfig}`,
    ...parameters,
  ];
}

export function helmCommand(cluster: Cluster, parameters: readonly string[]): string[] {
  return [
    ...enter(cluster, ['net']),
    join(programsOf(cluster).helm ?? '', 'helm'),
    `--kubeconfig=${files(cluster).kubeconfig}`,
    ...parameters,
  ];
}

/** Command line of containerd's client, in the namespace of the kubelet's images. */
export function ctrCommand(cluster: Cluster, parameters: readonly string[]): string[] {
  if (planOf(cluster)?.engine === 'kind')
    return [
      'docker',
      'exec',
      '--interactive',
      `${kindName(cluster)}-control-plane`,
      'ctr',
      '-n',
      'k8s.io',
      ...parameters,
    ];
  const ctr = join(programsOf(cluster).containerd ?? '', 'ctr');
  return [...enter(cluster, ['net', 'mount', 'pid']), ctr, '-a', containerdSocket, '-n', 'k8s.io', ...parameters];
}

function programsOf(cluster: Cluster): Plan['programs'] {
  return planOf(cluster)?.programs ?? {};
}

/**
 * Runs a command to its end and gives what it printed; a SetupError with its complaint when it fails.
 * @param input for its standard input
 */
export async function output(
  [program = '', ...parameters]: readonly string[],
  input: string | Readable = '',
): Promise<string> {
  const child = spawn(program, parameters, { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  // What ends before it has read all says why by its exit.
  const fed = pipeline(typeof input === 'string' ? [input] : input, child.stdin).catch(() => undefined);
  const [code, printed, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr), fed]);
  if (code !== 0) throw new SetupError(complaint.trim() || `${program} ended with code ${code}`);
  return printed;
}

/** Runs a command on the terminal of this process; gives its exit code. */
export function attached([program = '', ...parameters]: readonly string[]): Promise<number> {
  const child = spawn(program, parameters, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** What kubectl prints. */
export function kubectl(cluster: Cluster, ...parameters: string[]): Promise<string> {
  return output(kubectlCommand(cluster, parameters));
}

/** Creates objects or changes them to what is given. */
export async function apply(cluster: Cluster, objects: readonly object[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const parameters = ['apply', '--server-side', '--force-conflicts', '--field-manager=npm-run-cluster', '--filename=-'];
  await output(kubectlCommand(cluster, parameters), JSON.stringify(list));
}

/** Waits until every deployment and stateful set of a namespace runs as it should. */
export async function untilRolledOut(cluster: Cluster, namespace: string, seconds = 180): Promise<void> {
  const names = await kubectl(cluster, 'get', 'deployments,statefulsets', '-n', namespace, '-o', 'name');
  for (const name of names.split('\n').filter((line) => line !== ''))
    await kubectl(cluster, 'rollout', 'status', name, '-n', namespace, `--timeout=${seconds}s`);
}
