import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { processIdentity } from '../processes.mjs';

/** Everything on this machine that a program may leave behind. */
export interface MachineState {
  readonly processes: ReadonlyMap<
    number,
    { readonly identity: string; readonly parent: number; readonly command: string }
  >;
  /** `address:port` by the pid that listens there. */
  readonly ports: ReadonlyMap<string, number>;
  readonly mounts: string;
}

export function machineState(): MachineState {
  return { processes: processes(), ports: ports(), mounts: readFileSync('/proc/self/mountinfo', 'utf8') };
}

/**
 * What is there now and was not before: processes, listening ports, mounts. Whatever descends from a process that
 * ran before, this test's own apart, is somebody else's and does not count.
 */
export function leftovers(before: MachineState): string[] {
  const now = machineState();
  const isNew = (pid: number) => before.processes.get(pid)?.identity !== now.processes.get(pid)?.identity;
  const isOurs = (pid: number): boolean => {
    if (pid === process.pid || pid <= 1) return true;
    const known = now.processes.get(pid);
    return known !== undefined && isNew(pid) && isOurs(known.parent);
  };
  const leftProcesses = [...now.processes].filter(([pid]) => isNew(pid) && isOurs(pid));
  const leftPorts = [...now.ports].filter(
    ([port, pid]) => !before.ports.has(port) && (pid === 0 || (isNew(pid) && isOurs(pid))),
  );
  return [
    ...leftProcesses.map(([pid, { command }]) => `process ${pid} ${command}`),
    ...leftPorts.map(([port, pid]) => `port ${port} of ${pid}`),
    ...(now.mounts === before.mounts ? [] : ['mounts have changed']),
  ];
}

/** Waits until nothing is left, at most so long; gives what is left then. */
export async function leftoversAfter(before: MachineState, seconds: number): Promise<string[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const left = leftovers(before);
    if (left.length === 0 || Date.now() > end) return left;
    await pause(50);
  }
}

function processes(): MachineState['processes'] {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      const identity = processIdentity(pid);
      const details = identity === undefined ? undefined : detailsOf(pid);
      return identity === undefined || details === undefined ? [] : [[pid, { identity, ...details }] as const];
    });
  return new Map(found);
}

function detailsOf(pid: number): { parent: number; command: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    // The kernel's own threads come and go; they have no command line.
    return command === '' ? undefined : { parent, command };
  } catch {
    return undefined;
  }
}

function ports(): ReadonlyMap<string, number> {
  const { stdout } = spawnSync('ss', ['-Hltnp'], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => [line.trim().split(/\s+/)[3] ?? line, Number(line.match(/pid=(\d+)/)?.[1] ?? 0)] as const),
  );
}
