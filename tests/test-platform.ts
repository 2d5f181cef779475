import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { provideChromium, repository, startPlatform } from '@studynotion/local';
import { type Outcome, run, runJest } from './run-jest.ts';
import { faultFolderOf, screenshotFolderOf, type TestInstance } from './support/running-platform.ts';

/** Brings courses into the running platform as a user does. @throws when that fails; why stands in the output */
async function importCourses(file: string, { instance, portOffset }: TestInstance): Promise<void> {
  const options = ['--instance', instance, '--port-offset', String(portOffset), '--import', file];
  const exitCode = await run([join('local', 'start.mjs'), ...options], {});
  if (exitCode !== 0) throw new Error(`The import of ${file} ended with ${exitCode}`);
}

/** A platform for tests of what crosses services, started as a user starts it. */
export interface TestPlatform {
  /** @param parameters of Jest, paths among them @param environment given to the tests */
  test(parameters: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Outcome>;
  stop(): Promise<unknown>;
}

export async function startTestPlatform(on: TestInstance): Promise<TestPlatform> {
  const chromium = await provideChromium('test');
  const [faultFolder, screenshotFolder] = [faultFolderOf(on), screenshotFolderOf(on)];
  for (const folder of [faultFolder, screenshotFolder]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const platform = await startPlatform({
    ...on,
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
    await importCourses(join(repository, 'examples', 'courses.json'), on);
  } catch (error) {
    await platform.stop();
    throw error;
  }
  return {
    stop: () => platform.stop(),
    test: async (parameters, environment = {}) => {
      const config = ['--config', join('tests', 'jest.config.mjs')];
      const given = { CHROMIUM: chromium, TEST_INSTANCE: on.instance, ...environment };
      const outcome = await runJest([...config, ...parameters], given);
      if (outcome.failed > 0)
        process.stdout.write(
          `Screenshots of failed steps: ${screenshotFolder}\nLogs: ${join(screenshotFolder, '..', 'logs')}\n`,
        );
      return outcome;
    },
  };
}

/** Starts a platform, runs tests on it, and stops it. */
export async function testPlatform(on: TestInstance, ...how: Parameters<TestPlatform['test']>): Promise<Outcome> {
  const platform = await startTestPlatform(on);
  try {
    return await platform.test(...how);
  } finally {
    await platform.stop();
  }
}
