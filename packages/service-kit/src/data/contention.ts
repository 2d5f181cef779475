import { setTimeout as pause } from 'node:timers/promises';

const DUPLICATE_KEY = 11000;
/** DocumentDB's "deadlock detected": two writers met on two unique indexes, one was turned away before it wrote. */
const DEADLOCK = 16908292;
/**
 * FerretDB's code for whatever else PostgreSQL says when it ends a command that is no list of writes, findAndModify for
 * one; the message is PostgreSQL's (`internal/mongoerrors` of FerretDB 2.7). Nothing was written.
 */
const INTERNAL_ERROR = 1;
const DEADLOCK_MESSAGE = 'deadlock detected';
/** How long a write that met a deadlock goes on trying, in milliseconds; longer than anybody's turn, shorter than a caller waits. */
const PATIENCE_MILLISECONDS = 12_000;
const PAUSE_MILLISECONDS = 20;

function hasCode(error: unknown, code: number): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function isDeadlock(error: unknown): boolean {
  if (hasCode(error, DEADLOCK)) return true;
  return hasCode(error, INTERNAL_ERROR) && error instanceof Error && error.message === DEADLOCK_MESSAGE;
}

/**
 * Whether a write was refused because a unique key is taken. Which key it was is not told reliably
 * (DocumentDB leaves `keyPattern` out): re-read by the business key instead.
 */
export function isDuplicateKey(error: unknown): boolean {
  return hasCode(error, DUPLICATE_KEY);
}

/** The last of this process's writes that met a deadlock; each waits for the one before. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a single write and repeats it when the database broke a deadlock in favour of another writer. Whoever met one
 * queues up in this process: losers that come back together meet one another again, without end.
 * @throws the deadlock after 12 s, or whatever else the write throws
 */
export async function withDeadlockRetry<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!isDeadlock(error)) throw error;
  }
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  const result = turn.then(() => repeat(write, deadline));
  turn = result.catch(() => {}); // the next one's turn comes all the same; the failure is this one's to tell
  return result;
}

async function repeat<Result>(write: () => Promise<Result>, deadline: number): Promise<Result> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDeadlock(error) || Date.now() > deadline) throw error;
      await pause(PAUSE_MILLISECONDS);
    }
  }
}

/**
 * Runs a single write whose loser treats a taken unique key as "already done".
 * @returns what the write gave, or undefined where the key was taken
 */
export async function unlessTaken<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await withDeadlockRetry(write);
  } catch (error) {
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
}
