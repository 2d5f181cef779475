import { describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { recordingLogger } from '../test/recording-logger.ts';
import { startJob } from './job.ts';
import { createMetrics } from './observability/metrics.ts';

describe('a job', () => {
  test('runs again after a failure, which is logged and counted', async () => {
    const { logger, lines } = recordingLogger();
    const metrics = createMetrics('course-service');
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs === 1) throw new Error('no broker');
    };
    const job = startJob({ name: 'sweep', everySeconds: 0.001, run }, { logger, metrics });
    await waitUntil('a run after the failure', () => runs > 1);
    await job.stop();
    expect(lines()[0]).toMatchObject({ 'log.level': 'warn', error: { message: 'no broker' } });
    expect(await metrics.registry.getSingleMetricAsString('studynotion_job_runs_total')).toMatch(
      /outcome="failed".* 1/,
    );
  });

  test('finishes the run at hand when it is stopped, and begins no more', async () => {
    const { logger } = recordingLogger();
    let finish = () => {};
    let runs = 0;
    const run = () => {
      runs += 1;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    };
    const job = startJob({ name: 'sweep', everySeconds: 0, run }, { logger, metrics: createMetrics('course-service') });
    let stopped = false;
    const stop = job.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    finish();
    await stop;
    expect(runs).toBe(1);
  });
});
