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

/** Waits until work goes well that may fail for a while. @throws when it does not in time; the cause is its last failure */
export async function untilItWorks(what: string, work: () => Promise<void>, seconds = 30): Promise<void> {
  let cause: unknown;
  const works = () =>
    work().then(
      () => true,
      (error: unknown) => {
        cause = error;
        return false;
      },
    );
  await waitUntil(what, works, seconds).catch((error: Error) => {
    throw new Error(error.message, { cause });
  });
}
