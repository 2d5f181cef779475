import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { provideDaprd, startInfrastructure, startPlatform } from '@studynotion/local';
import { goalsOf } from './load/goals.ts';
import { measure } from './load/measure.ts';
import { figuresTable, goalsTable } from './load/tables.ts';
import { startYardsticks } from './load/yardsticks.ts';
import { run, runJest } from './run-jest.ts';
import { testInstance } from './support/running-platform.ts';
import { testPlatform } from './test-platform.ts';

/**
 * `npm run verify`: what takes too long for every change. Kills processes under traffic for a while, asks the API many
 * more questions than `npm test`, looks at the catalogue with very many courses, measures what the platform bears, and
 * listens for ten minutes to an operator that has nothing to do. Prints the goals and whether they are met; a missed one
 * fails it. With `kills`, `schemathesis`, `catalogue`, `load` or `silence` it does that alone. docs/load.md tells how to read it.
 */

const { KILL_SECONDS = '300', CATALOGUE_COURSES = '100000', LOAD_SECONDS = '4', LOAD_ROUNDS = '3' } = process.env;
const { SILENCE_SECONDS = '600' } = process.env;
const { SCHEMATHESIS_EXAMPLES = '30', SCHEMATHESIS_SEED = String(randomInt(1, 2 ** 31)) } = process.env;

async function verifyKills(): Promise<boolean> {
  return (await testPlatform(testInstance, [join('tests', 'kills')], { KILL_SECONDS })).failed === 0;
}

async function verifySchemathesis(): Promise<boolean> {
  const environment = { SCHEMATHESIS_EXAMPLES, SCHEMATHESIS_SEED };
  return (await testPlatform(testInstance, [join('tests', 'schemathesis')], environment)).failed === 0;
}

async function verifyCatalogue(): Promise<boolean> {
  const infrastructure = await startInfrastructure({ ...testInstance, reset: true });
  try {
    const environment = { MONGODB_URI: infrastructure.mongodbUri, CATALOGUE_COURSES };
    return (await runJest(['catalogue-plans'], environment)).failed === 0;
  } finally {
    await infrastructure.stop();
  }
}

async function verifyLoad(): Promise<boolean> {
  process.env.DAPRD = await provideDaprd(testInstance.instance);
  const platform = await startPlatform({
    ...testInstance,
    reset: true,
    // The load stands where a proxy would, so that it can come from many addresses.
    environment: { TRUSTED_PROXIES: '1' },
  });
  try {
    const { redis } = platform.describe();
    Object.assign(process.env, { REDIS_HOST: redis.host, REDIS_PASSWORD: redis.password });
    const yardsticks = await startYardsticks();
    try {
      const results = await measure({
        seconds: Number(LOAD_SECONDS),
        rounds: Number(LOAD_ROUNDS),
        yardsticks,
        onProgress: (text) => process.stderr.write(`load: ${text}\n`),
      });
      const goals = goalsOf(results);
      process.stdout.write(`\n${figuresTable(results)}\n\n${goalsTable(goals)}\n\n`);
      return goals.every(({ met }) => met);
    } finally {
      await yardsticks.stop();
    }
  } finally {
    await platform.stop();
  }
}

async function verifySilence(): Promise<boolean> {
  const onCluster = [join('local', 'start.mjs'), '--run', join('tests', 'run-cluster.ts')];
  return (await run([...onCluster, join('tests', 'cluster', 'silence')], { SILENCE_SECONDS })) === 0;
}

const parts: Readonly<Record<string, () => Promise<boolean>>> = {
  kills: verifyKills,
  schemathesis: verifySchemathesis,
  catalogue: verifyCatalogue,
  load: verifyLoad,
  silence: verifySilence,
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}; parts: ${Object.keys(parts).join(', ')}`);
const failed: string[] = [];
for (const [name, verify] of Object.entries(parts))
  if ((asked.length === 0 || asked.includes(name)) && !(await verify())) failed.push(name);
process.stdout.write(failed.length === 0 ? 'verified\n' : `not as it should be: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
