/** An address is renewed this long before it expires. */
const AHEAD = 60_000;
/** Never sooner than this after the last renewal, whatever this computer's clock believes. */
const SHORTEST_PAUSE = 15_000;

/** Milliseconds until an address that expires at `expiresAt` is renewed; a short-lived one after half of its time. */
export function renewalPause(expiresAt: string, now: number): number {
  const left = Date.parse(expiresAt) - now;
  return Math.max(SHORTEST_PAUSE, left - Math.min(AHEAD, left / 2));
}
