import { listRevocations } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { causeOf } from '@studynotion/service-kit';
import { runningPlatform } from '../support/running-platform.ts';
import type { Calls } from './goals.ts';

/**
 * Does something so many times, one after the other, and counts what all services asked of databases and sidecars for
 * the requests that came of it, on average. What they do for events and by themselves is left out.
 */
export async function countCalls(times: number, work: () => Promise<unknown>): Promise<Calls> {
  const before = await callsSoFar();
  for (let time = 0; time < times; time += 1) await work();
  const after = await settled();
  return {
    database: (after.database - before.database) / times,
    sidecar: (after.sidecar - before.sidecar) / times,
  };
}

/** A request may leave work behind, such as its events: waits until the counters stand still. */
async function settled(): Promise<Calls> {
  let seen = await callsSoFar();
  await waitUntil('an end of all work', async () => {
    const now = await callsSoFar();
    const isSame = now.database === seen.database && now.sidecar === seen.sidecar;
    seen = now;
    return isSame;
  });
  return seen;
}

async function callsSoFar(): Promise<Calls> {
  const pages = await Promise.all(
    Object.values(runningPlatform().ports).map(async ({ operations }) =>
      (await fetch(`http://127.0.0.1:${operations}/metrics`)).text(),
    ),
  );
  const all = pages.join('\n');
  return {
    database: sumForRequests(all, 'studynotion_database_commands_total'),
    sidecar: sumForRequests(all, 'studynotion_sidecar_calls_total'),
  };
}

/** Causes that are routes begin with a method. Revocations are asked for twice a second, whoever comes. */
export function sumForRequests(metrics: string, name: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{cause="`))
    .filter(
      (line) => /cause="(GET|POST|PUT|PATCH|DELETE) /.test(line) && !line.includes(`"${causeOf(listRevocations)}"`),
    )
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
