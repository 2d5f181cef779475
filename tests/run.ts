import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideDaprd, repository, startInfrastructure } from '@studynotion/local';

/** `npm test`: starts what the tests need beside any running platform, runs them all, and counts the outcome. */

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Ports of the tests stand this far above those of `npm start`. */
const PORT_OFFSET = 10_000;

/** A test that was not run is a test that failed; so is a file that could not be loaded. */
function failuresOf(results: JestResults): number {
  return results.numFailedTests + results.numPendingTests + results.numTodoTests + results.numRuntimeErrorTestSuites;
}

async function runJest(environment: NodeJS.ProcessEnv): Promise<{ exitCode: number | null; results: JestResults }> {
  const folder = mkdtempSync(join(tmpdir(), 'studynotion-tests-'));
  const output = join(folder, 'results.json');
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      jest,
      '--maxWorkers=2',
      '--json',
      `--outputFile=${output}`,
      ...process.argv.slice(2),
    ],
    { cwd: repository, env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  const results = JSON.parse(readFileSync(output, 'utf8')) as JestResults;
  rmSync(folder, { recursive: true });
  return { exitCode, results };
}

/** Takes each guard of the kit out in turn; fails where its test stays green. */
async function checkGuards(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const script = join(repository, 'scripts', 'check-guards.ts');
  const child = spawn(process.execPath, [script], {
    cwd: repository,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode === 0;
}

const daprd = await provideDaprd('test');
const infrastructure = await startInfrastructure({ instance: 'test', portOffset: PORT_OFFSET, reset: true });
try {
  const environment = {
    DAPRD: daprd,
    MONGODB_URI: infrastructure.mongodbUri,
    REDIS_HOST: infrastructure.redis.host,
    REDIS_PASSWORD: infrastructure.redis.password,
  };
  const { exitCode, results } = await runJest(environment);
  // Whoever asks for certain tests wants only these.
  const guarded = process.argv.length > 2 || (await checkGuards(environment));
  const failed = failuresOf(results) + (guarded ? 0 : 1);
  process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && exitCode === 0 && results.numPassedTests > 0 ? 0 : 1;
} finally {
  await infrastructure.stop();
}
