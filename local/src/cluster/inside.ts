// Runs inside the cluster's namespaces: prepares them, starts the node's programs and keeps them running. Everything
// that it does to mounts, links and settings ends with the namespaces.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeRecords } from '../../processes.mjs';
import { Children } from '../children.ts';
import { within } from '../installation.ts';
import { LogBook } from '../log-book.ts';
import { Supervisor } from '../supervisor.ts';
import { say } from '../terminal.ts';
import { untilSuccess } from '../wait.ts';
import { ApiServer } from './api-server.ts';
import { addresses, type Cluster, clusterNamed, files, type Plan } from './cluster.ts';
import { inside } from './configuration.ts';
import { forward } from './forward.ts';
import { unitsOf } from './units.ts';
import { provideVolumes } from './volumes.ts';

const [, , planFile = ''] = process.argv;
const plan: Plan = JSON.parse(readFileSync(planFile, 'utf8'));
const cluster = clusterNamed(plan);
const run = (command: string, ...parameters: string[]) => execFileSync(command, parameters, { stdio: 'inherit' });

/** What the kubelet wants to find, and would otherwise set for the whole machine. */
const kernelSettings = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000',
};

/** Folders of the programs that are kept in the cluster's own folder; the rest of what they write is in memory. */
const keptFolders = {
  '/var/lib/etcd': 'state/etcd',
  '/var/lib/containerd': 'state/containerd',
  '/var/lib/kubelet': 'state/kubelet',
  '/var/log/pods': 'logs/pods',
};

function prepareMounts({ folder }: Cluster): void {
  run('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run');
  makeFolders(inside, '/run/tmp', '/run/containerd', '/run/over/var', '/run/over/work');
  run('mount', '--bind', folder, inside);
  run('mount', '-t', 'overlay', 'overlay', '-o', 'lowerdir=/var,upperdir=/run/over/var,workdir=/run/over/work', '/var');
  run('mount', '--make-rshared', '/');
  for (const [place, kept] of Object.entries(keptFolders)) {
    makeFolders(place, join(inside, kept));
    run('mount', '--bind', join(inside, kept), place);
  }
  for (const [name, value] of Object.entries(kernelSettings)) {
    const file = join('/run/kernel', name);
    makeFolders(dirname(file));
    writeFileSync(file, `${value}\n`);
    run('mount', '--bind', file, join('/proc/sys', name));
  }
}

function makeFolders(...folders: readonly string[]): void {
  for (const folder of folders) mkdirSync(folder, { recursive: true });
}

/** A link for the node's address, and a way to the addresses of services, which the packet filter then replaces. */
function prepareNetwork(node: string): void {
  const ip = (...parameters: string[]) => run(join(node, 'usr/bin/ip'), ...parameters);
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', 'node', 'type', 'bridge');
  ip('address', 'add', `${addresses.node}/32`, 'dev', 'node');
  ip('link', 'set', 'node', 'up');
  ip('route', 'add', addresses.services, 'dev', 'node', 'src', addresses.node);
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
}

/** Two ways to the Ingress: the port itself for what runs in here, a socket for the other end outside. */
function offerIngress(): void {
  const ingress = { host: addresses.ingress, port: plan.port };
  forward(ingress).listen(plan.port, '127.0.0.1');
  rmSync(files(cluster).ingressSocket, { force: true });
  // By its short name: the path of a socket may have a hundred letters.
  forward(ingress).listen(join(inside, 'run/ingress.sock'));
}

prepareMounts(cluster);
prepareNetwork(plan.programs.node ?? '');
const children = new Children(within(cluster, 'run', 'inside.json'));
const logs = new LogBook(cluster, []);
logs.hush();
const supervisor = new Supervisor({
  children,
  logs,
  onChange: () => writeRecords(files(cluster).programs, supervisor.processes()),
});
const { first, afterApiServer } = unitsOf(plan.programs);
offerIngress();
for (const unit of first) supervisor.start(unit);
const api = new ApiServer(cluster);
await untilSuccess(() => api.get('/readyz'), {
  what: 'The API server',
  seconds: 120,
  signal: new AbortController().signal,
  everyMilliseconds: 200,
});
for (const unit of afterApiServer) supervisor.start(unit);
await provideVolumes(api, say);
