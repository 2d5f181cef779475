import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { LimitError, UnavailableError } from '../errors.ts';
import { type Sidecar, SidecarError, StaleStateError } from '../sidecar/sidecar.ts';

interface Window {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

export interface WindowLimit {
  /** What is counted, e.g. `login:<address>`. */
  readonly key: string;
  readonly maximum: number;
  readonly seconds: number;
}

const ATTEMPTS = 12;

/**
 * Counts one use in a window shared by all replicas, before the use happens. The window begins with its first use.
 * @throws LimitError `rate.limited` over the maximum;
 *   UnavailableError `service.unavailable` where the count cannot be kept: it fails closed
 */
export async function countInWindow(
  sidecar: Sidecar,
  clock: Clock,
  { key, maximum, seconds }: WindowLimit,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const now = clock.now().getTime();
      const stored = await sidecar.getState<Window>(key);
      const open =
        stored !== undefined && stored.value.endsAt > now ? stored.value : { count: 0, endsAt: now + seconds * 1000 };
      const left = (open.endsAt - now) / 1000;
      if (open.count >= maximum) throw new LimitError('rate.limited', { retryAfterSeconds: Math.ceil(left) });
      await sidecar.saveState(
        key,
        { ...open, count: open.count + 1 },
        { match: stored?.etag ?? 'absent', timeToLiveSeconds: left },
      );
      return;
    } catch (error) {
      if (error instanceof SidecarError) throw new UnavailableError('service.unavailable', { cause: error });
      if (!(error instanceof StaleStateError)) throw error;
      await pause(Math.random() * 20 * attempt);
    }
  }
  throw new UnavailableError('service.unavailable', { detail: 'Too many requests at the same moment.' });
}
