import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endRecorded, processIdentity, readRecords, runs, writeRecords } from '../processes.mjs';

const started: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studynotion-processes-'));
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function sleeper(...command: string[]): Promise<{ pid: number; exited: Promise<void>; said: string }> {
  const [program = 'sleep', ...parameters] = command.length > 0 ? command : ['sleep', '60'];
  const child = spawn(program, parameters, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said =
    program === 'sh'
      ? await new Promise<string>((resolve) => child.stdout?.once('data', (text) => resolve(String(text))))
      : '';
  return { pid: child.pid ?? 0, exited, said };
}

describe('ending recorded processes', () => {
  test('ends the one that was recorded, with its whole group', async () => {
    const { pid, exited, said } = await sleeper('sh', '-c', 'sleep 60 & echo $!; wait');
    const record = { name: 'sleeper', pid, identity: processIdentity(pid) };
    expect(runs(record)).toBe(true);
    expect(await endRecorded([record])).toEqual([record]);
    await exited;
    // Ended at once; its entry goes when the system's first process has taken note of it.
    const end = Date.now() + 5000;
    while (processIdentity(Number(said)) !== undefined && Date.now() < end) await pause(10);
    expect(processIdentity(Number(said))).toBeUndefined();
  });

  test('never touches a process that only has the same pid', async () => {
    const { pid } = await sleeper();
    const record = { name: 'long gone', pid, identity: `${processIdentity(pid)}0` };
    expect(await endRecorded([record])).toEqual([]);
    expect(processIdentity(pid)).toBeDefined();
  });

  test('never touches a process whose start was not recorded', async () => {
    const { pid } = await sleeper();
    expect(await endRecorded([{ name: 'unknown', pid }])).toEqual([]);
    expect(processIdentity(pid)).toBeDefined();
  });

  test('forces one that does not listen', async () => {
    const { pid, exited } = await sleeper('sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 1; done');
    const record = { name: 'stubborn', pid, identity: processIdentity(pid) };
    await endRecorded([record], { patienceMilliseconds: 200 });
    await exited;
    expect(runs(record)).toBe(false);
  });
});

describe('the records', () => {
  test('are read as they were written', () => {
    const file = join(folder, 'run', 'pids.json');
    writeRecords(file, [{ name: 'redis', pid: 1, identity: 'boot:2' }]);
    expect(readRecords(file)).toEqual([{ name: 'redis', pid: 1, identity: 'boot:2' }]);
  });

  test.each(['', '[{"name"', '{}'])('count as empty when the file holds %j', (content) => {
    const file = join(folder, 'pids.json');
    writeFileSync(file, content);
    expect(readRecords(file)).toEqual([]);
  });
});
