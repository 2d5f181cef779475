import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endRecorded, type ProcessRecord, processIdentity, readRecords, runs } from '../processes.mjs';
import { type Installation, repository, within } from './installation.ts';
import { type RunningPlatform, readPlatformFile } from './platform-file.ts';
import { SetupError } from './setup-error.ts';
import { untilSuccess } from './wait.ts';

export const recordsFile = (installation: Installation) => within(installation, 'run', 'pids.json');
const claimFile = (installation: Installation) => within(installation, 'run', 'supervisor.json');

/** The process that runs this installation now. */
export function runningSupervisor(installation: Installation): ProcessRecord | undefined {
  const file = claimFile(installation);
  if (!existsSync(file)) return undefined;
  const record = parse(readFileSync(file, 'utf8'));
  return record !== undefined && runs(record) ? record : undefined;
}

/** The platform of this installation when it runs already; waits for one that is just coming up. */
export async function platformThatRuns(
  installation: Installation,
  signal: AbortSignal,
): Promise<RunningPlatform | undefined> {
  if (runningSupervisor(installation) === undefined) return undefined;
  return untilSuccess(
    async () => {
      const platform = readPlatformFile(installation);
      if (platform === undefined) throw new Error('it is not up yet');
      return platform;
    },
    { what: `The instance "${installation.instance}", which is being started,`, seconds: 600, signal },
  );
}

/** Says who this is, as in `redis of the instance "local"`, when an installation of this checkout started it. */
export function ownProcess(pid: number): string | undefined {
  const folder = join(repository, '.studynotion');
  for (const instance of readdirSync(folder)) {
    const records = readRecords(join(folder, instance, 'run', 'pids.json'));
    const record = records.find((candidate) => candidate.pid === pid && runs(candidate));
    if (record !== undefined) return `${record.name} of the instance "${instance}"`;
  }
  return undefined;
}

/** Makes this process the one that runs the installation. Throws a SetupError when there is another. */
export function claim(installation: Installation): ProcessRecord {
  const other = runningSupervisor(installation);
  if (other !== undefined && other.pid !== process.pid) throw alreadyRuns(installation, other);
  rmSync(claimFile(installation), { force: true });
  const record: ProcessRecord = {
    name: `npm start of ${installation.instance}`,
    pid: process.pid,
    identity: processIdentity(process.pid),
  };
  writeFileSync(claimFile(installation), JSON.stringify(record), { flag: 'wx', mode: 0o600 });
  return record;
}

export function release(installation: Installation): void {
  rmSync(claimFile(installation), { force: true });
  rmSync(recordsFile(installation), { force: true });
}

/** Ends what an earlier run of this installation left, if anything. Gives the names. */
export async function endLeftovers(installation: Installation): Promise<string[]> {
  const ended = await endRecorded(readRecords(recordsFile(installation)));
  return ended.map(({ name }) => name);
}

function alreadyRuns({ instance }: Installation, { pid }: ProcessRecord): SetupError {
  return new SetupError(
    `The instance "${instance}" runs already, as process ${pid}: stop that one, or start another with --instance and --port-offset.`,
  );
}

function parse(text: string): ProcessRecord | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
