import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { processIdentity } from '../processes.mjs';
import { Children } from './children.ts';
import { type Installation, makeFolders, within } from './installation.ts';
import { LogBook } from './log-book.ts';
import { pauseBefore, Supervisor } from './supervisor.ts';

let installation: Installation;
let children: Children;
let supervisor: Supervisor;
let started: number[];

beforeEach(() => {
  installation = { instance: 'test', portOffset: 0, folder: mkdtempSync(join(tmpdir(), 'studynotion-supervisor-')) };
  makeFolders(installation);
  children = new Children(within(installation, 'run', 'pids.json'));
  started = [];
  supervisor = new Supervisor({
    children,
    logs: new LogBook(installation, []),
    onChange: () => started.push(supervisor.processes()[0]?.pid ?? 0),
  });
});

afterEach(async () => {
  await supervisor.stop('service');
  await children.close();
  rmSync(installation.folder, { recursive: true });
});

const unit = (...command: string[]) => {
  const [program = '', ...parameters] = command;
  return { name: 'sleeper', kind: 'service', command: program, parameters, environment: process.env } as const;
};

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await pause(10);
  }
}

describe('a process that is kept running', () => {
  test('is started again when it ends', async () => {
    supervisor.start(unit('sleep', '60'));
    process.kill(started[0] ?? 0, 'SIGKILL');
    await until(() => started.length === 2);
    expect(started[1]).not.toBe(started[0]);
    expect(supervisor.processes()).toMatchObject([{ name: 'sleeper', restarts: 1 }]);
  });

  test('is started again at once when that is asked for, also during a pause', async () => {
    supervisor.start(unit('false'));
    await until(() => started.length === 3);
    const before = Date.now();
    await until(() => supervisor.processes()[0]?.restarts === 3);
    await supervisor.restart('sleeper');
    await until(() => started.length === 4);
    expect(Date.now() - before).toBeLessThan(pauseBefore(3));
  });

  test('stays away once it was stopped', async () => {
    supervisor.start(unit('sleep', '60'));
    await supervisor.stop('service');
    expect(processIdentity(started[0] ?? 0)).toBeUndefined();
    expect(supervisor.processes()).toEqual([]);
    expect(started).toHaveLength(1);
  });

  test('is killed when it does not listen', async () => {
    const child = children.start({
      ...unit('sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'),
      onLine: () => heard(),
    });
    let heard: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
    await child.stop(100);
    expect(await child.ended).toBe('SIGKILL');
  });

  test('that cannot be started says why', async () => {
    const lines: string[] = [];
    const child = children.start({ ...unit('no-such-program'), onLine: (line) => lines.push(line) });
    expect(await child.ended).toBe('exit code 127');
    expect(lines.join()).toContain('no-such-program');
  });
});

test('the pauses grow and have an end', () => {
  expect([1, 2, 3, 4].map(pauseBefore)).toEqual([500, 1000, 2000, 4000]);
  expect(pauseBefore(20)).toBe(30_000);
});
