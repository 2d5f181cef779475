import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideChromium, provideDaprd, repository, startInfrastructure, startPlatform } from '@studynotion/local';
import { faultFolder, screenshotFolder, testInstance } from './support/running-platform.ts';

/**
 * `npm test`: runs all tests on parts of their own, beside any running platform, and counts the outcome. First what
 * needs a database and a broker at most, then the guards, then what crosses services, on a whole platform.
 * With paths of test files it runs those alone: `tests/…` on a platform, others without one.
 */

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** Ports of the parts that single services are tested with stand this far above those of `npm start`. */
const PORT_OFFSET = 10_000;

/** A test that was not run is a test that failed; so is a file that could not be loaded. */
function outcomeOf(results: JestResults, exitCode: number): Outcome {
  const failed =
    results.numFailedTests + results.numPendingTests + results.numTodoTests + results.numRuntimeErrorTestSuites;
  const passed = results.numPassedTests;
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

/** Runs a script with this Node, its output beside ours. @returns its exit code */
async function run(parameters: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, parameters, {
    cwd: repository,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode ?? 1;
}

async function runJest(parameters: readonly string[], environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'studynotion-tests-'));
  const output = join(folder, 'results.json');
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  try {
    const exitCode = await run(
      ['--experimental-vm-modules', '--no-warnings', jest, '--json', `--outputFile=${output}`, ...parameters],
      environment,
    );
    return outcomeOf(JSON.parse(readFileSync(output, 'utf8')), exitCode);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
    // Takes each guard out in turn; fails where its test stays green.
    const guarded = paths.length > 0 || (await run([join('scripts', 'check-guards.ts')], environment)) === 0;
    return { passed, failed: failed + (guarded ? 0 : 1) };
  } finally {
    await infrastructure.stop();
  }
}

/** Brings courses into the running platform as a user does. @throws when that fails; why stands in the output */
async function importCourses(file: string): Promise<void> {
  const { instance, portOffset } = testInstance;
  const options = ['--instance', instance, '--port-offset', String(portOffset), '--import', file];
  const exitCode = await run([join('local', 'start.mjs'), ...options], {});
  if (exitCode !== 0) throw new Error(`The import of ${file} ended with ${exitCode}`);
}

/** Tests of what crosses services, on a platform started as a user starts it. */
async function testPlatform(paths: readonly string[]): Promise<Outcome> {
  const chromium = await provideChromium('test');
  for (const folder of [faultFolder, screenshotFolder]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const platform = await startPlatform({
    ...testInstance,
    reset: true,
    environment: {
      FAULT_POINTS: faultFolder,
      // Tests stand where a proxy would, so that each of their clients has an address of its own.
      TRUSTED_PROXIES: '1',
      REFRESH_GRACE_SECONDS: '4',
      // What completes an order here is a callback or a webhook, and nothing that looks again later.
      RECONCILE_SECONDS: '3600',
    },
  });
  try {
    await importCourses(join(repository, 'examples', 'courses.json'));
    const outcome = await runJest(['--config', join('tests', 'jest.config.mjs'), ...paths], { CHROMIUM: chromium });
    if (outcome.failed > 0)
      process.stdout.write(
        `Screenshots of failed steps: ${screenshotFolder}\nLogs: ${join(screenshotFolder, '..', 'logs')}\n`,
      );
    return outcome;
  } finally {
    await platform.stop();
  }
}

const paths = process.argv.slice(2);
const onPlatform = paths.some((path) => path.startsWith('tests/'));
const outcomes = [
  ...(paths.length === 0 || !onPlatform ? [await testParts(paths)] : []),
  ...(paths.length === 0 || onPlatform ? [await testPlatform(paths)] : []),
];
const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
const failed = sum((outcome) => outcome.failed);
process.stdout.write(`${sum((outcome) => outcome.passed)} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
