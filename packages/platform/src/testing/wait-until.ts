import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition. @throws when it does not come true in time, naming it */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  seconds = 10,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come about within ${seconds} s`);
    await pause(20);
  }
}
