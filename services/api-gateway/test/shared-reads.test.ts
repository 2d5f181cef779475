import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { getMyProfile, publicRoutes } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { newId } from '@studynotion/service-kit';
import { request } from 'undici';
import { type GatewayScene, gatewayScene, json } from './gateway-scene.ts';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await gatewayScene();
});
beforeEach(() => scene.renew());
afterAll(() => scene.stop());

const get = (path: string, headers: Record<string, string> = {}) => scene.gateway.call('GET', path, { headers });

/** From now on answers wait until the test lets them go. */
function holdAnswers(): { readonly held: ServerResponse[]; letGo(): void } {
  const { respond } = scene;
  const held: ServerResponse[] = [];
  scene.respond = (response) => held.push(response);
  return {
    held,
    letGo: () => {
      scene.respond = respond;
      for (const response of held) respond(response, scene.answer);
    },
  };
}

describe('a public read of the catalogue', () => {
  test('is asked of its service once for all who want it within its seconds, then again', async () => {
    scene.answer = json({ items: [] });
    const { held, letGo } = holdAnswers();
    const all = Array.from({ length: 20 }, () => get('/courses'));
    await waitUntil('the question', () => held.length > 0);
    letGo();
    for (const answer of await Promise.all(all)) expect(answer).toMatchObject({ status: 200, body: { items: [] } });
    expect(scene.forwarded).toHaveLength(1);
    scene.gateway.clock.advance(3);
    await get('/courses');
    expect(scene.forwarded).toHaveLength(2);
  });

  test('says how long it holds, and that it depends on the language', async () => {
    const { headers } = await get('/courses');
    expect(headers['cache-control']).toBe('public, max-age=2');
    expect(String(headers.vary)).toMatch(/accept-language/i);
  });

  test('is the same whatever the order of its query, and another one in another language or of another course', async () => {
    await get('/courses?limit=5&cursor=a');
    await get('/courses?cursor=a&limit=5');
    expect(scene.forwarded).toHaveLength(1);
    await get('/courses?cursor=a&limit=5', { 'accept-language': 'hi' });
    await get('/courses?cursor=b&limit=5');
    await get('/courses/one');
    await get('/courses/two');
    expect(scene.forwarded.map(({ path }) => path)).toEqual([
      '/api/v1/courses?cursor=a&limit=5',
      '/api/v1/courses?cursor=a&limit=5',
      '/api/v1/courses?cursor=b&limit=5',
      '/api/v1/courses/one',
      '/api/v1/courses/two',
    ]);
    expect(scene.forwarded[1]?.headers['accept-language']).toBe('hi');
  });

  test('tells its service nothing of who asks', async () => {
    await get('/courses', {
      authorization: `Bearer ${scene.gateway.tokens.tokenOf(newId())}`,
      cookie: 'a=b',
      'user-agent': 'a browser',
    });
    for (const name of ['authorization', 'cookie', 'user-agent', 'x-studynotion-client-address'])
      expect(scene.forwarded[0]?.headers).not.toHaveProperty(name);
  });

  test('goes on for the others when the client that asked first leaves', async () => {
    scene.answer = json({ items: ['kept'] });
    const { held, letGo } = holdAnswers();
    const { hostname, port } = new URL(scene.gateway.url);
    const first = connect(Number(port), hostname);
    first.write('GET /api/v1/courses HTTP/1.1\r\nhost: x\r\n\r\n');
    await waitUntil('the question', () => held.length === 1);
    const second = get('/courses');
    first.destroy();
    // The gateway has seen the end of the first connection once it answers on a later one.
    await scene.gateway.call('GET', '/nothing');
    letGo();
    expect(await second).toMatchObject({ status: 200, body: { items: ['kept'] } });
    expect(scene.forwarded).toHaveLength(1);
  });

  test('that its service cannot answer is a problem for all, and asked anew by the next', async () => {
    const { held } = holdAnswers();
    const all = [get('/courses'), get('/courses')];
    await waitUntil('the question', () => held.length > 0);
    scene.respond = (response) => response.destroy();
    for (const response of held) response.destroy();
    for (const answer of await Promise.all(all))
      expect(answer).toMatchObject({ status: 502, body: { code: 'service.unreachable' } });
    scene.respond = (response, { status, headers, body }) => response.writeHead(status, headers).end(body);
    expect((await get('/courses')).status).toBe(200);
  });

  test('that its service refuses is not kept', async () => {
    scene.answer = {
      ...json({ code: 'course.not-found' }, { 'content-type': 'application/problem+json', 'retry-after': '3' }),
      status: 404,
    };
    for (const answer of [await get('/courses/none'), await get('/courses/none')])
      expect(answer).toMatchObject({
        status: 404,
        body: { code: 'course.not-found' },
        headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json', 'retry-after': '3' },
      });
    expect(scene.forwarded).toHaveLength(2);
    expect((await get('/courses/none')).headers).not.toHaveProperty('etag');
  });

  test.each([
    ['sets a cookie', { 'set-cookie': ['session=1'] }],
    ['is said to be private', { 'cache-control': 'private, max-age=60' }],
    ['is said to be kept by nobody', { 'cache-control': 'no-store' }],
  ])('whose answer %s is given to nobody else', async (_what, headers) => {
    scene.answer = json({}, headers);
    const [name = '', value] = Object.entries(headers)[0] ?? [];
    await get('/courses');
    const count = scene.forwarded.length;
    const again = await get('/courses');
    expect(scene.forwarded.length).toBeGreaterThan(count);
    expect(again.headers[name]).toEqual(Array.isArray(value) ? value[0] : value);
    expect(again.headers).not.toHaveProperty('etag');
  });

  test('that is very large arrives whole and is not held in memory', async () => {
    scene.answer = json({ text: 'x'.repeat(2_000_000) });
    expect((await get('/courses')).body.text).toHaveLength(2_000_000);
    const count = scene.forwarded.length;
    await get('/courses');
    expect(scene.forwarded.length).toBeGreaterThan(count);
  });

  describe('of some length', () => {
    const text = 'Every outline is open. '.repeat(100);
    const fetched = async (headers: Record<string, string>) => {
      scene.answer = json({ text });
      const answer = await request(`${scene.gateway.url}/api/v1/courses`, { headers });
      return { ...answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
    };
    const packing = { 'accept-encoding': 'br, gzip;q=0.8' };

    test('arrives packed for those who take it, under a tag of its own', async () => {
      const plain = await fetched({});
      const packed = await fetched(packing);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': `${packed.bytes.length}` });
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 5);
      expect(gunzipSync(packed.bytes)).toEqual(plain.bytes);
      expect(packed.headers.etag).not.toBe(plain.headers.etag);
      for (const { headers } of [plain, packed]) expect(String(headers.vary)).toMatch(/accept-encoding/i);
      expect(scene.forwarded).toHaveLength(1);
    });

    test('arrives plain for those who refuse gzip', async () => {
      const { headers, bytes } = await fetched({ 'accept-encoding': 'gzip;q=0, br' });
      expect(headers).not.toHaveProperty('content-encoding');
      expect(JSON.parse(bytes.toString())).toEqual({ text });
    });

    test('is not sent again to who has it packed', async () => {
      const { headers } = await fetched(packing);
      const again = await fetched({ ...packing, 'if-none-match': String(headers.etag) });
      expect(again).toMatchObject({ statusCode: 304, headers: { etag: headers.etag } });
      expect(again.bytes).toHaveLength(0);
    });
  });

  test('stands behind the limit for floods', async () => {
    scene.gateway.clock.stop();
    const statuses = new Set<number>();
    for (let count = 0; count < 300; count += 1) statuses.add((await get('/courses')).status);
    expect([...statuses].toSorted()).toEqual([200, 429]);
  });

  test('is read by GET only', async () => {
    const { status, headers } = await fetch(`${scene.gateway.url}/api/v1/reviews/featured`, { method: 'HEAD' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a client that has an answer', () => {
  test.each([
    ['its tag', (etag: string) => etag],
    ['its tag as a weak one', (etag: string) => `W/${etag}`],
    ['its tag among others', (etag: string) => `"other", W/"another", ${etag}`],
    ['any', () => '*'],
  ])('and names %s is told that it has it', async (_what, ifNoneMatch) => {
    scene.answer = json({ items: [] });
    const { headers } = await get('/courses');
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
    const again = await get('/courses', { 'if-none-match': ifNoneMatch(String(headers.etag)) });
    expect(again).toMatchObject({
      status: 304,
      body: '',
      headers: { etag: headers.etag, 'cache-control': 'public, max-age=2', vary: headers.vary },
    });
    expect(again.headers['x-request-id']).toBeDefined();
    for (const name of ['content-type', 'content-length']) expect(again.headers).not.toHaveProperty(name);
  });

  test('gets the new one when it has changed', async () => {
    const { headers } = await get('/courses');
    scene.answer = json({ items: ['new'] });
    scene.gateway.clock.advance(3);
    const again = await get('/courses', { 'if-none-match': String(headers.etag) });
    expect(again).toMatchObject({ status: 200, body: { items: ['new'] } });
    expect(again.headers.etag).not.toBe(headers.etag);
  });

  test('gets no 304 for a problem', async () => {
    scene.respond = (response) => response.destroy();
    expect((await get('/courses', { 'if-none-match': '*' })).status).toBe(502);
  });
});

describe('a read by somebody signed in', () => {
  test('is never kept, even where the table says how long', async () => {
    const { gateway, forwarded, stop } = await gatewayScene(
      publicRoutes.map((route) => (route.path === getMyProfile.path ? { ...route, cacheSeconds: 60 } : route)),
    );
    const token = gateway.tokens.tokenOf(newId());
    for (const turn of [1, 2]) {
      const { status, headers } = await gateway.call('GET', '/profile', { token });
      expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
      expect(headers).not.toHaveProperty('etag');
      expect(forwarded).toHaveLength(turn);
    }
    await stop();
  });
});
