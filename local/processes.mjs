// What the bootstrap (an old system Node), the keeper and the supervisor share about recorded processes.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const POLL_MILLISECONDS = 50;

/** Tells a process from a later one with the same pid: its start time, within this boot of the machine. */
export function processIdentity(pid) {
  if (existsSync('/proc/self/stat')) return linuxIdentity(pid);
  const shown = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return shown.stdout?.trim() || undefined;
}

function linuxIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command may hold blanks and brackets; after its last bracket come the state (field 3) and, as field 22, the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

let knownBootId;
function bootId() {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

/** Whether the recorded process, and not another with its pid, still runs. */
export function runs(record) {
  return record.identity !== undefined && processIdentity(record.pid) === record.identity;
}

/** Waits for a word on descriptor 3 before it becomes the real program; without one its starter is gone. */
const GATE = 'read -r word <&3 || exit 1; exec "$@" 3<&-';

/** Command and parameters for `spawn`, with a pipe as fourth stdio, of a program that only runs once the gate is opened. */
export function behindGate(command, parameters) {
  return ['/bin/sh', ['-c', GATE, command, command, ...parameters]];
}

/** Lets a program behind a gate run: after it was recorded. */
export function openGate(child) {
  const gate = child.stdio[3];
  // It may have been ended before it got the word; its exit tells.
  gate.on('error', () => {});
  gate.end('go\n');
}

/** Reads what was recorded; a missing or half-written file counts as empty. */
export function readRecords(file) {
  try {
    const records = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(records) ? records : [];
  } catch {
    return [];
  }
}

export function writeRecords(file, records) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(records, undefined, 2), { mode: 0o600 });
  renameSync(draft, file);
}

/** Sends a signal to the whole group of a recorded process; does nothing when it is gone. */
export function signalGroup(record, signal) {
  if (!runs(record)) return;
  try {
    process.kill(-record.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ends every recorded process that still runs, and every recorded container: asks first, then forces. */
export async function endRecorded(records, { patienceMilliseconds = 8000 } = {}) {
  const left = records.filter(runs);
  for (const record of left) signalGroup(record, record.signal ?? 'SIGTERM');
  await until(() => !left.some(runs), patienceMilliseconds);
  for (const record of left) signalGroup(record, 'SIGKILL');
  await until(() => !left.some(runs), patienceMilliseconds);
  for (const { container } of records) if (container !== undefined) removeContainer(container);
  return left;
}

function removeContainer(name) {
  try {
    execFileSync('docker', ['rm', '--force', name], { stdio: 'ignore', timeout: 20_000 });
  } catch {
    // The engine is gone or has removed it already; either way nothing of ours runs.
  }
}

async function until(condition, milliseconds) {
  const end = Date.now() + milliseconds;
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
}
