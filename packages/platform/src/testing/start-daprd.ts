import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AppId } from '@studynotion/contracts';
import { type DaprObject, daprObjects, toYaml } from '../dapr-objects.ts';
import { apps } from '../table.ts';
import { freePort } from './free-port.ts';
import { type TestRedis, testRedis } from './redis.ts';
import { waitUntil } from './wait-until.ts';

/** A folder with the platform's Dapr objects and made-up secrets, as `npm start` writes them. */
export interface DaprFolder {
  readonly path: string;
  readonly redis: TestRedis;
  remove(): void;
}

export interface DaprFolderOptions {
  /** Database of the Redis, so that two tests do not meet. */
  readonly redisDatabase: number;
  /** Changes an object before it is written, e.g. to shorter retries. */
  readonly adjust?: (object: DaprObject) => DaprObject;
}

/** Writes the platform's Dapr objects for tests. */
export function daprFolder({ redisDatabase, adjust = (object) => object }: DaprFolderOptions): DaprFolder {
  const redis = testRedis();
  const path = mkdtempSync(join(tmpdir(), 'studynotion-dapr-'));
  const secretsFolder = join(path, 'secrets');
  mkdirSync(secretsFolder);
  for (const app of apps) {
    const values = Object.fromEntries(app.secrets.map((name) => [name, `${name} of ${app.id}`]));
    writeFileSync(join(secretsFolder, `${app.id}.json`), JSON.stringify({ [app.id]: values }));
  }
  const nameResolutionFile = join(path, 'names.db');
  for (const object of daprObjects({ redisHost: redis.host, secretsFolder, nameResolutionFile })) {
    const file = join(path, object.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, toYaml(adjust(inDatabase(redisDatabase, object))));
  }
  return { path, redis, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function inDatabase(database: number, object: DaprObject): DaprObject {
  const spec = object.object.spec as { type?: string; metadata?: readonly { name: string; value: string }[] };
  if (spec.type?.endsWith('.redis') !== true) return object;
  const metadata = [...(spec.metadata ?? []), { name: 'redisDB', value: String(database) }];
  return { ...object, object: { ...object.object, spec: { ...spec, metadata } } };
}

export interface DaprdOptions {
  readonly app: AppId;
  readonly folder: DaprFolder;
  /** Where the app listens. @default none: a sidecar without an app */
  readonly appPort?: number;
  /** Shown by the sidecar to the app, and asked of whoever calls the sidecar. */
  readonly apiToken: string;
  /** Flags besides those that every sidecar of the tests has, by name. @default none */
  readonly flags?: Readonly<Record<string, string>>;
}

export interface Daprd {
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly url: string;
  /** What it wrote so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a real sidecar with the objects of a folder; it is ready for calls when this returns. */
export async function startDaprd({ app, folder, appPort, apiToken, flags: more }: DaprdOptions): Promise<Daprd> {
  const program = process.env.DAPRD;
  if (program === undefined)
    throw new Error('tests with a real sidecar need daprd: set DAPRD to its binary, or run them by `npm test`');
  const [httpPort, grpcPort, internalGrpcPort, metricsPort] = await Promise.all(
    Array.from({ length: 4 }, () => freePort()),
  );
  const flags = {
    'app-id': app,
    ...(appPort === undefined ? {} : { 'app-port': String(appPort), 'app-protocol': 'http' }),
    'dapr-http-port': String(httpPort),
    'dapr-grpc-port': String(grpcPort),
    'dapr-internal-grpc-port': String(internalGrpcPort),
    'metrics-port': String(metricsPort),
    'dapr-listen-addresses': '127.0.0.1',
    'dapr-internal-grpc-listen-address': '127.0.0.1',
    'metrics-listen-address': '127.0.0.1',
    config: join(folder.path, 'configuration', `${app}.yaml`),
    'dapr-graceful-shutdown-seconds': '1',
    ...more,
  };
  const resources = ['components', 'subscriptions', 'resiliency'].map((name) => join(folder.path, name));
  const child = spawn(
    program,
    [
      ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
      ...resources.flatMap((path) => ['--resources-path', path]),
      '--disable-builtin-k8s-secret-store',
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder.path,
        DAPR_API_TOKEN: apiToken,
        APP_API_TOKEN: apiToken,
        REDIS_PASSWORD: folder.redis.password,
        DAPR_HOST_IP: '127.0.0.1',
      },
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  const url = `http://127.0.0.1:${httpPort}`;
  try {
    await waitUntil(`the sidecar of ${app}`, async () => {
      if (child.exitCode !== null) throw new Error(`daprd of ${app} ended`);
      return isReady(url, apiToken);
    });
  } catch (cause) {
    await stop(child);
    throw new Error(`daprd of ${app} did not start:\n${log}`, { cause });
  }
  return { httpPort: httpPort ?? 0, grpcPort: grpcPort ?? 0, url, log: () => log, stop: () => stop(child) };
}

async function isReady(url: string, apiToken: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1.0/healthz/outbound`, { headers: { 'dapr-api-token': apiToken } });
    return answer.status === 204;
  } catch {
    return false; // not listening yet
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}
