import { existsSync, readFileSync } from 'node:fs';
import type { CourseImport } from '@studynotion/contracts';
import type { SeedAccount } from '@studynotion/platform';
import { platformThatRuns } from './claim.ts';
import { readCourseFile } from './course-import/read-course-file.ts';
import { sendCourses } from './course-import/send-courses.ts';
import { type Installation, installationNamed, within } from './installation.ts';
import { type Options, readOptions, UsageError, usage } from './options.ts';
import { Platform } from './platform.ts';
import type { RunningPlatform } from './platform-file.ts';
import { appsToRun } from './selection.ts';
import { messageOf, SetupError } from './setup-error.ts';
import { paint, say, seconds } from './terminal.ts';
import { sourcesOf, watchSources } from './watch.ts';

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
const stopRequest = new AbortController();
let exitCodeOfRequest = 0;

function watchForStop(): void {
  const request = (code: number) => {
    if (stopRequest.signal.aborted) return;
    exitCodeOfRequest = code;
    stopRequest.abort();
  };
  for (const [signal, number] of Object.entries(SIGNALS)) process.on(signal, () => request(128 + number));
  // The bootstrap that started us is gone.
  process.on('disconnect', () => request(128 + SIGNALS.SIGTERM));
  if (process.connected === false) request(128 + SIGNALS.SIGTERM);
  // A closed terminal is no reason to die in the middle of a line; SIGHUP comes as well.
  process.stdout.on('error', () => undefined);
}

function showAddresses(
  platform: RunningPlatform,
  installation: Installation,
  withFrontend: boolean,
  started: number,
): void {
  const rows = [
    ...(withFrontend ? [['Site', platform.addresses.site]] : []),
    ...('api-gateway' in platform.ports ? [['API', `${platform.addresses.gateway}/api/v1`]] : []),
    ['Mail inbox', platform.addresses.inbox],
    ['Razorpay stand-in', platform.addresses.razorpay],
    ['Database', platform.mongodbUri.replace(/\/\/[^@/]*@/, '//')],
    ['Logs', within(installation, 'logs')],
  ];
  say();
  say(paint('bold', `  StudyNotion runs. Ready after ${seconds(Date.now() - started)}; Ctrl-C stops it.`));
  say();
  for (const [name = '', address = ''] of rows) say(`  ${name.padEnd(18)} ${address}`);
  say();
  say('  Log-ins of this installation:');
  showLogIns(platform.accounts);
}

function showLogIns(accounts: readonly SeedAccount[]): void {
  for (const { role, email, password } of accounts) say(`  ${role.padEnd(18)} ${email.padEnd(36)} ${password}`);
  say();
}

async function runPlatform(options: Options, started: number): Promise<number> {
  const installation = installationNamed(options);
  const content = contentOf(options);
  if (content !== undefined) {
    const running = await platformThatRuns(installation, stopRequest.signal);
    if (running !== undefined) return unlessCalledOff(() => fill(running, installation, content));
  }
  const apps = appsToRun(options.only);
  const withFrontend = options.only.length === 0;
  const platform = await Platform.prepare({
    installation,
    apps,
    withFrontend,
    reset: options.reset,
    launcher: process.env,
    signal: stopRequest.signal,
  });
  try {
    const running = await platform.start();
    showAddresses(running, installation, withFrontend, started);
    if (content !== undefined) await fill(running, installation, content);
    platform.follow();
    if (options.watch) watchSources(sourcesOf(apps.map(({ id }) => id)), restartAll(platform), stopRequest.signal);
    await untilStopRequested();
    say(paint('bold', '  Stopping …'));
    return 0;
  } catch (error) {
    if (!stopRequest.signal.aborted) throw error;
    say(paint('bold', '  Called off; stopping what was started …'));
    return exitCodeOfRequest;
  } finally {
    await platform.stop();
    say('  Stopped.');
  }
}

/** What the platform is to be filled with once it runs. */
interface Content {
  readonly courses?: CourseImport;
  readonly seed?: Options['seed'];
}

function contentOf({ importFile, seed }: Options): Content | undefined {
  if (importFile === undefined && seed === undefined) return undefined;
  return { courses: importFile === undefined ? undefined : readCourses(importFile), seed };
}

async function fill(platform: RunningPlatform, installation: Installation, { courses, seed }: Content): Promise<void> {
  if (courses !== undefined) await importInto(platform, courses);
  if (seed !== undefined) await seedInto(platform, installation);
}

/** @returns the exit code */
async function unlessCalledOff(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!stopRequest.signal.aborted) throw error;
    say(paint('bold', '  Called off; the same command again goes on from here.'));
    return exitCodeOfRequest;
  }
}

/** A file with mistakes stops us before anything is started or sent. */
function readCourses(file: string): CourseImport {
  if (!existsSync(file)) throw new SetupError(`There is no file ${file} to import.`);
  const result = readCourseFile(readFileSync(file, 'utf8'));
  if ('courses' in result) return result.courses;
  const lines = result.problems.map(({ line, column, message }) => `  ${file}:${line}:${column} ${message}`);
  throw new SetupError(`Nothing was imported, the file is not right (docs/course-import.md):\n${lines.join('\n')}`);
}

async function importInto(platform: RunningPlatform, courses: CourseImport): Promise<void> {
  const { created, updated, unchanged } = await sendCourses(courses, platform, stopRequest.signal);
  say(`  Courses imported: ${created} created, ${updated} updated, ${unchanged} unchanged`);
}

async function seedInto(platform: RunningPlatform, installation: Installation): Promise<void> {
  // Loaded only where it is wanted: the encoder alone takes a megabyte.
  const [{ seedDemo }, { demoAccess }] = await Promise.all([
    import('./demo/seed-demo.ts'),
    import('./demo/log-ins.ts'),
  ]);
  const { password, instructor, student } = demoAccess(installation);
  const changes = String(await seedDemo(platform, { password, signal: stopRequest.signal }));
  say(`  Demo data: ${changes === '' ? 'all of it is there already, nothing was changed' : `${changes} made`}`);
  say();
  say('  Log-ins of the demo data:');
  showLogIns([instructor, student]);
}

function restartAll(platform: Platform): (affected: readonly string[]) => void {
  return (affected) => {
    for (const name of affected)
      platform.restart(name).catch((error) => say(paint('red', `  ${name}: ${messageOf(error)}`)));
  };
}

function untilStopRequested(): Promise<void> {
  const { signal } = stopRequest;
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function main(): Promise<number> {
  const started = Date.now();
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    say(usage);
    return 0;
  }
  watchForStop();
  return runPlatform(options, started);
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  const known = error instanceof SetupError;
  process.stderr.write(
    `${paint('red', known ? error.message : String((error instanceof Error && error.stack) || messageOf(error)))}\n`,
  );
  return 1;
}

process.exit(await main().catch(report));
