import { installationNamed, type RunningPlatform, readPlatformFile, within } from '@studynotion/local';

/**
 * The installation that `run.ts` or `verify.ts` starts for these tests, beside whatever else runs on this machine; so
 * far above the offset of an own platform, whose installation has another name.
 */
export const testInstance = {
  instance: process.env.TEST_INSTANCE ?? 'journeys',
  portOffset: 11_000 + Number(process.env.STUDYNOTION_PORT_OFFSET ?? 0),
} as const;

/** Where tests put the files that make a process die at a fault point. */
export const faultFolder = within(installationNamed(testInstance), 'fault-points');

/** What screenshots of failed steps are kept in. */
export const screenshotFolder = within(installationNamed(testInstance), 'screenshots');

/** What the platform tells about itself now; pids and restarts change when processes are started again. */
export function runningPlatform(): RunningPlatform {
  const platform = readPlatformFile(installationNamed(testInstance));
  if (platform === undefined) throw new Error('The platform of these tests does not run; start them by "npm test".');
  return platform;
}

/** The log-in that was made for this installation. */
export function seededAccount(role: RunningPlatform['accounts'][number]['role']): RunningPlatform['accounts'][number] {
  const account = runningPlatform().accounts.find((candidate) => candidate.role === role);
  if (account === undefined) throw new Error(`The platform of these tests has no ${role}`);
  return account;
}
