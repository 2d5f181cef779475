import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { BODY_LENGTH_HEADER, newId } from '@studynotion/service-kit';
import { type GatewayScene, gatewayScene } from './gateway-scene.ts';

const accountId = newId();
const sessionId = newId();
let scene: GatewayScene;

beforeEach(async () => {
  scene = await gatewayScene();
});
afterEach(() => scene.stop());

describe('the gateway', () => {
  test('rebuilds the path and passes on only what it knows', async () => {
    const reply = await scene.raw(`/api/v1/profile/${accountId}`, [
      'dapr-app-id: http://127.0.0.1:1',
      'dapr-caller-app-id: course-service',
      'x-forwarded-host: evil.example',
      'forwarded: for=1.2.3.4',
      'x-studynotion-client-address: 6.6.6.6',
      'authorization: Bearer x',
      'cookie: a=b',
    ]);
    expect(reply).toMatch(/^HTTP\/1.1 200/);
    expect(scene.forwarded).toHaveLength(1);
    expect(scene.forwarded[0]).toMatchObject({ method: 'GET', path: `/api/v1/profile/${accountId}` });
    expect(scene.forwarded[0]?.headers).toMatchObject({
      'dapr-app-id': 'user-profile-service',
      'x-studynotion-client-address': '127.0.0.1',
    });
    for (const name of ['dapr-caller-app-id', 'x-forwarded-host', 'forwarded', 'authorization', 'cookie'])
      expect(scene.forwarded[0]?.headers).not.toHaveProperty(name);
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
    expect(await scene.raw(target)).toMatch(/^HTTP\/1.1 404[\s\S]*"code":"route.not-found"/);
    expect(scene.forwarded).toEqual([]);
  });

  test('refuses signed-in calls without a token, with a forged one, and of an ended session', async () => {
    expect(await scene.gateway.call('GET', '/profile')).toMatchObject({
      status: 401,
      body: { code: 'session.required' },
    });
    expect(await scene.gateway.call('GET', '/profile', { token: 'a.b.c' })).toMatchObject({ status: 401 });
    const token = scene.gateway.tokens.tokenOf(accountId, { sessionId });
    expect(await scene.gateway.call('GET', '/profile', { token })).toMatchObject({ status: 200 });
    scene.revoked.push(sessionId);
    await waitUntil('the gateway to hear of it', async () => {
      return (await scene.gateway.call('GET', '/profile', { token })).status === 401;
    });
  });

  test('refuses signed-in calls when nobody can tell which sessions ended, and goes on with public ones', async () => {
    scene.gateway.sidecar.break('invoke');
    scene.gateway.clock.advance(6);
    const token = scene.gateway.tokens.tokenOf(accountId, { sessionId });
    expect((await scene.gateway.call('GET', '/profile', { token })).status).toBe(503);
    expect((await scene.gateway.call('GET', '/courses')).status).toBe(200);
  });

  test('refuses another role, unknown queries, repeated ones and bodies over the limit, and forwards none of them', async () => {
    const token = scene.gateway.tokens.tokenOf(accountId, { sessionId });
    expect(await scene.gateway.call('POST', '/course-imports', { token, body: {} })).toMatchObject({ status: 403 });
    expect(await scene.gateway.call('GET', '/courses?$where=1')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
    expect(await scene.gateway.call('GET', '/courses?limit=1&limit=2')).toMatchObject({ status: 400 });
    expect(await scene.gateway.call('POST', '/auth/login', { body: { email: 'x'.repeat(70_000) } })).toMatchObject({
      status: 413,
      body: { code: 'request.too-large' },
    });
    expect(scene.forwarded).toEqual([]);
  });

  test.each([
    ['of a dead service', 500, 'application/json', '{"errorCode":"ERR_DIRECT_INVOKE"}'],
    ['of a call that it does not allow', 403, 'application/json', '{"errorCode":"ERR_DIRECT_INVOKE"}'],
    ['of headers that it finds too large', 431, 'text/plain; charset=utf-8', '431 Request Header Fields Too Large'],
  ])('turns what a sidecar says %s into a problem', async (_what, status, type, body) => {
    scene.answer = { status, headers: { 'content-type': type }, body };
    for (const path of ['/courses', `/profile/${accountId}`])
      expect(await scene.gateway.call('GET', path)).toMatchObject({
        status: 502,
        body: { code: 'service.unreachable' },
      });
  });

  test('passes on what a service says is wrong', async () => {
    scene.answer = {
      status: 401,
      headers: { 'content-type': 'application/problem+json', 'set-cookie': ['a=1', 'b=2'] },
      body: '{"code":"login.failed"}',
    };
    const failed = await scene.gateway.call('POST', '/auth/login', { body: { email: 'a@b.example', password: 'x' } });
    expect(failed).toMatchObject({
      status: 401,
      body: { code: 'login.failed' },
      headers: { 'set-cookie': ['a=1', 'b=2'] },
    });
  });

  test('tells a client that sends too much in chunks, whose length nobody knew', async () => {
    const { hostname, port } = new URL(scene.gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    socket.write(`ffffff\r\n${'x'.repeat(200_000)}`); // and more would follow
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 [\s\S]*"code":"request.too-large"/);
    expect(scene.forwarded).toEqual([]);
  });

  test.each([
    ['too large a body', '/api/v1/auth/login', 413],
    ['a body of somebody who is not signed in', '/api/v1/course-imports', 401],
    ['a body for a path that is none', '/api/v1/nothing', 404],
  ])('reads on after its answer, so that who still sends %s sees it', async (_what, path, status) => {
    const { hostname, port } = new URL(scene.gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2000000\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*"code":`));
    // A connection that was closed would answer this with a reset, which is an error here.
    socket.write(Buffer.alloc(1_999_999));
    socket.write('x');
    await once(socket, 'close');
    expect(scene.forwarded).toEqual([]);
  });

  test('ends an answer early where its service does, so that nobody takes a part for the whole', async () => {
    scene.respond = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"begun":', () => response.destroy());
    };
    await expect(scene.gateway.call('GET', `/profile/${accountId}`)).rejects.toThrow();
    expect(scene.logged()).toEqual([
      expect.objectContaining({ 'log.level': 'warn', message: 'user-profile-service broke off its answer' }),
    ]);
    expect(await scene.gateway.call('GET', '/courses')).toMatchObject({ status: 502 });
  });

  test.each([
    ['nothing of it', '', { 'content-type': 'application/json', [BODY_LENGTH_HEADER]: '20' }],
    ['a part of it', '{"begun":', { 'content-type': 'application/json', [BODY_LENGTH_HEADER]: '20' }],
    ['nothing at all', '', {}],
  ])('breaks off where a sidecar ends %s as if it were all', async (_what, body, headers) => {
    scene.respond = (response) => {
      response.writeHead(200, headers).end(body);
    };
    await expect(scene.gateway.call('GET', `/profile/${accountId}`)).rejects.toThrow();
    expect(await scene.gateway.call('GET', '/courses')).toMatchObject({ status: 502 });
    scene.respond = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    expect(await scene.gateway.call('GET', '/courses')).toMatchObject({ status: 200 });
  });

  test('finds nothing worth a line in the log where a client leaves early', async () => {
    const { hostname, port } = new URL(scene.gateway.url);
    const begin = (request: string) => {
      const socket = connect(Number(port), hostname);
      socket.write(request);
      return socket;
    };
    const inBody = begin('POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"email"');
    scene.respond = () => {};
    const waiting = begin('GET /api/v1/auth/.well-known/jwks.json HTTP/1.1\r\nhost: x\r\n\r\n');
    await waitUntil('the question', () => scene.forwarded.length === 1);
    scene.respond = (response) => response.writeHead(200, { 'content-length': '100' }).write('the beginning');
    const inAnswer = begin(`GET /api/v1/profile/${accountId} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await once(inAnswer, 'data');
    for (const socket of [inBody, waiting, inAnswer]) socket.destroy();
    // A request counts as measured when its connection is done with.
    await waitUntil('the gateway to see all leave', async () => {
      const metrics = await (await fetch(`${scene.gateway.operationsUrl}/metrics`)).text();
      return [...metrics.matchAll(/_duration_seconds_count\{.*route="[^"]*(login|jwks|profile)/g)].length === 3;
    });
    await scene.gateway.call('GET', '/nothing');
    expect(scene.logged()).toEqual([]);
  });

  test('measures requests by the template of their route', async () => {
    await scene.gateway.call('GET', `/profile/${accountId}`);
    const metrics = await (await fetch(`${scene.gateway.operationsUrl}/metrics`)).text();
    expect(metrics).toMatch(/^http_server_request_duration_seconds_count\{.*route="\/api\/v1\/profile\/:accountId"/m);
    expect(metrics).not.toContain(accountId);
  });

  test('answers other origins only when they are on the list', async () => {
    const allowed = await scene.gateway.call('GET', '/courses', { headers: { origin: 'https://school.example' } });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://school.example');
    const other = await scene.gateway.call('GET', '/courses', { headers: { origin: 'https://evil.example' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
