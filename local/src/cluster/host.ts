// The one process outside that a cluster lives and dies with: holds the namespaces, and passes connections to the
// Ingress from this machine's loopback address into them.
import { readFileSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessRecord, processIdentity, runs, writeRecords } from '../../processes.mjs';
import { Children } from '../children.ts';
import { within } from '../installation.ts';
import { say } from '../terminal.ts';
import { untilSuccess } from '../wait.ts';
import { clearAway } from './clear-away.ts';
import { clusterNamed, files, type Plan } from './cluster.ts';
import { forward } from './forward.ts';

const [, , planFile = ''] = process.argv;
const plan: Plan = JSON.parse(readFileSync(planFile, 'utf8'));
const cluster = clusterNamed(plan);
const stopRequest = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopRequest.abort());
// A closed terminal is no reason to end.
process.on('SIGHUP', () => undefined);

const children = new Children(within(cluster, 'run', 'host-children.json'));
const holder = children.start({
  name: 'namespaces',
  command: 'setpriv',
  parameters: [
    // However this process ends, the kernel ends its child, and with it the child's namespaces.
    ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'],
    ...[join(plan.programs.node ?? '', 'usr/bin/tini'), '--', process.execPath],
    ...[join(import.meta.dirname, 'inside.ts'), planFile],
  ],
  environment: process.env,
  onLine: say,
});

/** The first process in the namespaces. */
function firstInside(): ProcessRecord {
  const [pid] = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim().split(' ').map(Number);
  if (!pid) throw new Error('it has not started its child');
  if (readlinkSync(`/proc/${pid}/ns/pid`) === readlinkSync('/proc/self/ns/pid')) throw new Error('it is still outside');
  return { name: 'namespaces', pid, identity: processIdentity(pid) };
}

const untilIs = { what: 'The namespaces', seconds: 10, signal: stopRequest.signal };
writeRecords(files(cluster).namespaces, [await untilSuccess(async () => firstInside(), untilIs)]);

process.chdir(dirname(files(cluster).ingressSocket));
const entrance = forward({ path: basename(files(cluster).ingressSocket) }).listen(plan.port, '127.0.0.1');
entrance.on('error', (error) => {
  say(`The port ${plan.port} cannot be used: ${error.message}`);
  stopRequest.abort();
});

const ended = holder.ended.then((how) => say(`The namespaces ended: ${how}`));
const ownerEnded = (async () => {
  while (plan.owner !== undefined && runs(plan.owner)) await pause(500);
  if (plan.owner === undefined) await new Promise(() => undefined);
})();
const stopped = new Promise<void>((resolve) => stopRequest.signal.addEventListener('abort', () => resolve()));
await Promise.race([ended, ownerEnded, stopped]);
entrance.close();
await holder.stop(0);
await children.close();
process.chdir('/');
await clearAway(cluster);
process.exit(0);
