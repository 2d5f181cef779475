import { setTimeout as pause } from 'node:timers/promises';
import type { Databases } from '../support/databases.ts';
import { everythingReady, processNamed } from '../support/processes.ts';
import { sandbox } from '../support/sandbox.ts';
import { everythingArrived } from '../support/under-way.ts';
import { Chance } from './chance.ts';
import { readEverything } from './everything.ts';
import { brokenInvariants } from './invariants.ts';
import { killSchedule } from './kill-schedule.ts';
import { Promises } from './promises.ts';
import { traffic } from './traffic.ts';
import { unfinished } from './unfinished.ts';
import { makeWorld } from './world.ts';

export interface RandomKillsOptions {
  /** Decides who dies when. The same number makes the same schedule; what it meets is another matter. */
  readonly seed: number;
  /** For how long processes die. */
  readonly seconds: number;
  readonly killsPerMinute: number;
  /** How many things people begin to do in a second; each is a few requests. */
  readonly actionsPerSecond: number;
  readonly learners: number;
  /** For how long what was begun may take to come to its end. */
  readonly drainSeconds: number;
}

export interface RandomKillsReport {
  readonly kills: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly putOff: number;
  readonly unanswered: number;
  readonly promises: number;
  readonly drainedInSeconds: number;
  /** What people met that they must not meet. */
  readonly faults: readonly string[];
  /** What does not fit together in the end, and what was promised and is not there. */
  readonly broken: readonly string[];
}

/**
 * Lets services and sidecars die at random while people use the platform, then waits until nothing is under way, and
 * looks at everything. The tests of the gate run it for a minute, `npm run verify` for longer.
 */
export async function runRandomKills(databases: Databases, options: RandomKillsOptions): Promise<RandomKillsReport> {
  const since = new Date();
  const promises = new Promises();
  const world = await makeWorld(databases, { promises, chance: new Chance(options.seed), learners: options.learners });

  const people = traffic(world, options.actionsPerSecond);
  const kills = await killAll(options);
  const { actions, faults } = await people.stop();

  const begin = performance.now();
  await sandbox('DELETE', '');
  await everythingReady();
  await everythingArrived(databases, options.drainSeconds, () => unfinished(databases));
  const drainedInSeconds = Math.round((performance.now() - begin) / 1000);

  const found = await readEverything(databases, since);
  const broken = [...brokenInvariants(found), ...promises.broken(found)];
  return { kills, actions, faults, broken, drainedInSeconds, promises: promises.count, ...world.tally };
}

/** @returns how many processes died; one that was dead already at its time does not count */
async function killAll(options: RandomKillsOptions): Promise<number> {
  const begin = performance.now();
  const until = (milliseconds: number) => pause(Math.max(0, begin + milliseconds - performance.now()));
  let kills = 0;
  for (const { at, process: name } of killSchedule(options)) {
    await until(at);
    if (hasDied(name)) continue;
    kills += 1;
  }
  await until(options.seconds * 1000);
  return kills;
}

/** Ends a process with no time for a last word. @returns whether it was dead already */
function hasDied(name: string): boolean {
  try {
    process.kill(processNamed(name).pid, 'SIGKILL');
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
    throw error;
  }
}
