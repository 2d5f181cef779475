import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppId } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { everythingReady, processNamed, startedAgain } from './processes.ts';
import { faultFolderOf, testInstance } from './running-platform.ts';

/**
 * How long a delivery may take to come to a fault point: a sidecar that saw its app down passes on nothing new until what
 * it was delivering is through, which a claim of the dead process holds up for a while.
 */
const LONGEST_WAY_SECONDS = 60;

/**
 * Does something on which a service dies at a fault point.
 * @returns what the work gave, once the service was seen dying there and everything is ready again
 */
export async function dyingAt<Result>(point: string, app: AppId, work: () => Promise<Result>): Promise<Result> {
  const file = join(faultFolderOf(testInstance), point);
  const reached = `${file}.reached`;
  const victim = processNamed(app);
  writeFileSync(file, '');
  try {
    const result = await work();
    await waitUntil(`the end of ${app} at ${point}`, () => existsSync(reached), LONGEST_WAY_SECONDS);
    await startedAgain(victim);
    await everythingReady();
    return result;
  } finally {
    for (const used of [file, reached]) rmSync(used, { force: true });
  }
}
