import { rmSync } from 'node:fs';
import { runs } from '../../processes.mjs';
import { within } from '../installation.ts';
import { untilSuccess } from '../wait.ts';
import { cgroupFolders, removeCgroups } from './cgroups.ts';
import { type Cluster, passingFolders, runningNamespaces } from './cluster.ts';

const LONGEST_SECONDS = 30;

/** Ends what a cluster without its host may have left, and removes its traces; data, secrets and logs stay. */
export async function clearAway(cluster: Cluster): Promise<void> {
  const first = runningNamespaces(cluster);
  if (first !== undefined) {
    // With the first process in a pid namespace go all others, containers and all; it is the last to disappear.
    process.kill(first.pid, 'SIGKILL');
    await until('The end of all processes', () => !runs(first));
  }
  await until('The end of the control groups', () => removeCgroups(cluster.instance));
  for (const name of passingFolders) rmSync(within(cluster, name), { recursive: true, force: true });
}

/** Whether nothing of an earlier run is left to clear away. */
export function isClear(cluster: Cluster): boolean {
  return runningNamespaces(cluster) === undefined && cgroupFolders(cluster.instance).length === 0;
}

function until(what: string, condition: () => unknown): Promise<void> {
  const attempt = async () => {
    if (condition() === false) throw new Error('not yet');
  };
  return untilSuccess(attempt, { what, seconds: LONGEST_SECONDS, signal: new AbortController().signal });
}
