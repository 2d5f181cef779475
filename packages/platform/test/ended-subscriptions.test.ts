import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accountRegistered } from '@studynotion/contracts';
import { appOf, components, type DaprObject, eventRoute } from '../src/index.ts';
import {
  askRedis,
  type Daprd,
  type DaprFolder,
  daprFolder,
  freePort,
  startDaprd,
  waitUntil,
} from '../src/testing/index.ts';

const REDIS_DATABASE = 11;
const apiToken = 'token-of-the-sidecars-in-tests';
const app = 'user-profile-service';
/** Each with its dead letters. */
const TOPICS = appOf(app).subscriptions.length * 2;
const DEATHS = 3;

/** A second instead of a minute. */
function shortWaits(object: DaprObject): DaprObject {
  const spec = object.object.spec as { type?: string; metadata?: readonly { name: string }[] };
  if (spec.type !== 'pubsub.redis') return object;
  const metadata = spec.metadata?.map((entry) => (entry.name === 'readTimeout' ? { ...entry, value: '1s' } : entry));
  return { ...object, object: { ...object.object, spec: { ...spec, metadata } } };
}

let folder: DaprFolder;
let daprd: Daprd;
let publisher: Daprd;
let alive = true;
const delivered: string[] = [];
const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (path.startsWith('/events/')) delivered.push(path);
  const isKnown = path === '/healthz' || path.startsWith('/events/');
  request.resume();
  response.writeHead(isKnown ? (alive ? 200 : 503) : 404).end('{}');
});

beforeAll(async () => {
  folder = daprFolder({ redisDatabase: REDIS_DATABASE, adjust: shortWaits });
  await askRedis(folder.redis, REDIS_DATABASE, ['FLUSHDB']);
  const appPort = await freePort();
  await once(server.listen(appPort, '127.0.0.1'), 'listening');
  const flags = {
    'enable-app-health-check': 'true',
    'app-health-check-path': '/healthz',
    'app-health-probe-interval': '1',
    'app-health-threshold': '1',
  };
  publisher = await startDaprd({ app: 'auth-service', folder, apiToken });
  daprd = await startDaprd({ app, folder, apiToken, appPort, flags });
}, 30_000);

afterAll(async () => {
  await Promise.all([daprd?.stop(), publisher?.stop()]);
  server.close();
  server.closeAllConnections();
  folder?.remove();
});

async function waitingReaders(): Promise<number> {
  const [clients] = await askRedis(folder.redis, REDIS_DATABASE, ['CLIENT', 'LIST']);
  return String(clients)
    .split('\n')
    .filter((client) => client.includes(` db=${REDIS_DATABASE} `) && client.includes('cmd=xreadgroup')).length;
}

const times = (text: string) => daprd.log().split(text).length - 1;

test('subscriptions that ended with their app give their connections back, and new ones get the next event', async () => {
  await waitUntil('a reader of each topic', async () => (await waitingReaders()) === TOPICS);
  for (let death = 1; death <= DEATHS; death += 1) {
    alive = false;
    await waitUntil('the end of all subscriptions', () => times('App entered un-healthy status') === death);
    alive = true;
    await waitUntil('subscriptions again', () => times('App entered healthy status') === death + 1);
  }
  await waitUntil('only the readers that are in use', async () => (await waitingReaders()) === TOPICS, 15);
  const published = await fetch(`${publisher.url}/v1.0/publish/${components.pubsub}/${accountRegistered.type}`, {
    method: 'POST',
    headers: { 'dapr-api-token': apiToken, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(published.status).toBe(204);
  await waitUntil('the event', () => delivered.includes(eventRoute(accountRegistered)));
}, 40_000);
