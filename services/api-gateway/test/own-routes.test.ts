import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { documentedPath, getPlatformStatus, openApiDocument, publicRoutes, serviceIds } from '@studynotion/contracts';
import { type GatewayScene, gatewayScene } from './gateway-scene.ts';

let scene: GatewayScene;
beforeEach(async () => {
  scene = await gatewayScene();
});
afterEach(() => scene.stop());

/** Lets these services say that they can work; of the others there is no trace. */
function letWork(ids: readonly string[]): void {
  for (const id of ids) scene.gateway.sidecar.respond(id, 'GET /internal/status', () => ({ status: 204 }));
}

const questions = () => scene.gateway.sidecar.invocations.filter(({ path }) => path === '/internal/status');

describe('the status of the platform', () => {
  const status = (headers: Record<string, string> = {}) => scene.gateway.call('GET', '/status', { headers });

  test('is up when every service can work', async () => {
    letWork(serviceIds);
    const { status: code, body } = await status();
    expect(code).toBe(200);
    expect(body).toEqual({
      state: 'up',
      checkedAt: expect.any(String),
      services: serviceIds.map((id) => ({ id, state: 'up' })),
    });
    expect(questions().map(({ app }) => app)).toEqual(serviceIds);
  });

  test('is degraded when one is not there, one is not well and one does not answer, and tells no more than which', async () => {
    const { sidecar } = scene.gateway;
    const broken = ['auth-service', 'course-service', 'payment-service'] as const;
    letWork(serviceIds.filter((id) => !broken.some((other) => other === id)));
    sidecar.respond('course-service', 'GET /internal/status', () => ({
      status: 503,
      body: { code: 'service.unavailable', detail: 'the database db.internal is away' },
    }));
    sidecar.respond('payment-service', 'GET /internal/status', () => new Promise(() => {}));
    const { status: code, body } = await status();
    expect([code, body.state]).toEqual([200, 'degraded']);
    const down = body.services.filter((service: { state: string }) => service.state === 'down');
    expect(down).toEqual(broken.map((id) => ({ id, state: 'down' })));
    expect(Object.keys(body)).toEqual(['state', 'checkedAt', 'services']);
  });

  test('is asked of the services once in a few seconds, however many ask and in whatever language', async () => {
    letWork(serviceIds);
    await Promise.all(['en', 'hi', 'ta', 'de'].map((language) => status({ 'accept-language': language })));
    expect(questions()).toHaveLength(serviceIds.length);
    scene.gateway.clock.advance(6);
    await status();
    expect(questions()).toHaveLength(2 * serviceIds.length);
  });
});

describe('the OpenAPI document', () => {
  test('is that of the table, relative to where it is fetched, and is not sent twice', async () => {
    const { status, headers, body } = await scene.gateway.call('GET', '/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(openApiDocument({ serverUrl: '/' }));
    expect(headers['cache-control']).toBe('public, max-age=60');
    const again = await scene.gateway.call('GET', '/openapi.json', {
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect(again.status).toBe(304);
  });
});

describe('the page of the API', () => {
  test('shows every route, and runs and loads nothing', async () => {
    const { status, headers, body } = await scene.gateway.call('GET', '/docs');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const route of publicRoutes) expect(body).toContain(`${documentedPath(route)}</code>`);
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(String(headers['content-security-policy']).split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", `style-src 'sha256-${hash}'`, "frame-ancestors 'none'"]),
    );
    expect(body).not.toMatch(/<script|<link|<img|<iframe|style=|src=|https?:/);
  });

  test('keeps its policy when it is asked for again: what a 304 says takes the place of what the browser has', async () => {
    const { headers } = await scene.gateway.call('GET', '/docs');
    const again = await scene.gateway.call('GET', '/docs', { headers: { 'if-none-match': String(headers.etag) } });
    expect(again.status).toBe(304);
    expect(again.headers['content-security-policy']).toBe(headers['content-security-policy']);
  });
});

test('a table with a route of the gateway that nothing answers is a mistake, found at the start', async () => {
  const invented = { ...getPlatformStatus, path: '/invented' } as const;
  await expect(gatewayScene([...publicRoutes, invented])).rejects.toThrow('nothing answers GET /invented');
});
