import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  behindGate,
  endRecorded,
  openGate,
  type ProcessRecord,
  processIdentity,
  signalGroup,
  writeRecords,
} from '../processes.mjs';
import { repository } from './installation.ts';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder?: string;
  /** Signal that asks it to end. @default 'SIGTERM' */
  readonly signal?: NodeJS.Signals;
  /** Name of the container it stands for. @default none */
  readonly container?: string;
  /** Gets every complete line of standard output and standard error. */
  readonly onLine: (line: string) => void;
}

export interface Child {
  readonly pid: number;
  /** Resolves with a word on how it ended; never rejects. */
  readonly ended: Promise<string>;
  readonly running: boolean;
  /** Asks it to end, forces it after a while, resolves when it is gone. */
  stop(patienceMilliseconds?: number): Promise<void>;
}

/**
 * Starts processes, each in a group of its own, and writes them down before they may run, so that a keeper, or the next
 * start, can end them however this process ends.
 */
export class Children {
  readonly #recordsFile: string;
  readonly #records = new Map<number, ProcessRecord>();
  readonly #keeper: ChildProcess;

  constructor(recordsFile: string) {
    this.#recordsFile = recordsFile;
    writeRecords(recordsFile, []);
    this.#keeper = spawn(process.execPath, [join(repository, 'local', 'keeper.mjs'), recordsFile], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Without a keeper only the next start would clean up; that is no reason to fail.
    this.#keeper.on('error', () => undefined);
    this.#keeper.stdin?.on('error', () => undefined);
  }

  start({ name, command, parameters, environment, folder, signal, container, onLine }: ChildOptions): Child {
    const options: SpawnOptions = {
      cwd: folder ?? repository,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    };
    const child = spawn(...behindGate(command, parameters), options);
    const { pid } = child;
    if (pid === undefined) return neverStarted(child);

    const record: ProcessRecord = { name, pid, identity: processIdentity(pid), signal, container };
    this.#records.set(pid, record);
    this.#write();
    openGate(child);
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) eachLine(stream, onLine);

    let running = true;
    const ended = new Promise<string>((resolve) => {
      child.on('exit', (code, endSignal) => {
        running = false;
        killRest(pid);
        this.#records.delete(pid);
        this.#write();
        const how = endSignal === null ? `exit code ${code}` : endSignal;
        // The docker command may be gone and its container not; nothing could take its name then.
        if (container === undefined) resolve(how);
        else endRecorded([{ ...record, identity: undefined }]).then(() => resolve(how));
      });
    });
    return {
      pid,
      ended,
      get running() {
        return running;
      },
      stop: async (patienceMilliseconds = 8000) => {
        if (!running) return;
        signalGroup(record, signal ?? 'SIGTERM');
        const force = setTimeout(() => signalGroup(record, 'SIGKILL'), patienceMilliseconds);
        await ended;
        clearTimeout(force);
      },
    };
  }

  /** Lets the keeper go; everything must have ended before. */
  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#keeper.once('exit', resolve));
    if (this.#keeper.exitCode !== null || this.#keeper.pid === undefined) return;
    this.#keeper.stdin?.end('done');
    await gone;
  }

  #write(): void {
    writeRecords(this.#recordsFile, [...this.#records.values()]);
  }
}

/** What a leader leaves behind in its group ends with it. */
function killRest(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

function neverStarted(child: ChildProcess): Child {
  const ended = new Promise<string>((resolve) => child.once('error', (error) => resolve(error.message)));
  return { pid: 0, ended, running: false, stop: () => Promise.resolve() };
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
  stream.on('end', () => rest !== '' && onLine(rest));
}
