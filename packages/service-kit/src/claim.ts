/**
 * How long a claim holds that its holder does not renew, in seconds: so long what a dead process had in its hands waits
 * for another. Long enough that a process which was only busy with itself for a moment does not lose it.
 */
export const CLAIM_SECONDS = 10;

const RENEWAL_MILLISECONDS = 2500;

/**
 * Does work under a claim, which is renewed until the work ends, however long it takes.
 * @param renew puts the end of the claim off by `CLAIM_SECONDS`, where it is still ours; where that fails the claim may run out
 */
export async function whileClaimed<Result>(
  renew: () => Promise<unknown>,
  work: () => Promise<Result>,
): Promise<Result> {
  let renewal: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renewal.then(renew).catch(() => {}); // the next one may succeed
  }, RENEWAL_MILLISECONDS).unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await renewal; // so that none comes after what the work led to
  }
}
