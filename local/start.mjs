// First step of `npm start` and `npm test`. Runs on any Node from 20 on: brings the dependencies, and with them the
// pinned Node, then hands over to it. `--run <file>` runs another program than the platform.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { behindGate, endRecorded, openGate, processIdentity, writeRecords } from './processes.mjs';

const OLDEST_NODE_THAT_RUNS_TYPESCRIPT = [24, 12];
const SECONDS_BETWEEN_SIGNS_OF_LIFE = 10;
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15, SIGKILL: 9, SIGSEGV: 11, SIGABRT: 6 };
const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');

let current;
let requestedStop;

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Ctrl-C reaches us twice under npm, once from the terminal and once from npm; one is enough. */
function requestStop(signal) {
  if (requestedStop !== undefined) return;
  requestedStop = signal;
  current?.stop(signal);
}

function watchForStop() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => requestStop(signal));
  if (process.channel !== undefined) process.on('disconnect', () => requestStop('SIGTERM'));
  // npm killed by force says nothing to its children; they only get another parent.
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) requestStop('SIGTERM');
    }, 500).unref();
  }
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(repository, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

const stamp = join(repository, 'node_modules', '.studynotion-lock');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(repository, 'package-lock.json')))
    .digest('hex');

/** Either we installed this very lock file, or what npm wrote down about an installation by hand agrees with it. */
function dependenciesAreInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (wanted === undefined)
    return fail('package-lock.json is missing or damaged: restore it with "git checkout package-lock.json".');
  if (installed === undefined) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return true;
  const same = (path) =>
    installed[path] === undefined
      ? wanted[path].optional || wanted[path].devOptional || wanted[path].peer || wanted[path].extraneous
      : installed[path].version === wanted[path].version && installed[path].integrity === wanted[path].integrity;
  return Object.keys(wanted)
    .filter((path) => path.includes('node_modules/'))
    .every(same);
}

function pinnedNode() {
  const pinned = join(repository, 'node_modules', '.bin', 'node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = OLDEST_NODE_THAT_RUNS_TYPESCRIPT;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return process.execPath;
  return fail(
    `There is no pinned Node for this system (${process.platform} ${process.arch}) and yours is ${process.version}: install Node ${neededMajor}.${neededMinor} or later.`,
  );
}

/** Runs `npm ci` in a group of its own, guarded by a keeper, so that it ends with us however we end. */
async function installDependencies() {
  const started = Date.now();
  say('Dependencies: installing them with "npm ci" …');
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const child = spawn(...behindGate(command, [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error']), {
    cwd: repository,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, HOME: process.env.HOME ?? homedir() },
  });
  const records = join(repository, '.studynotion', `bootstrap-${process.pid}.json`);
  const record = { name: 'npm ci', pid: child.pid, identity: processIdentity(child.pid) };
  writeRecords(records, [record]);
  const keeper = spawn(process.execPath, [join(repository, 'local', 'keeper.mjs'), records], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  openGate(child);
  const signs = setInterval(
    () => say(`Dependencies: still installing, ${Math.round((Date.now() - started) / 1000)} s …`),
    SECONDS_BETWEEN_SIGNS_OF_LIFE * 1000,
  );
  current = { stop: () => endRecorded([record], { patienceMilliseconds: 3000 }) };
  const code = await exitOf(child);
  clearInterval(signs);
  keeper.stdin.end('done');
  await exitOf(keeper);
  rmSync(records, { force: true });
  if (requestedStop !== undefined) process.exit(128 + SIGNAL_NUMBERS[requestedStop]);
  if (code !== 0)
    fail(`The dependencies could not be installed: "npm ci" ended with code ${code}; its message is above.`);
  writeFileSync(stamp, lockHash());
  say(`Dependencies: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function exitOf(child) {
  return new Promise((resolveExit) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolveExit(127);
    });
    child.on('exit', (code, signal) => resolveExit(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  });
}

async function handOver(program, parameters) {
  const child = spawn(pinnedNode(), [join(repository, program), ...parameters], {
    cwd: repository,
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${join(repository, 'node_modules', '.bin')}:${process.env.PATH}` },
  });
  current = { stop: (signal) => child.kill(signal) };
  if (requestedStop !== undefined) child.kill(requestedStop);
  process.exit(await exitOf(child));
}

watchForStop();
const parameters = process.argv.slice(2);
const program = parameters[0] === '--run' ? parameters[1] : 'local/src/main.ts';
if (program === undefined || !existsSync(join(repository, program))) fail(`There is no program ${program} to run.`);
if (!dependenciesAreInstalled()) await installDependencies();
await handOver(program, parameters[0] === '--run' ? parameters.slice(2) : parameters);
