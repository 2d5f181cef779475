import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { runningSupervisor } from '../src/claim.ts';
import { installationNamed, within } from '../src/installation.ts';
import { launchPlatform, type PlatformProcess, startPlatform } from '../src/test-platform.ts';
import { leftoversAfter, type MachineState, machineState } from './machine-state.ts';

const moved = Number(process.env.STUDYNOTION_PORT_OFFSET ?? 0);
const options = { instance: 'stop-test', portOffset: 12_000 + moved, parameters: ['--only', 'auth-service'] };
const installation = installationNamed(options);
const SECONDS_TO_END = 15;

let before: MachineState;
let platform: PlatformProcess | undefined;

jest.setTimeout(120_000);

beforeEach(async () => {
  before = machineState();
});

afterEach(async () => {
  await platform?.stop();
  platform = undefined;
});

afterAll(() => {
  rmSync(installation.folder, { recursive: true, force: true });
});

async function start(more: { reset?: boolean } = {}): Promise<PlatformProcess> {
  platform = await startPlatform({ ...options, ...more });
  return platform;
}

async function launch(): Promise<PlatformProcess> {
  platform = launchPlatform(options);
  return platform;
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not happen. Output:\n${platform?.output()}`);
    await pause(20);
  }
}

const nothingIsLeft = async () => expect(await leftoversAfter(before, SECONDS_TO_END)).toEqual([]);

function pidOf(name: string): number {
  return platform?.describe().processes.find((process) => process.name === name)?.pid ?? 0;
}

async function withNotes<Result>(work: (client: MongoClient) => Promise<Result>): Promise<Result> {
  const client = new MongoClient(platform?.describe().mongodbUri ?? '');
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

describe('stopping the platform leaves nothing behind', () => {
  test('after Ctrl-C, which npm delivers twice; the exit code is 0', async () => {
    const { process, stop, output } = await start({ reset: true });
    process.kill('SIGINT');
    expect(await stop('SIGINT')).toBe(0);
    expect(output()).toContain('Stopped.');
    await nothingIsLeft();
    expect(readdirSync(within(installation, 'run'))).toEqual(['redis.conf']);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    const { stop } = await start();
    expect(await stop(signal)).toBe(0);
    await nothingIsLeft();
  });

  test.each([
    ['the bootstrap', () => true],
    ['the ports', (output: string) => output.includes('Ports')],
    ['the parts', (output: string) => output.includes('Dapr sidecar')],
    ['the infrastructure', (output: string) => output.includes('Infrastructure')],
    ['the services', (output: string) => output.includes('Secrets and Dapr objects')],
  ])('after SIGTERM in the middle of starting: %s', async (_, reached) => {
    const { stop, output } = await launch();
    await until(() => reached(output()), 'the step');
    expect([0, 143]).toContain(await stop());
    await nothingIsLeft();
  });

  test('after a kill -9 of the bootstrap', async () => {
    const { process } = await start();
    process.kill('SIGKILL');
    await nothingIsLeft();
  });

  test('after a kill -9 of the supervisor', async () => {
    const { process: bootstrap, describe } = await start();
    process.kill(describe().supervisor.pid, 'SIGKILL');
    await until(() => bootstrap.exitCode !== null, 'the end of the bootstrap');
    expect(bootstrap.exitCode).not.toBe(0);
    await nothingIsLeft();
  });

  test('after a kill -9 of the supervisor in the middle of starting', async () => {
    const { output } = await launch();
    await until(() => output().includes('Dapr sidecar'), 'the step');
    await until(() => existsSync(within(installation, 'run', 'supervisor.json')), 'the claim');
    process.kill(runningSupervisor(installation)?.pid ?? 0, 'SIGKILL');
    await nothingIsLeft();
  });
});

describe('calling off the making of parts leaves nothing behind', () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'studynotion-cache-'));
  });
  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  const launchWithEmptyCache = async () => {
    platform = launchPlatform({ ...options, environment: { XDG_CACHE_HOME: cache } });
    await until(() => isBeingUnpacked(), 'the unpacking');
    return platform;
  };
  const drafts = () => readdirSync(join(cache, 'studynotion')).filter((name) => name.includes('.draft-'));
  const isBeingUnpacked = () =>
    existsSync(join(cache, 'studynotion')) &&
    drafts().some((name) => existsSync(join(cache, 'studynotion', name, 'usr')));

  test('after SIGTERM; no half-made part stays', async () => {
    const { stop } = await launchWithEmptyCache();
    expect(await stop()).toBe(143);
    await nothingIsLeft();
    expect(drafts()).toEqual([]);
  });

  test('after a kill -9; the next start makes the part in spite of what lies there', async () => {
    await launchWithEmptyCache();
    process.kill(runningSupervisor(installation)?.pid ?? 0, 'SIGKILL');
    await until(() => platform?.process.exitCode !== null, 'the end of the bootstrap');
    await nothingIsLeft();
    expect(drafts()).toHaveLength(1);

    const { stop, output } = await launchWithEmptyCache();
    await until(() => output().includes('Redis: unpacked from'), 'the part');
    await stop();
    await nothingIsLeft();
    expect(drafts()).toEqual([]);
  });
});

describe('starting again', () => {
  test('ends what a run left that was killed together with its keeper, and finds its data', async () => {
    await start({ reset: true });
    await withNotes((client) => client.db('notes').collection('notes').insertOne({ text: 'kept' }));
    const [accountBefore] = platform?.describe().accounts ?? [];
    const left = platform?.describe().processes ?? [];
    const supervisor = platform?.describe().supervisor.pid ?? 0;
    const keeper = [...machineState().processes].find(
      ([, { parent, command }]) => parent === supervisor && command.includes('keeper.mjs'),
    );
    process.kill(keeper?.[0] ?? 0, 'SIGKILL');
    process.kill(supervisor, 'SIGKILL');
    await until(() => platform?.process.exitCode !== null, 'the end of the bootstrap');
    expect(machineState().processes.has(left.at(-1)?.pid ?? 0)).toBe(true);

    await start();
    expect(platform?.output()).toContain('Ended what an earlier run left: ');
    expect(await withNotes((client) => client.db('notes').collection('notes').countDocuments())).toBe(1);
    expect(platform?.describe().accounts[0]).toEqual(accountBefore);

    expect(await platform?.stop()).toBe(0);
    await nothingIsLeft();
  });

  test('with --reset begins anew', async () => {
    await start();
    const [accountBefore] = platform?.describe().accounts ?? [];
    await platform?.stop();
    await start({ reset: true });
    expect(await withNotes((client) => client.db('notes').collection('notes').countDocuments())).toBe(0);
    expect(platform?.describe().accounts[0]?.password).not.toBe(accountBefore?.password);
    await platform?.stop();
    await nothingIsLeft();
  });

  test('is refused while the instance runs, and the one that runs is named', async () => {
    const first = await start();
    const second = launchPlatform(options);
    await until(() => second.process.exitCode !== null, 'the refusal');
    expect(second.process.exitCode).toBe(1);
    expect(second.output()).toContain(`runs already, as process ${first.describe().supervisor.pid}`);
    const other = launchPlatform({ ...options, instance: 'stop-test-other' });
    await until(() => other.process.exitCode !== null, 'the refusal');
    expect(other.output()).toContain(
      `15400 for redis is held by redis of the instance "stop-test" (process ${pidOf('redis')})`,
    );
    rmSync(installationNamed({ ...options, instance: 'stop-test-other' }).folder, { recursive: true, force: true });
    expect(await first.stop()).toBe(0);
    await nothingIsLeft();
  });
});

describe('a process that dies', () => {
  test('is started again alone, and the log says so', async () => {
    const { describe: tell, stop, output } = await start();
    const service = pidOf('auth-service');
    const sidecar = pidOf('auth-service-sidecar');

    process.kill(sidecar, 'SIGKILL');
    await until(() => pidOf('auth-service-sidecar') !== sidecar, 'the new sidecar');
    expect(output()).toContain('auth-service-sidecar ended (SIGKILL); it is started again in 0.5 s');
    expect(pidOf('auth-service')).toBe(service);

    const newSidecar = pidOf('auth-service-sidecar');
    process.kill(service, 'SIGKILL');
    await until(() => pidOf('auth-service') !== service, 'the new service');
    expect(pidOf('auth-service-sidecar')).toBe(newSidecar);
    expect(tell().processes.find(({ name }) => name === 'auth-service')?.restarts).toBe(1);

    expect(await stop()).toBe(0);
    await nothingIsLeft();
  });
});
