import { setTimeout as pause } from 'node:timers/promises';
import { withCause } from './observability/cause.ts';
import type { Logger } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';

/** Work that a service repeats while it runs. */
export interface Job {
  readonly name: string;
  /** Pause between the end of a run and the next, in seconds. */
  readonly everySeconds: number;
  readonly run: () => Promise<void>;
}

export interface RunningJob {
  /** Waits for the run at hand and begins no more. */
  stop(): Promise<void>;
}

/** Starts a job; a failed run is logged and counted, and the next one comes all the same. */
export function startJob(
  { name, everySeconds, run }: Job,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): RunningJob {
  const stopped = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await withCause(`job ${name}`, run);
        metrics.jobRuns.inc({ job: name, outcome: 'done' });
      } catch (error) {
        metrics.jobRuns.inc({ job: name, outcome: 'failed' });
        logger.warn({ error }, `job ${name} failed and will run again in ${everySeconds} s`);
      }
      // Rejects only when the job is stopped.
      await pause(everySeconds * 1000, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  };
  const ended = loop();
  return {
    async stop() {
      stopped.abort();
      await ended;
    },
  };
}
