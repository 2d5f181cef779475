import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { publicRoutes } from '@studynotion/contracts';
import { type GatewayScene, gatewayScene } from './gateway-scene.ts';

let scene: GatewayScene;
const stop = () => scene.stop();

describe('the id of a request', () => {
  beforeEach(async () => {
    scene = await gatewayScene();
  });
  afterEach(stop);

  test('is its trace, which its service gets, and stands on every answer', async () => {
    const { headers } = await scene.gateway.call('GET', '/courses');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(String(scene.forwarded[0]?.headers.traceparent).split('-')[1]).toBe(headers['x-request-id']);
    for (const path of ['/nothing', '/profile', '/status', '/courses?x=1', '/healthz'])
      expect((await scene.gateway.call('GET', path)).headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is the one that a problem tells', async () => {
    const { headers, body } = await scene.gateway.call('GET', '/nothing');
    expect(body.traceId).toBe(headers['x-request-id']);
  });

  test('is never the client’s', async () => {
    const theirs = 'a'.repeat(32);
    const { headers } = await scene.gateway.call('GET', '/courses', {
      headers: { 'x-request-id': theirs, traceparent: `00-${theirs}-${'b'.repeat(16)}-01`, tracestate: 'x=1' },
    });
    expect(headers['x-request-id']).not.toBe(theirs);
    expect(JSON.stringify(scene.forwarded[0]?.headers)).not.toContain(theirs);
    expect(scene.forwarded[0]?.headers).not.toHaveProperty('tracestate');
  });
});

describe('a deprecated route', () => {
  const guide = 'https://studynotion.example/moving-on';
  beforeEach(async () => {
    const ends: Record<string, object> = {
      '/courses': { sunset: { deprecatedAt: '2026-01-01', goneAt: '2026-07-01', guide } },
      '/profile': { sunset: { deprecatedAt: '2026-01-01', goneAt: '2026-07-01' } },
    };
    scene = await gatewayScene(publicRoutes.map((route) => ({ ...route, ...ends[route.path] })).filter(isOfService));
  });
  afterEach(stop);

  const isOfService = ({ app }: { app: string }) => app !== 'api-gateway';
  const dates = { deprecation: '@1767225600', sunset: 'Wed, 01 Jul 2026 00:00:00 GMT' };

  test('says so on every answer, good or not', async () => {
    const { headers } = await scene.gateway.call('GET', '/courses');
    expect(headers).toMatchObject(dates);
    const known = await scene.gateway.call('GET', '/courses', { headers: { 'if-none-match': String(headers.etag) } });
    expect(known).toMatchObject({ status: 304, headers: dates });
    expect(await scene.gateway.call('GET', '/courses?x=1')).toMatchObject({ status: 400, headers: dates });
    expect(await scene.gateway.call('GET', '/profile')).toMatchObject({ status: 401, headers: dates });
    expect(await scene.gateway.call('PATCH', '/profile')).toMatchObject({ status: 401, headers: dates });
    scene.respond = (response) => response.destroy();
    scene.gateway.clock.advance(3);
    expect(await scene.gateway.call('GET', '/courses')).toMatchObject({ status: 502, headers: dates });
  });

  test('says so to a client that asks too often', async () => {
    scene.gateway.clock.stop();
    let answer = await scene.gateway.call('GET', '/courses');
    while (answer.status === 200) answer = await scene.gateway.call('GET', '/courses');
    expect(answer).toMatchObject({ status: 429, headers: dates });
  });

  test('links to a page about it where there is one, and only there', async () => {
    expect((await scene.gateway.call('GET', '/courses')).headers.link).toBe(`<${guide}>; rel="deprecation"`);
    expect((await scene.gateway.call('GET', '/profile')).headers).not.toHaveProperty('link');
  });

  test('leaves the others alone', async () => {
    const { headers } = await scene.gateway.call('GET', '/courses/one');
    for (const name of ['deprecation', 'sunset', 'link']) expect(headers).not.toHaveProperty(name);
  });
});
