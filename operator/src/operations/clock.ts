import { setTimeout as pause } from 'node:timers/promises';

/** Tells the time and waits; tests give one that they move themselves. */
export interface Clock {
  /** What is written down for others to read. */
  now(): Date;
  /** Milliseconds since some moment, for measuring: unlike the date it is never set, neither forth nor back. */
  elapsed(): number;
  /** Resolves after the time, or at once when the signal says so; never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  wait: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** The work's result, or undefined where it takes longer; whoever began it goes on all the same. */
export async function within<Result>(
  clock: Clock,
  milliseconds: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  const done = new AbortController();
  work.catch(() => undefined); // may fail long after nobody waits
  try {
    return await Promise.race([work, clock.wait(milliseconds, done.signal).then(() => undefined)]);
  } finally {
    done.abort();
  }
}
