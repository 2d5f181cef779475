import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Children } from './children.ts';
import { installationNamed, makeFolders, repository, within } from './installation.ts';
import { findChromium } from './parts/chromium.ts';
import { findHelm, findKubeconform } from './parts/cluster-programs.ts';
import { findDaprd } from './parts/daprd.ts';
import { findSchemathesis } from './parts/schemathesis.ts';
import type { Workshop } from './parts/workshop.ts';
import { type Infrastructure, Platform } from './platform.ts';
import { type RunningPlatform, readPlatformFile } from './platform-file.ts';
import { SetupError } from './setup-error.ts';
import { type Progress, step } from './terminal.ts';

export interface StartedInfrastructure extends Infrastructure {
  stop(): Promise<void>;
}

export interface InstanceOptions {
  readonly instance: string;
  readonly portOffset: number;
  /** Begins with empty databases. @default false */
  readonly reset?: boolean;
}

/** Starts Redis and a database for tests; whatever happens to this process, they end with it. */
export async function startInfrastructure({
  instance,
  portOffset,
  reset = false,
}: InstanceOptions): Promise<StartedInfrastructure> {
  const installation = installationNamed({ instance, portOffset });
  const callOff = new AbortController();
  const platform = await Platform.prepare({
    installation,
    apps: [],
    withFrontend: false,
    reset,
    launcher: process.env,
    signal: callOff.signal,
  });
  const stop = async () => {
    callOff.abort();
    await platform.stop();
  };
  try {
    return { ...(await platform.startInfrastructure()), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Path of a Chromium for tests in a browser, installed first where there is none and that is possible. */
export function provideChromium(instance: string): Promise<string> {
  return provide(instance, 'Chromium', findChromium);
}

/** Path of the daprd for tests beside a real sidecar, built first where there is none. */
export function provideDaprd(instance: string): Promise<string> {
  return provide(instance, 'daprd', findDaprd);
}

/** Path of a Python that has Schemathesis (`-m schemathesis.cli`), installed first where it is missing. */
export function provideSchemathesis(instance: string): Promise<string> {
  return provide(instance, 'Schemathesis', findSchemathesis);
}

/** Path of kubeconform, for tests of Kubernetes objects, built first where there is none. */
export function provideKubeconform(instance: string): Promise<string> {
  return provide(instance, 'kubeconform', findKubeconform);
}

/** Path of Helm, for tests of charts, built first where there is none. */
export function provideHelm(instance: string): Promise<string> {
  return provide(instance, 'Helm', findHelm);
}

async function provide(
  instance: string,
  part: string,
  find: (workshop: Workshop, progress: Progress) => Promise<string>,
): Promise<string> {
  const installation = installationNamed({ instance, portOffset: 0 });
  makeFolders(installation);
  const name = part.toLowerCase();
  const children = new Children(within(installation, 'run', `${name}.json`));
  const log = createWriteStream(within(installation, 'logs', `${name}.log`), { flags: 'a' });
  const workshop = {
    children,
    signal: new AbortController().signal,
    environment: process.env,
    log: (line: string) => void log.write(`${line}\n`),
  };
  try {
    return await step(part, (progress) => find(workshop, progress));
  } finally {
    log.end();
    await children.close();
  }
}

export interface StartPlatformOptions extends InstanceOptions {
  /** Is added to the environment of this process; a database or broker of the tests around it is not taken over. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Further arguments of `npm start`. */
  readonly parameters?: readonly string[];
  /** Gets what it prints. @default a file in the instance's logs folder */
  readonly onOutput?: (text: string) => void;
  /** @default 180 */
  readonly seconds?: number;
}

/** A platform that runs as a user would run it. */
export interface PlatformProcess {
  /** The bootstrap, as started by `npm start`. */
  readonly process: ChildProcess;
  /** What it tells about itself now; pids change when processes are started again. */
  describe(): RunningPlatform;
  /** Everything it printed so far. */
  output(): string;
  /** Asks it to stop and waits until it has; gives its exit code, 128 and the signal's number when one ended it. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

/** Runs the start command itself and waits until the platform is ready. Throws a SetupError with its output when it is not. */
export async function startPlatform(options: StartPlatformOptions): Promise<PlatformProcess> {
  const started = launchPlatform(options);
  const end = Date.now() + (options.seconds ?? 180) * 1000;
  // Another platform of the same name may still be stopping.
  const isUp = () => readPlatformFile(installationNamed(options))?.bootstrap === started.process.pid;
  while (!isUp()) {
    if (started.process.exitCode !== null || started.process.signalCode !== null || Date.now() > end) {
      await started.stop();
      throw new SetupError(`The platform ${options.instance} did not start:\n${started.output()}`);
    }
    await pause(50);
  }
  return started;
}

/** Runs the start command and gives its process at once. */
export function launchPlatform({
  instance,
  portOffset,
  reset = false,
  environment,
  parameters = [],
  onOutput,
}: StartPlatformOptions): PlatformProcess {
  const installation = installationNamed({ instance, portOffset });
  makeFolders(installation);
  const child = spawn(
    process.execPath,
    [
      ...[join(repository, 'local', 'start.mjs'), '--instance', instance, '--port-offset', String(portOffset)],
      ...(reset ? ['--reset'] : []),
      ...parameters,
    ],
    {
      cwd: repository,
      detached: true,
      env: { ...process.env, MONGODB_URI: undefined, REDIS_URL: undefined, ...environment },
      // Through the channel it notices when this process is gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let output = '';
  const file = onOutput === undefined ? createWriteStream(within(installation, 'start.log')) : undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      file?.write(text);
      onOutput?.(text);
    });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code, signal) => {
      file?.end();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
  return {
    process: child,
    describe: () => {
      const platform = readPlatformFile(installation);
      if (platform === undefined) throw new SetupError(`The platform ${instance} does not run`);
      return platform;
    },
    output: () => output,
    stop: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}
