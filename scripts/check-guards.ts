import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Guard, guards } from './guards.ts';
import { say } from './terminal.ts';

/** What Jest writes with `--json`, as far as it is read here. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

const root = resolve(import.meta.dirname, '..');
const AT_ONCE = 2;
/** Whoever has just run all tests need not see them pass once more. */
const testsHavePassed = process.argv.includes('--tests-have-passed');

/**
 * Takes each guard out in turn, in memory, and runs its test: one that stays green proves nothing and fails the check.
 * So does a guard whose text is not there exactly once any more.
 */
async function checkGuards(): Promise<string[]> {
  const misplaced = guards.filter((guard) => occurrences(guard) !== 1);
  if (misplaced.length > 0)
    return misplaced.map(
      (guard) => `${guard.name}: its text stands ${occurrences(guard)} times in ${guard.file}, not once`,
    );

  if (!testsHavePassed && !(await testsPass()))
    return ['The tests of the guards fail as they are; make them pass first.'];

  const problems: string[] = [];
  const waiting = [...guards];
  const worker = async (): Promise<void> => {
    for (let guard = waiting.shift(); guard !== undefined; guard = waiting.shift()) {
      const problem = judge(await runJest([guard.test], guard));
      say(`${problem === undefined ? '✓' : '✗'} ${guard.name}`);
      if (problem !== undefined) problems.push(`${guard.name}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return problems;
}

async function testsPass(): Promise<boolean> {
  const healthy = await runJest([...new Set(guards.map(({ test }) => test))]);
  return healthy !== undefined && healthy.numFailedTests === 0 && healthy.numRuntimeErrorTestSuites === 0;
}

function occurrences({ file, find }: Guard): number {
  return readFileSync(join(root, file), 'utf8').split(find).length - 1;
}

/** @returns what is wrong with the proof; undefined where the test fails as it should */
function judge(report: JestReport | undefined): string | undefined {
  if (report === undefined || report.numRuntimeErrorTestSuites > 0) return 'without it the test does not even run';
  if (report.numFailedTests > 0) return undefined;
  return report.numPassedTests > 0 ? 'without it its test stays green' : 'no test has the name of its proof';
}

async function runJest(tests: readonly string[], guard?: Guard): Promise<JestReport | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'studynotion-guard-'));
  const report = join(folder, 'report.json');
  const parameters = [
    ...[
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
    ],
    ...['--config', join(root, 'scripts/jest-guards.config.mjs'), '--silent', '--forceExit'],
    ...['--json', '--outputFile', report],
    ...(guard === undefined
      ? ['--maxWorkers', String(AT_ONCE)]
      : ['--runInBand', '--testNamePattern', escaped(guard.proof)]),
    ...['--runTestsByPath', ...tests.map((test) => join(root, test))],
  ];
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ...(guard === undefined
        ? {}
        : { GUARD_FILE: join(root, guard.file), GUARD_FIND: guard.find, GUARD_REPLACE: guard.replace }),
    },
  });
  try {
    await once(child, 'exit');
    return JSON.parse(readFileSync(report, 'utf8')) as JestReport;
  } catch {
    return undefined; // no report was written: Jest itself failed
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

const began = performance.now();
const problems = await checkGuards();
for (const problem of problems) say(`NOT GUARDED: ${problem}`);
const seconds = Math.round((performance.now() - began) / 1000);
say(
  problems.length === 0
    ? `All ${guards.length} guards are proven (${seconds} s)`
    : `${problems.length} problems (${seconds} s)`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
