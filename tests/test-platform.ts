import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { provideChromium, repository, startPlatform } from '@studynotion/local';
import { type Outcome, run, runJest } from './run-jest.ts';
import { faultFolder, screenshotFolder, testInstance } from './support/running-platform.ts';

/** Brings courses into the running platform as a user does. @throws when that fails; why stands in the output */
async function importCourses(file: string): Promise<void> {
  const { instance, portOffset } = testInstance;
  const options = ['--instance', instance, '--port-offset', String(portOffset), '--import', file];
  const exitCode = await run([join('local', 'start.mjs'), ...options], {});
  if (exitCode !== 0) throw new Error(`The import of ${file} ended with ${exitCode}`);
}

/** Tests of what crosses services, on a platform started as a user starts it. */
export async function testPlatform(paths: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const chromium = await provideChromium('test');
  for (const folder of [faultFolder, screenshotFolder]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const platform = await startPlatform({
    ...testInstance,
    reset: true,
    environment: {
      FAULT_POINTS: faultFolder,
      // Tests stand where a proxy would, so that each of their clients has an address of its own.
      TRUSTED_PROXIES: '1',
      REFRESH_GRACE_SECONDS: '4',
      // What completes an order here is a callback or a webhook, and nothing that looks again later.
      RECONCILE_SECONDS: '3600',
    },
  });
  try {
    await importCourses(join(repository, 'examples', 'courses.json'));
    const config = ['--config', join('tests', 'jest.config.mjs')];
    const outcome = await runJest([...config, ...paths], { CHROMIUM: chromium, ...environment });
    if (outcome.failed > 0)
      process.stdout.write(
        `Screenshots of failed steps: ${screenshotFolder}\nLogs: ${join(screenshotFolder, '..', 'logs')}\n`,
      );
    return outcome;
  } finally {
    await platform.stop();
  }
}
