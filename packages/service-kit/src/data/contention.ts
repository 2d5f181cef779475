import { setTimeout as pause } from 'node:timers/promises';

const DUPLICATE_KEY = 11000;
/** DocumentDB's "deadlock detected": two writers met on two unique indexes, one was turned away before it wrote. */
const DEADLOCK = 16908292;
const ATTEMPTS = 8;

function hasCode(error: unknown, code: number): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/**
 * Whether a write was refused because a unique key is taken. Which key it was is not told reliably
 * (DocumentDB leaves `keyPattern` out): re-read by the business key instead.
 */
export function isDuplicateKey(error: unknown): boolean {
  return hasCode(error, DUPLICATE_KEY);
}

/** Runs a single write and repeats it when the database broke a deadlock in favour of another writer. */
export async function withDeadlockRetry<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!hasCode(error, DEADLOCK) || attempt === ATTEMPTS) throw error;
      await pause(Math.random() * 10 * 2 ** attempt);
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
