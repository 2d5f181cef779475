import { installationNamed, type RunningPlatform, readPlatformFile, within } from '@studynotion/local';

/** What tests run on, beside whatever else runs on this machine: an installation and where its ports stand. */
export interface TestInstance {
  readonly instance: string;
  readonly portOffset: number;
}

/** So far above the ports of an own platform; `journeys` and `deaths` run at the same time, `cluster-tests` has a network of its own. */
const PORT_OFFSETS: Readonly<Record<string, number>> = {
  journeys: 11_000,
  deaths: 13_000,
  verify: 11_000,
  'cluster-tests': 0,
};

/** The installation that `run.ts`, `verify.ts` or `run-cluster.ts` starts under this name. */
export function testInstanceNamed(instance: string): TestInstance {
  const offset = PORT_OFFSETS[instance];
  if (offset === undefined) throw new Error(`There is no test instance ${instance}`);
  return { instance, portOffset: offset + Number(process.env.STUDYNOTION_PORT_OFFSET ?? 0) };
}

/** The one that these tests run on. */
export const testInstance = testInstanceNamed(process.env.TEST_INSTANCE ?? 'journeys');

/** Where tests put the files that make a process die at a fault point. */
export function faultFolderOf(instance: TestInstance): string {
  return within(installationNamed(instance), 'fault-points');
}

/** What screenshots are kept in. */
export function screenshotFolderOf(instance: TestInstance): string {
  return within(installationNamed(instance), 'screenshots');
}

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
