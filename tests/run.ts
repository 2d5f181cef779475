import { join } from 'node:path';
import { provideDaprd, startInfrastructure } from '@studynotion/local';
import { allEnded, conclude, type Outcome, run, runJest } from './run-jest.ts';
import { testInstance, testInstanceNamed } from './support/running-platform.ts';
import { startTestPlatform, testPlatform } from './test-platform.ts';

/**
 * `npm test`: runs all tests on parts of their own, beside any running platform, and counts the outcome. First what
 * needs a database and a broker at most, then the guards, then what crosses services, on a whole platform.
 * With paths of test files it runs those alone: `tests/…` on a platform, others without one.
 */

/** Ports of the parts that single services are tested with stand this far above those of an own platform. */
const PORT_OFFSET = 10_000 + Number(process.env.STUDYNOTION_PORT_OFFSET ?? 0);

/** Tests of single services and packages; with no paths, all of them and the guards of the kit. */
async function testParts(paths: readonly string[]): Promise<Outcome> {
  const daprd = await provideDaprd('test');
  const infrastructure = await startInfrastructure({ instance: 'test', portOffset: PORT_OFFSET, reset: true });
  const environment = {
    DAPRD: daprd,
    MONGODB_URI: infrastructure.mongodbUri,
    REDIS_HOST: infrastructure.redis.host,
    REDIS_PASSWORD: infrastructure.redis.password,
  };
  try {
    const { passed, failed } = await runJest(['--maxWorkers=2', ...paths], environment);
    if (paths.length > 0 || failed > 0) return { passed, failed };
    // Takes each guard out in turn; fails where its test stays green.
    const checkGuards = [join('scripts', 'check-guards.ts'), '--tests-have-passed'];
    return { passed, failed: (await run(checkGuards, environment)) === 0 ? 0 : 1 };
  } finally {
    await infrastructure.stop();
  }
}

/** Tests in which processes die, and what waits as much: it computes little, so the others run beside it. */
const deaths = ['faults', 'kills', 'erasure'].map((folder) => join('tests', folder));

/** All tests of what crosses services, on two platforms at the same time. */
async function testPlatforms(): Promise<readonly Outcome[]> {
  // Those that the configuration leaves out are named again, because these take their place.
  const leftOut = [...deaths, ...['load', 'cluster'].map((folder) => join('tests', folder))];
  const others = ['--testPathIgnorePatterns', '/node_modules/', ...leftOut.map((folder) => `/${folder}/`)];
  // One after the other: the first start builds the site.
  const journeys = await startTestPlatform(testInstanceNamed('journeys'));
  try {
    return await allEnded([journeys.test(others), testPlatform(testInstanceNamed('deaths'), deaths)]);
  } finally {
    await journeys.stop();
  }
}

const paths = process.argv.slice(2);
const onPlatform = paths.some((path) => path.startsWith('tests/') && !path.startsWith('tests/load'));
conclude([
  ...(paths.length === 0 || !onPlatform ? [await testParts(paths)] : []),
  ...(paths.length === 0 ? await testPlatforms() : onPlatform ? [await testPlatform(testInstance, paths)] : []),
]);
