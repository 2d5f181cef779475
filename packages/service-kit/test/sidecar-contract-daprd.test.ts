import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountRegistered, profileChanged } from '@studynotion/contracts';
import { appOf } from '@studynotion/platform';
import {
  askRedis,
  type Daprd,
  type DaprFolder,
  daprFolder,
  type RedisValue,
  startDaprd,
  untilItWorks,
  waitUntil,
} from '@studynotion/platform/testing';
import { countInWindow, daprSidecar, newId, type Sidecar, systemClock } from '../src/index.ts';
import { type Served, serve } from './serve.ts';
import { calledApp, sidecarContract } from './sidecar-contract.ts';

const REDIS_DATABASE = 11;
const apiToken = 'token-of-the-sidecars-in-tests';

let folder: DaprFolder;
let app: Served;
let daprds: Daprd[] = [];
let sidecar: Sidecar;
/** `dapr-caller-app-id` and the app token, as the called app got them. */
let shown: { caller: unknown; token: unknown } | undefined;

beforeAll(async () => {
  folder = daprFolder({ redisDatabase: REDIS_DATABASE });
  await askRedis(folder.redis, REDIS_DATABASE, ['FLUSHDB']);
  app = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = '', url = '', headers } = request;
    if (!url.startsWith('/internal/')) return void response.writeHead(200).end();
    shown = { caller: headers['dapr-caller-app-id'], token: headers['dapr-api-token'] };
    const given = headers['x-given'];
    const answer = calledApp(method, url, typeof given === 'string' ? given : undefined, text && JSON.parse(text));
    if (answer === undefined) return void (await once(response, 'close'));
    response.writeHead(answer.status, { 'content-type': 'application/json', 'x-answered': 'yes' });
    response.end(JSON.stringify(answer.body));
  });
  daprds = await Promise.all([
    startDaprd({ app: 'auth-service', folder, apiToken }),
    startDaprd({ app: 'course-service', folder, apiToken, appPort: app.port }),
  ]);
  sidecar = daprSidecar({ app: 'auth-service', httpPort: daprds[0]?.httpPort ?? 0, apiToken });
  await untilItWorks('a call of the other app', async () => {
    const { status } = await sidecar.invoke({ app: 'course-service', method: 'GET', path: '/internal/status/200' });
    if (status !== 200) throw new Error(`it answered ${status}; its sidecar says:\n${daprds[1]?.log()}`);
  });
}, 60_000);

afterAll(async () => {
  await sidecar?.close();
  await Promise.all(daprds.map((daprd) => daprd.stop()));
  await app?.close();
  folder?.remove();
});

sidecarContract('the real sidecar', () => ({
  sidecar,
  secrets: Object.fromEntries(appOf('auth-service').secrets.map((name) => [name, `${name} of auth-service`])),
  waitUntil: (seconds, condition) => waitUntil('the end of the state', condition, seconds + 5),
  received: async (id) => {
    const [stream] = await askRedis(folder.redis, REDIS_DATABASE, ['XRANGE', accountRegistered.type, '-', '+']);
    return envelopesIn(stream).find((envelope) => envelope.id === id);
  },
}));

describe('the real sidecar', () => {
  test('tells the callee who calls', async () => {
    await sidecar.invoke({ app: 'course-service', method: 'GET', path: '/internal/status/200' });
    expect(shown?.caller).toBe('auth-service');
  });

  test('lets no claim of a client stand alone, however it is written; before or after the real id it may stand', async () => {
    for (const name of ['dapr-caller-app-id', 'Dapr-Caller-App-Id', 'DAPR-CALLER-APP-ID']) {
      await sidecar.invoke({
        app: 'course-service',
        method: 'GET',
        path: '/internal/status/200',
        headers: { [name]: 'payment-service' },
      });
      expect(String(shown?.caller).split(', ').toSorted()).toEqual(['auth-service', 'payment-service']);
    }
  });

  test('shows the token of the app to it', async () => {
    await sidecar.invoke({ app: 'course-service', method: 'GET', path: '/internal/status/200' });
    expect(shown?.token).toBe(apiToken);
  });

  test('refuses to publish an event of another app', async () => {
    const event = { id: newId(), event: profileChanged, data: {}, occurredAt: new Date() };
    await expect(sidecar.publish(event)).rejects.toMatchObject({ name: 'SidecarError', status: 403 });
  });

  test('refuses one who does not know its token', async () => {
    const ask = (token: string) =>
      fetch(`${daprds[0]?.url}/v1.0/secrets/secrets-auth-service/auth-service`, {
        headers: { 'dapr-api-token': token },
      });
    expect((await ask('guessed')).status).toBe(401);
    expect((await ask(apiToken)).status).toBe(200);
  });

  test('counts exactly when many come at once, and closes rather than lets one through too many', async () => {
    const limit = { key: `login:${newId()}`, maximum: 5, seconds: 60 };
    const uses = Array.from({ length: 30 }, () => countInWindow(sidecar, systemClock, limit));
    const outcomes = await Promise.allSettled(uses);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  test('a callee that died is an error 502', async () => {
    await daprds[1]?.stop();
    const call = { app: 'course-service', method: 'GET', path: '/internal/status/200' } as const;
    await expect(sidecar.invoke(call)).rejects.toMatchObject({ name: 'SidecarError', status: 502 });
  });
});

/** Entries of a Redis stream: `[[id, ['data', '<envelope>', …]], …]`. */
function envelopesIn(stream: RedisValue): Record<string, unknown>[] {
  if (!Array.isArray(stream)) return [];
  return stream.map((entry) => {
    const fields = Array.isArray(entry) && Array.isArray(entry[1]) ? entry[1] : [];
    return JSON.parse(String(fields[fields.indexOf('data') + 1])) as Record<string, unknown>;
  });
}
