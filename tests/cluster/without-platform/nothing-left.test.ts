import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { provideCluster, type TestCluster } from '@studynotion/local/cluster';
import { waitUntil } from '@studynotion/platform/testing';

const NAME = 'nothing-left';

/** What a cluster could leave on the machine, apart from its processes. */
function traces(): Record<string, readonly string[]> {
  const programs = ['kubelet', 'etcd', 'cni', 'containerd'];
  const folders = [
    '/run/netns',
    '/run/cluster',
    '/var/log/pods',
    '/var/log/containers',
    '/etc/cni',
    '/usr/libexec/kubernetes',
  ];
  const settings = ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops', 'kernel/keys/root_maxkeys'];
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return {
    mounts: mounts.filter((line) => line.includes(NAME) || line.includes('/var/lib/kubelet')),
    settings: settings.map((name) => `${name} ${readFileSync(join('/proc/sys', name), 'utf8').trim()}`),
    links: readdirSync('/sys/class/net').sort(),
    folders: [
      ...folders,
      ...programs.flatMap((name) => ['/run', '/var/lib', '/opt'].map((folder) => join(folder, name))),
    ].filter((folder) => existsSync(folder)),
  };
}

const cgroups = () =>
  ['/sys/fs/cgroup', ...readdirSync('/sys/fs/cgroup').map((name) => join('/sys/fs/cgroup', name))]
    .map((folder) => join(folder, `studynotion-${NAME}`))
    .filter((folder) => existsSync(folder));

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${Number(name)}/stat`, 'utf8');
      const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), started: rest[17] ?? '' }];
    } catch {
      // It is no process, or none any more.
      return [];
    }
  });
}

function descendantsOf(pid: number, all = processes()): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => descendantsOf(child.pid, all))];
}

/** Those that still run. */
function leftOf(known: readonly Process[]): Process[] {
  const now = processes();
  return known.filter(({ pid, started }) => now.some((other) => other.pid === pid && other.started === started));
}

let running: TestCluster | undefined;
afterEach(() => running?.stop());

async function started(): Promise<{ cluster: TestCluster; host: number; inside: Process[] }> {
  const cluster = await provideCluster({ name: NAME, port: 9553, change: () => undefined });
  running = cluster;
  const [{ pid: host }] = JSON.parse(readFileSync(join(cluster.cluster.folder, 'run', 'host.json'), 'utf8'));
  const inside = descendantsOf(host);
  // Node, containers and their shims: otherwise this test would look for nothing.
  expect(inside.length).toBeGreaterThan(15);
  expect(cgroups()).not.toEqual([]);
  return { cluster, host, inside };
}

test('A cluster that is ended leaves no process, mount, link, setting, folder or control group', async () => {
  const before = traces();
  const { cluster, inside } = await started();
  await cluster.stop();
  expect(leftOf(inside)).toEqual([]);
  expect(cgroups()).toEqual([]);
  expect(traces()).toEqual(before);
});

test('With its one process outside all of a cluster dies, and the next command clears the rest away', async () => {
  const before = traces();
  const { cluster, host, inside } = await started();
  process.kill(host, 'SIGKILL');
  await waitUntil('the end of all processes', () => leftOf(inside).length === 0);
  await cluster.stop();
  expect(cgroups()).toEqual([]);
  expect(traces()).toEqual(before);
});
