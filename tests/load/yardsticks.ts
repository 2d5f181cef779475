import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { daprFolder, freePort, startDaprd } from '@studynotion/platform/testing';

/** What everything else is compared with, started beside the platform. */
export interface Yardsticks {
  /** Where a bare Express app answers. */
  readonly bare: string;
  /** Where the same app is reached through an app in front and a sidecar of each. */
  readonly behindSidecars: string;
  stop(): Promise<void>;
}

const apiToken = 'token-of-the-yardsticks';
/** A database of the platform's Redis that nothing else uses. */
const REDIS_DATABASE = 14;

/** Needs DAPRD, REDIS_HOST and REDIS_PASSWORD in the environment. */
export async function startYardsticks(): Promise<Yardsticks> {
  const folder = daprFolder({ redisDatabase: REDIS_DATABASE });
  const [barePort, frontPort] = await Promise.all([freePort(), freePort()]);
  const bare = await startApp('bare-app.ts', [barePort]);
  const sidecars = await Promise.all([
    startDaprd({ app: 'api-gateway', folder, apiToken }),
    startDaprd({ app: 'course-service', folder, apiToken, appPort: barePort }),
  ]);
  const front = await startApp('forwarding-app.ts', [frontPort, sidecars[0].httpPort, apiToken]);
  return {
    bare: `http://127.0.0.1:${barePort}`,
    behindSidecars: `http://127.0.0.1:${frontPort}`,
    stop: async () => {
      front.kill();
      await Promise.all(sidecars.map((sidecar) => sidecar.stop()));
      bare.kill();
      folder.remove();
    },
  };
}

async function startApp(file: string, parameters: readonly (number | string)[]): Promise<ChildProcess> {
  const path = join(import.meta.dirname, file);
  const child = spawn(process.execPath, [path, ...parameters.map(String)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} did not start`))),
  ]);
  return child;
}
