import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '@studynotion/local';

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** A test that was not run is a test that failed; so is a file that could not be loaded. */
function outcomeOf(results: JestResults, exitCode: number): Outcome {
  const failed =
    results.numFailedTests + results.numPendingTests + results.numTodoTests + results.numRuntimeErrorTestSuites;
  const passed = results.numPassedTests;
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

export interface RunOptions {
  /** How far it stands back for others, as with nice(1), 0 to 19. @default 0 */
  readonly niceness?: number;
}

/** Runs a script with this Node, its output beside ours. @returns its exit code */
export async function run(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  { niceness = 0 }: RunOptions = {},
): Promise<number> {
  const child = spawn(process.execPath, parameters, {
    cwd: repository,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, Math.min(getPriority() + niceness, 19));
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode ?? 1;
}

/** Runs Jest, its output beside ours, and counts. */
export async function runJest(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  options?: RunOptions,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'studynotion-tests-'));
  const output = join(folder, 'results.json');
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  try {
    const exitCode = await run(
      ['--experimental-vm-modules', '--no-warnings', jest, '--json', `--outputFile=${output}`, ...parameters],
      environment,
      options,
    );
    return outcomeOf(JSON.parse(readFileSync(output, 'utf8')), exitCode);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Waits for the end of all of them, whatever becomes of one. @returns their results @throws what one of them threw */
export async function allEnded<Result>(works: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(works);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Says how many passed and failed in all; the process fails where one did. */
export function conclude(outcomes: readonly Outcome[]): void {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const failed = sum((outcome) => outcome.failed);
  process.stdout.write(`${sum((outcome) => outcome.passed)} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
