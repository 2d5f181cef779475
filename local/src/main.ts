import { existsSync, readFileSync } from 'node:fs';
import type { CourseImport } from '@studynotion/contracts';
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
  for (const { role, email, password } of platform.accounts)
    say(`  ${role.padEnd(18)} ${email.padEnd(36)} ${password}`);
  say();
}

async function runPlatform(options: Options, started: number): Promise<number> {
  const installation = installationNamed(options);
  const courses = options.importFile === undefined ? undefined : readCourses(options.importFile);
  if (courses !== undefined) {
    const running = await platformThatRuns(installation, stopRequest.signal);
    if (running !== undefined) {
      await importInto(running, courses);
      return 0;
    }
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
    if (courses !== undefined) await importInto(running, courses);
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
