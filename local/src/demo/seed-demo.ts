import { logIn } from '@studynotion/contracts';
import { SandboxControls } from '../client/sandbox-controls.ts';
import type { RunningPlatform } from '../platform-file.ts';
import { SetupError } from '../setup-error.ts';
import { step } from '../terminal.ts';
import { Changes } from './changes.ts';
import { provideCourses } from './courses.ts';
import { DemoClient } from './demo-client.ts';
import { provideLearning } from './learning.ts';
import { providePeople } from './people.ts';
import { Studio } from './pictures/studio.ts';
import { readDemoPlan } from './plan.ts';
import { provideSales } from './sales.ts';

export interface SeedOptions {
  /** Of everybody whom the plan names. */
  readonly password: string;
  readonly signal: AbortSignal;
}

/**
 * Fills a running platform with the people, courses and sales of the plan, each step as its people would do it: through the
 * gateway, the inbox and the checkout. What is there already is left as it is, so an interrupted run is continued.
 */
export async function seedDemo(platform: RunningPlatform, { password, signal }: SeedOptions): Promise<Changes> {
  const newClient = clientsOf(platform, signal);
  const studio = new Studio();
  signal.addEventListener('abort', () => void studio.close(), { once: true });
  const scene = {
    plan: readDemoPlan(),
    password,
    newClient,
    administrator: await logInAdministrator(platform, newClient()),
    sandbox: new SandboxControls(() => platform.addresses.inbox),
    studio,
    changes: new Changes(),
    signal,
  };
  try {
    const people = await step('Demo people', () => providePeople(scene));
    const courses = await step('Demo courses', (progress) => provideCourses(scene, people, progress));
    await step('Demo sales', (progress) => provideSales(scene, people, courses, progress));
    await step('Demo learning', (progress) => provideLearning(scene, people, courses, progress));
    return scene.changes;
  } finally {
    await studio.close();
  }
}

/** Everybody comes from an address of his own, where the gateway believes that; else all come from this machine. */
function clientsOf({ addresses }: RunningPlatform, signal: AbortSignal): () => DemoClient {
  let clients = 0;
  return () => {
    clients += 1;
    // Kept for measurements of networks (RFC 2544).
    return new DemoClient({ gateway: () => addresses.gateway, address: `198.19.0.${clients}`, signal });
  };
}

async function logInAdministrator({ accounts }: RunningPlatform, client: DemoClient): Promise<DemoClient> {
  const account = accounts.find(({ role }) => role === 'administrator');
  if (account === undefined)
    throw new SetupError('This installation has no seeded administrator to approve instructors.');
  const { email, password } = account;
  const { accessToken } = await client.call(logIn, 200, { body: { email, password } });
  client.accessToken = accessToken;
  return client;
}
