import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listRevocations, type PlatformStatus } from '@studynotion/contracts';
import { type Daprd, type DaprFolder, daprFolder, startDaprd, waitUntil } from '@studynotion/platform/testing';
import {
  configure,
  createLogger,
  daprSidecar,
  type RunningService,
  startService,
  systemClock,
} from '@studynotion/service-kit';
import { request } from 'undici';
import { apiGateway } from '../src/app.ts';
import { Settings } from '../src/config.ts';
import { LARGEST_HEAD } from '../src/http/upstream.ts';

const apiToken = 'token-of-the-sidecars-in-tests';
const logged: string[] = [];
/** Headers of the last request that an app got. */
let got: IncomingHttpHeaders = {};
let apps: Server;
let folder: DaprFolder;
let daprds: Daprd[] = [];
let gateway: RunningService;

/** Stands for auth-service and course-service at once. */
function answerAsServices(): Server {
  return createServer((incoming, response) => {
    const { url = '', headers } = incoming;
    if (url.startsWith('/api/')) got = headers;
    if (url === '/internal/status') return void response.writeHead(204).end();
    const body = url === `/internal${listRevocations.path}` ? { revocations: [] } : { items: [] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
}

beforeAll(async () => {
  apps = answerAsServices().listen(0, '127.0.0.1');
  await once(apps, 'listening');
  const appPort = (apps.address() as AddressInfo).port;
  folder = daprFolder({ redisDatabase: 13 });
  const [own, ...others] = await Promise.all([
    startDaprd({ app: 'api-gateway', folder, apiToken }),
    startDaprd({ app: 'auth-service', folder, apiToken, appPort }),
    startDaprd({ app: 'course-service', folder, apiToken, appPort }),
  ]);
  daprds = [own, ...others];
  const configuration = {
    ...configure('api-gateway', Settings, { DAPR_API_TOKEN: apiToken, LOG_LEVEL: 'warn' }),
    ...{ appPort: 0, operationsPort: 0, daprHttpPort: own.httpPort },
  };
  gateway = await startService(apiGateway, configuration, {
    sidecar: daprSidecar({ app: 'api-gateway', httpPort: own.httpPort, apiToken }),
    clock: systemClock,
    logger: createLogger({ app: 'api-gateway', level: 'warn', destination: { write: (line) => logged.push(line) } }),
  });
  await waitUntil('the gateway to be ready', async () => (await fetch(`${gateway.operationsUrl}/readyz`)).ok);
}, 30_000);

afterAll(async () => {
  await gateway?.stop();
  await Promise.all(daprds.map((daprd) => daprd.stop()));
  apps?.close().closeAllConnections();
  folder?.remove();
});

beforeEach(() => {
  got = {};
});

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await request(`${gateway.url}/api/v1${path}`, { headers });
  return { status: answer.statusCode, headers: answer.headers, body: (await answer.body.json()) as { code?: string } };
}

describe('through real sidecars', () => {
  test('a service hears the id that the client is told', async () => {
    const { status, headers } = await get('/courses');
    expect(status).toBe(200);
    expect(String(got.traceparent).split('-')[1]).toBe(headers['x-request-id']);
  });

  test('a dead service is a problem, which the log knows by the id that the client is told', async () => {
    const { status, headers, body } = await get(`/profile/${'a'.repeat(24)}`);
    expect([status, body.code]).toEqual([502, 'service.unreachable']);
    const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ 'trace.id': headers['x-request-id'] }));
  });

  test('the status tells who is there', async () => {
    const { services } = (await get('/status')).body as PlatformStatus;
    expect(services.filter(({ state }) => state === 'up').map(({ id }) => id)).toEqual([
      'auth-service',
      'course-service',
    ]);
  });

  test('a header of bytes that are no text arrives without them', async () => {
    expect((await get('/courses', { 'accept-language': 'M\xfcller, en' })).status).toBe(200);
    expect(got['accept-language']).toBe('M?ller, en');
  });

  test('headers are refused by the gateway before a sidecar would, and all that it lets through arrive', async () => {
    const ask = (size: number) => get('/courses', { 'accept-language': 'x'.repeat(size) });
    // The largest that passes is searched for, since what the gateway adds to a request counts too.
    let passes = 1000;
    let fails = LARGEST_HEAD;
    while (fails - passes > 1) {
      const middle = Math.floor((passes + fails) / 2);
      if ((await ask(middle)).status === 200) passes = middle;
      else fails = middle;
    }
    const { status, body } = await ask(fails);
    expect([status, body.code]).toEqual([431, 'request.headers-too-large']);
    expect(passes).toBeGreaterThan(LARGEST_HEAD - 500);
  });
});
