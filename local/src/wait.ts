import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, SetupError } from './setup-error.ts';

export interface WaitOptions {
  /** What is waited for, for the message when it does not come. */
  readonly what: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** @default 50 */
  readonly everyMilliseconds?: number;
}

/** Tries until it succeeds, then gives the result; throws a SetupError with the last reason after the given time. */
export async function untilSuccess<Result>(
  attempt: () => Promise<Result>,
  { what, seconds, signal, everyMilliseconds = 50 }: WaitOptions,
): Promise<Result> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw new SetupError(`${what} did not come within ${seconds} s: ${messageOf(error)}`);
    }
    await pause(everyMilliseconds, undefined, { signal });
  }
}

/** Resolves when something accepts connections on a port of this machine. */
export function canConnect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
