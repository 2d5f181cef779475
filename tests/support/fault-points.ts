import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppId } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { everythingReady, processNamed, startedAgain } from './processes.ts';
import { faultFolder } from './running-platform.ts';

/**
 * Does something on which a service dies at a fault point.
 * @returns what the work gave, once the service was seen dying there and everything is ready again
 */
export async function dyingAt<Result>(point: string, app: AppId, work: () => Promise<Result>): Promise<Result> {
  const file = join(faultFolder, point);
  const reached = `${file}.reached`;
  const victim = processNamed(app);
  writeFileSync(file, '');
  try {
    const result = await work();
    await waitUntil(`the end of ${app} at ${point}`, () => existsSync(reached), 20);
    await startedAgain(victim);
    await everythingReady();
    return result;
  } finally {
    for (const used of [file, reached]) rmSync(used, { force: true });
  }
}
