import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { useDatabases } from '../support/databases.ts';
import { runRandomKills } from './random-kills.ts';

/**
 * Services and their sidecars die at random under mixed traffic. A failed run is repeated with the same deaths by setting
 * KILL_SEED; KILL_SECONDS, KILLS_PER_MINUTE and KILL_ACTIONS_PER_SECOND make it longer and harder.
 */

const databases = useDatabases();

function setting(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`${name} must be a whole number above 0`);
  return value;
}

const options = {
  seed: setting('KILL_SEED', randomInt(1, 2 ** 31)),
  seconds: setting('KILL_SECONDS', 60),
  killsPerMinute: setting('KILLS_PER_MINUTE', 20),
  actionsPerSecond: setting('KILL_ACTIONS_PER_SECOND', 5),
  learners: 12,
  drainSeconds: 75,
};

test(
  `${options.killsPerMinute} deaths a minute for ${options.seconds} s: everybody is told the truth, and everything fits together`,
  async () => {
    process.stdout.write(`KILL_SEED=${options.seed}\n`);
    const { faults, broken, ...figures } = await runRandomKills(databases, options);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect({ faults, broken }).toEqual({ faults: [], broken: [] });
  },
  (options.seconds + 240) * 1000,
);
