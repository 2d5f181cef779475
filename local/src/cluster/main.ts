import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRecords } from '../../processes.mjs';
import { within } from '../installation.ts';
import { UsageError } from '../options.ts';
import { messageOf, SetupError } from '../setup-error.ts';
import type { Supervisor } from '../supervisor.ts';
import { paint, say, seconds } from '../terminal.ts';
import { isClear } from './clear-away.ts';
import { type Cluster, clusterNamed, files, isStarted } from './cluster.ts';
import { type ClusterOptions, readClusterOptions, usage } from './options.ts';
import { environmentOf, installPlatform, type PlatformInCluster } from './platform.ts';
import { stopCluster } from './start-cluster.ts';
import { attached, kubectlCommand } from './tools.ts';
import { applicationNamespace, inWorkshop, startCluster } from './up.ts';

const stopRequest = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, requestStop);
process.on('disconnect', requestStop);

function requestStop(): void {
  if (stopRequest.signal.aborted) return;
  stopRequest.abort();
  // The first step of the command made us the leader of a group, which the tools that run now are in.
  if (process.channel !== undefined) process.kill(0, 'SIGTERM');
}

async function main(): Promise<number> {
  const options = readClusterOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    say(usage);
    return 0;
  }
  const cluster = clusterNamed(options);
  const work = {
    up: () => bringUp(cluster, options),
    down: () => down(cluster, options),
    status: () => status(cluster),
    logs: () => showLogs(cluster, options.parameters[0]),
    kubectl: () => attached(kubectlCommand(cluster, options.parameters)),
  };
  return work[options.command]();
}

async function bringUp(cluster: Cluster, { reset, bare, broker, own }: ClusterOptions): Promise<number> {
  const started = Date.now();
  const options = { reset, signal: stopRequest.signal, environment: process.env, kind: !own };
  const platform = await inWorkshop(cluster, options, async (workshop) => {
    const engine = await startCluster(cluster, options, workshop);
    return bare ? undefined : installPlatform(cluster, { ...environmentOf(cluster, engine), broker }, workshop);
  });
  say();
  say(paint('bold', `  The cluster "${cluster.instance}" runs. Ready after ${seconds(Date.now() - started)}.`));
  if (platform !== undefined) showAddresses(platform);
  say('  npm run cluster -- status | logs [app] | kubectl … | down');
  return 0;
}

function showAddresses({ addresses, authorityFile, accounts }: PlatformInCluster): void {
  const rows = [
    ['Site', addresses.site],
    ['API', `${addresses.site}/api/v1`],
    ['Mail inbox', addresses.inbox],
    ['Razorpay stand-in', addresses.razorpay],
    ['Certificate to trust', authorityFile],
  ];
  say();
  for (const [name = '', address = ''] of rows) say(`  ${name.padEnd(22)} ${address}`);
  say();
  say('  Log-ins of this installation:');
  for (const { role, email, password } of accounts) say(`  ${role.padEnd(22)} ${email.padEnd(36)} ${password}`);
  say();
}

async function down(cluster: Cluster, { reset }: ClusterOptions): Promise<number> {
  const [ran, clear] = [isStarted(cluster), isClear(cluster)];
  await stopCluster(cluster);
  if (reset) rmSync(cluster.folder, { recursive: true, force: true });
  const outcome = ran ? 'is gone' : clear ? 'was not there' : 'had ended before; what it left is cleared away';
  say(`  The cluster "${cluster.instance}" ${outcome}.`);
  return 0;
}

async function status(cluster: Cluster): Promise<number> {
  if (!isStarted(cluster)) {
    say(`  The cluster "${cluster.instance}" does not run.`);
    return 1;
  }
  for (const { name, pid, restarts } of readRecords(files(cluster).programs) as RunningProgram[])
    say(
      `  ${name.padEnd(26)} ${pid === 0 ? 'starting' : 'runs'}${restarts > 0 ? `, started again ${restarts} times` : ''}`,
    );
  say();
  return attached(kubectlCommand(cluster, ['get', 'nodes,pods', '--all-namespaces']));
}

type RunningProgram = ReturnType<Supervisor['processes']>[number];

function showLogs(cluster: Cluster, app: string | undefined): Promise<number> {
  if (app === undefined) return attached(['tail', '-n', '5', ...logFiles(cluster)]);
  const all = ['--all-pods', '--all-containers', '--prefix', '--tail=200'];
  return attached(kubectlCommand(cluster, ['logs', `deployment/${app}`, '--namespace', applicationNamespace, ...all]));
}

function logFiles(cluster: Cluster): string[] {
  const folder = within(cluster, 'logs');
  if (!existsSync(folder)) throw new SetupError(`The cluster "${cluster.instance}" has never run.`);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (stopRequest.signal.aborted) {
    say(paint('bold', '  Called off. "npm run cluster" goes on from here, "npm run cluster -- down" ends what runs.'));
    return 130;
  }
  const text = error instanceof SetupError ? error.message : error instanceof Error ? error.stack : messageOf(error);
  process.stderr.write(`${paint('red', text ?? '')}\n`);
  return 1;
}

process.exit(await main().catch(report));
