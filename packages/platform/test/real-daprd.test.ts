import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountRegistered } from '@studynotion/contracts';
import { components, type DaprObject, deadLetterRoute, eventRoute, secretStoreOf } from '../src/index.ts';
import {
  askRedis,
  type Daprd,
  type DaprFolder,
  daprFolder,
  freePort,
  startDaprd,
  waitUntil,
} from '../src/testing/index.ts';

const REDIS_DATABASE = 12;
const apiToken = 'token-of-the-sidecars-in-tests';
const headers = { 'dapr-api-token': apiToken, 'content-type': 'application/json' };
const RETRIES = 2;

/** Two quick retries instead of a minute of them. */
function quickRetries(object: DaprObject): DaprObject {
  if (object.object.kind !== 'Resiliency') return object;
  const spec = object.object.spec as { policies: { retries: Record<string, unknown> } };
  const delivery = { policy: 'constant', duration: '50ms', maxRetries: RETRIES };
  const policies = { ...spec.policies, retries: { ...spec.policies.retries, delivery } };
  return { ...object, object: { ...object.object, spec: { ...spec, policies } } };
}

/** daprd asks the app for subscriptions of its own; it subscribes to nothing at all where that answer is odd. */
function statusOf(path: string): number {
  if (path.startsWith('/dapr/')) return 404;
  return path.startsWith('/events/') ? 500 : 200;
}

describe('with the platform as generated, the real daprd', () => {
  let folder: DaprFolder;
  const daprds: Daprd[] = [];
  let auth: Daprd;
  let gateway: Daprd;
  let profile: Daprd;
  /** What the app of user-profile-service was sent; it refuses every event. */
  const delivered: { path: string; id: string }[] = [];
  const profileApp = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    if (request.method === 'POST' && text !== '') delivered.push({ path, id: (JSON.parse(text) as { id: string }).id });
    response.writeHead(statusOf(path)).end('{}');
  });

  beforeAll(async () => {
    folder = daprFolder({ redisDatabase: REDIS_DATABASE, adjust: quickRetries });
    await askRedis(folder.redis, REDIS_DATABASE, ['FLUSHDB']);
    const appPort = await freePort();
    profileApp.listen(appPort, '127.0.0.1');
    await once(profileApp, 'listening');
    const start = async (...parameters: Parameters<typeof startDaprd>) => {
      const daprd = await startDaprd(...parameters);
      daprds.push(daprd);
      return daprd;
    };
    [auth, gateway, profile] = await Promise.all([
      start({ app: 'auth-service', folder, apiToken }),
      start({ app: 'api-gateway', folder, apiToken }),
      start({ app: 'user-profile-service', folder, apiToken, appPort }),
    ]);
  }, 30_000);

  afterAll(async () => {
    await Promise.all(daprds.map((daprd) => daprd.stop()));
    profileApp.close();
    profileApp.closeAllConnections();
    folder?.remove();
  });

  const ask = (daprd: Daprd, path: string, init: RequestInit = {}) =>
    fetch(`${daprd.url}${path}`, { headers, ...init });

  test.each([
    ['state', `/v1.0/state/${components.stateStore}/x`, 'GET'],
    ['publish', `/v1.0/publish/${components.pubsub}/${accountRegistered.type}`, 'POST'],
    ['secrets', `/v1.0/secrets/${secretStoreOf('auth-service')}/auth-service`, 'GET'],
    ['shutdown', '/v1.0/shutdown', 'POST'],
  ])("does not have the API for %s on the gateway's sidecar", async (_name, path, method) => {
    const answer = await ask(gateway, path, { method });
    // Not a route of its own any more, so that it is taken for a call without an app.
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('ERR_DIRECT_INVOKE');
  });

  test('has these APIs where they are allowed', async () => {
    expect((await ask(auth, `/v1.0/state/${components.stateStore}/missing`)).status).toBe(204);
    expect((await ask(auth, `/v1.0/secrets/${secretStoreOf('auth-service')}/auth-service`)).status).toBe(200);
    expect((await ask(gateway, '/v1.0/metadata')).status).toBe(200);
    expect((await ask(gateway, '/v1.0/healthz/outbound')).status).toBe(204);
  });

  test('gives an app the keys of its own secret and never those of another', async () => {
    const own = await ask(auth, `/v1.0/secrets/${secretStoreOf('auth-service')}/auth-service`);
    expect(await own.json()).toMatchObject({ 'mongodb-uri': 'mongodb-uri of auth-service' });
    const foreign = await ask(profile, `/v1.0/secrets/${secretStoreOf('auth-service')}/auth-service`);
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    expect(await foreign.text()).not.toContain('of auth-service');
  });

  test('finds another app by SQLite name resolution', async () => {
    const answer = await ask(gateway, '/api/v1/profile', {
      headers: { ...headers, 'dapr-app-id': 'user-profile-service' },
    });
    expect(answer.status).toBe(200);
    expect(gateway.log()).toContain('Initialized name resolution to sqlite');
  });

  test('accepts the settings of the broker and the policies', () => {
    const complaints = daprds.flatMap((daprd) => daprd.log().match(/level=(?:error|fatal).*/g) ?? []);
    expect(complaints).toEqual([]);
    expect(auth.log()).toContain('Loading Resiliency configuration: studynotion');
  });

  test('makes a dead letter of an event whose handler fails at every attempt, and tells nobody else', async () => {
    const envelope = {
      specversion: '1.0',
      id: 'event-1',
      type: accountRegistered.type,
      source: 'auth-service',
      data: {},
    };
    const published = await ask(auth, `/v1.0/publish/${components.pubsub}/${accountRegistered.type}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(envelope),
    });
    expect(published.status).toBe(204);
    const dead = deadLetterRoute(accountRegistered);
    await waitUntil('the dead letter', () => delivered.some(({ path }) => path === dead), 15);
    const attempts = Array.from({ length: RETRIES + 1 }, () => ({
      path: eventRoute(accountRegistered),
      id: 'event-1',
    }));
    expect(delivered).toEqual([...attempts, { path: dead, id: 'event-1' }]);
  });

  test('lets an app publish its own events only', async () => {
    const foreign = await ask(profile, `/v1.0/publish/${components.pubsub}/${accountRegistered.type}`, {
      method: 'POST',
      body: '{}',
    });
    expect([foreign.status, (await foreign.json()) as unknown]).toEqual([
      403,
      expect.objectContaining({ errorCode: 'ERR_PUBSUB_FORBIDDEN' }),
    ]);
  });
});
