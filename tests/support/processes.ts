import { setTimeout as pause } from 'node:timers/promises';
import { askRedis, waitUntil } from '@studynotion/platform/testing';
import { runningPlatform } from './running-platform.ts';

export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
  /** How often it was started again. */
  readonly restarts: number;
}

/** A process of the platform as it is now: `auth-service`, `auth-service-sidecar`, `redis`. @throws where there is none */
export function processNamed(name: string): NamedProcess {
  const found = runningPlatform().processes.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The platform of these tests has no process ${name}`);
  return found;
}

/** Ends a process with no time for a last word, and waits until the launcher has started it again. */
export async function kill(name: string): Promise<void> {
  const victim = processNamed(name);
  process.kill(victim.pid, 'SIGKILL');
  await startedAgain(victim);
}

/** Waits until a process that dies by itself was started again. */
export async function startedAgain({ name, pid, restarts }: NamedProcess): Promise<void> {
  await waitUntil(
    `another start of ${name}`,
    () => {
      const now = processNamed(name);
      return now.pid !== pid && now.restarts > restarts;
    },
    40,
  );
}

/** Waits until every app says that it can work, and its sidecar has seen it and lets calls through. */
export async function everythingReady(): Promise<void> {
  for (const app of Object.keys(runningPlatform().ports))
    await waitUntil(`readiness of ${app}`, () => isReady(app), 60);
}

async function isReady(app: string): Promise<boolean> {
  const { ports, tokens } = runningPlatform();
  const called = `http://127.0.0.1:${ports['api-gateway']?.daprHttp}/v1.0/invoke/${app}/method/healthz`;
  try {
    const answers = [
      await fetch(`http://127.0.0.1:${ports[app]?.operations}/readyz`),
      await fetch(called, { headers: { 'dapr-api-token': tokens['api-gateway']?.dapr ?? '' } }),
    ];
    return answers.every(({ ok }) => ok);
  } catch {
    return false; // one of them does not listen yet
  }
}

/** Has a process stand still while the work runs: it lives and answers nobody. */
export async function standingStill<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { pid } = processNamed(name);
  process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/**
 * Has Redis stand still while the work runs, and for these seconds at least.
 * @returns for how many seconds it let somebody wait who asked it meanwhile
 */
export async function redisStandingStill(seconds: number, work: () => Promise<void>): Promise<number> {
  const { redis } = runningPlatform();
  const begin = performance.now();
  let answered: Promise<number> | undefined;
  await standingStill('redis', async () => {
    answered = askRedis(redis, 0, ['PING']).then(() => (performance.now() - begin) / 1000);
    const enough = pause(seconds * 1000); // nothing to wait for: the time is the fault
    await work();
    await enough;
  });
  return answered ?? 0;
}
