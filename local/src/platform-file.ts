import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { SeedAccount } from '@studynotion/platform';
import { type ProcessRecord, runs } from '../processes.mjs';
import { type Installation, within } from './installation.ts';

/** What a running platform tells about itself, for tests and tools; the file is readable by its owner only. */
export interface RunningPlatform {
  readonly instance: string;
  readonly portOffset: number;
  readonly supervisor: ProcessRecord;
  /** Pid of what started the supervisor: the first step of `npm start`. */
  readonly bootstrap: number;
  readonly addresses: Readonly<Record<'site' | 'gateway' | 'inbox' | 'razorpay', string>>;
  readonly mongodbUri: string;
  readonly redis: { readonly host: string; readonly password: string };
  /** By app: its ports with the offset added. */
  readonly ports: Readonly<
    Record<
      string,
      { readonly app: number; readonly operations: number; readonly daprHttp: number; readonly daprMetrics: number }
    >
  >;
  /** By app: what calls to its sidecar, and calls of the sidecar to it, must show. */
  readonly tokens: Readonly<Record<string, { readonly dapr: string; readonly app: string }>>;
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly restarts: number }[];
  readonly accounts: readonly SeedAccount[];
}

const fileOf = (installation: Installation) => within(installation, 'run', 'platform.json');

export function writePlatformFile(installation: Installation, platform: RunningPlatform): void {
  const draft = `${fileOf(installation)}.draft`;
  writeFileSync(draft, `${JSON.stringify(platform, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(installation));
}

export function removePlatformFile(installation: Installation): void {
  rmSync(fileOf(installation), { force: true });
}

/** The platform of this installation if it is up; undefined when it is not, or not yet. */
export function readPlatformFile(installation: Installation): RunningPlatform | undefined {
  if (!existsSync(fileOf(installation))) return undefined;
  const platform: RunningPlatform = JSON.parse(readFileSync(fileOf(installation), 'utf8'));
  return runs(platform.supervisor) ? platform : undefined;
}
