import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { configure, newId } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { apiGateway } from '../src/app.ts';
import { Settings } from '../src/config.ts';

interface Forwarded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The far side of the gateway's pool: notes what would reach the sidecar. */
let upstream: Server;
let forwarded: Forwarded[];
let gateway: TestService;
let answer: { status: number; headers: Record<string, string | string[]>; body: string };

const accountId = newId();
const sessionId = newId();
let revoked: string[];

beforeEach(async () => {
  forwarded = [];
  revoked = [];
  answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  upstream = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    forwarded.push({ method, path: url, headers, body: await text(request) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const configuration = configure('api-gateway', Settings, { ALLOWED_ORIGINS: 'https://school.example' });
  gateway = await startTestService(apiGateway, {
    ...configuration,
    daprHttpPort: (upstream.address() as AddressInfo).port,
  });
  gateway.sidecar.respond('auth-service', 'GET /internal/revocations', () => ({
    status: 200,
    body: { revocations: revoked.map((id) => ({ sessionId: id, revokedAt: new Date().toISOString() })) },
  }));
  await untilReady();
});

afterEach(async () => {
  await gateway.stop();
  upstream.close();
});

/** The list is pulled twice a second; ready means it was. */
async function untilReady(): Promise<void> {
  const end = Date.now() + 5000;
  while ((await fetch(`${gateway.operationsUrl}/readyz`)).status !== 200) {
    if (Date.now() > end) throw new Error('the gateway did not become ready');
  }
}

/** Sends bytes as they are; a URL parser would tidy them. */
async function raw(target: string, headers: readonly string[] = []): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`,
  );
  return text(socket);
}

describe('the gateway', () => {
  test('rebuilds the path and passes on only what it knows', async () => {
    const reply = await raw('/api/v1/courses/my-course', [
      'dapr-app-id: http://127.0.0.1:1',
      'dapr-caller-app-id: course-service',
      'x-forwarded-host: evil.example',
      'forwarded: for=1.2.3.4',
      'x-studynotion-client-address: 6.6.6.6',
      'authorization: Bearer x',
      'cookie: a=b',
    ]);
    expect(reply).toMatch(/^HTTP\/1.1 200/);
    expect(forwarded).toHaveLength(1);
    expect(forwarded[0]).toMatchObject({ method: 'GET', path: '/api/v1/courses/my-course' });
    expect(forwarded[0]?.headers).toMatchObject({
      'dapr-app-id': 'course-service',
      'x-studynotion-client-address': '127.0.0.1',
    });
    for (const name of ['dapr-caller-app-id', 'x-forwarded-host', 'forwarded', 'authorization', 'cookie'])
      expect(forwarded[0]?.headers).not.toHaveProperty(name);
  });

  test.each([
    '/api/v1/courses/..%2f..%2finternal%2frevocations',
    '/api/../v1.0/metadata',
    '/v1.0/invoke/auth-service/method/internal/revocations',
    '/internal/revocations',
    '/events/studynotion.account.registered.v1',
    'http://127.0.0.1:1/api/v1/courses',
    '//api/v1/courses',
  ])('lets nothing of %s through', async (target) => {
    expect(await raw(target)).toMatch(/^HTTP\/1.1 404[\s\S]*"code":"route.not-found"/);
    expect(forwarded).toEqual([]);
  });

  test('refuses signed-in calls without a token, with a forged one, and of an ended session', async () => {
    expect(await gateway.call('GET', '/profile')).toMatchObject({ status: 401, body: { code: 'session.required' } });
    expect(await gateway.call('GET', '/profile', { token: 'a.b.c' })).toMatchObject({ status: 401 });
    const token = gateway.tokens.tokenOf(accountId, { sessionId });
    expect(await gateway.call('GET', '/profile', { token })).toMatchObject({ status: 200 });
    revoked = [sessionId];
    const end = Date.now() + 3000;
    let status = 200;
    while (status !== 401 && Date.now() < end) status = (await gateway.call('GET', '/profile', { token })).status;
    expect(status).toBe(401);
  });

  test('refuses signed-in calls when nobody can tell which sessions ended, and goes on with public ones', async () => {
    gateway.sidecar.break('invoke');
    gateway.clock.advance(6);
    const token = gateway.tokens.tokenOf(accountId, { sessionId });
    expect((await gateway.call('GET', '/profile', { token })).status).toBe(503);
    expect((await gateway.call('GET', '/courses')).status).toBe(200);
  });

  test('refuses another role, unknown queries, repeated ones and bodies over the limit, and forwards none of them', async () => {
    const token = gateway.tokens.tokenOf(accountId, { sessionId });
    expect(await gateway.call('POST', '/course-imports', { token, body: {} })).toMatchObject({ status: 403 });
    expect(await gateway.call('GET', '/courses?$where=1')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
    expect(await gateway.call('GET', '/courses?limit=1&limit=2')).toMatchObject({ status: 400 });
    expect(await gateway.call('POST', '/auth/login', { body: { email: 'x'.repeat(70_000) } })).toMatchObject({
      status: 413,
      body: { code: 'request.too-large' },
    });
    expect(forwarded).toEqual([]);
  });

  test('turns what a sidecar says of a dead service into a problem, and passes on what a service says', async () => {
    answer = {
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: '{"errorCode":"ERR_DIRECT_INVOKE"}',
    };
    expect(await gateway.call('GET', '/courses')).toMatchObject({ status: 502, body: { code: 'service.unreachable' } });
    answer = {
      status: 401,
      headers: { 'content-type': 'application/problem+json', 'set-cookie': ['a=1', 'b=2'] },
      body: '{"code":"login.failed"}',
    };
    const failed = await gateway.call('POST', '/auth/login', { body: { email: 'a@b.example', password: 'x' } });
    expect(failed).toMatchObject({
      status: 401,
      body: { code: 'login.failed' },
      headers: { 'set-cookie': ['a=1', 'b=2'] },
    });
  });

  test('answers other origins only when they are on the list', async () => {
    const allowed = await gateway.call('GET', '/courses', { headers: { origin: 'https://school.example' } });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://school.example');
    const other = await gateway.call('GET', '/courses', { headers: { origin: 'https://evil.example' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
