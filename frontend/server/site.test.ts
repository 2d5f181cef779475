import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createSite, type Site } from './site.ts';

const checkoutScriptUrl = 'http://sandbox.test:3420/v1/checkout.js';
let folder: string;
const running: { server: Server; site?: Site }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>site</title>');
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'index-abc123.js'), 'export {};');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  for (const { server, site } of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await site?.close();
  }
});

async function listen(listener: RequestListener, site?: Site): Promise<{ origin: string; port: number }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  running.push({ server, site });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port };
}

const onGatewayFailure = jest.fn();
const media = { mediaApiUrl: 'http://media.test:3423', mediaDeliveryUrl: 'https://pictures.test' };
function startSite(options: { gatewayUrl?: string; checkoutScriptUrl?: string } = {}) {
  const site = createSite({ folder, checkoutScriptUrl, ...media, instance: 'test', onGatewayFailure, ...options });
  return listen(site.app, site);
}

/** A gateway that writes down what it gets. */
async function startGateway(answer: RequestListener = (_, response) => response.end('{}')) {
  const got: { request: IncomingMessage; body: string }[] = [];
  const { origin } = await listen(async (request, response) => {
    got.push({ request, body: await text(request) });
    answer(request, response);
  });
  return { gatewayUrl: origin, got };
}

/** Sends bytes as they stand here and reads until the server closes; no URL parser tidies the path. */
async function sendRaw(port: number, lines: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}

describe('the files of the site', () => {
  test('are kept for good where their name has a hash', async () => {
    const { origin } = await startSite();
    const response = await fetch(`${origin}/assets/index-abc123.js`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toMatch(/javascript/);
  });

  test.each(['/', '/courses', '/courses/a-course', '/learn/0123/4567', '/verify-email?a=b.c'])(
    '%s is a page: index.html, asked for anew each time',
    async (path) => {
      const { origin } = await startSite();
      const response = await fetch(origin + path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<title>site</title>');
      expect(response.headers.get('cache-control')).toBe('no-cache');
    },
  );

  test.each(['/assets/index-gone.js', '/assets/gone', '/robots.txt', '/assets/', '/assets/..%2f..%2fpackage.json'])(
    '%s is a file that is not there: 404, not a page',
    async (path) => {
      const { origin } = await startSite();
      const response = await fetch(origin + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toBe('Not found\n');
    },
  );

  test('nothing above their folder is reached', async () => {
    const { port } = await startSite();
    for (const path of ['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/assets/../../main.ts']) {
      const answer = await sendRaw(port, [`GET ${path} HTTP/1.1`, 'host: site', 'connection: close']);
      expect(answer).toMatch(/^HTTP\/1\.1 (404|403|400) /);
    }
  });

  test('a page cannot be posted to', async () => {
    const { origin } = await startSite();
    expect((await fetch(`${origin}/login`, { method: 'POST' })).status).toBe(404);
  });

  test('HEAD answers like GET, without the body', async () => {
    const { origin } = await startSite();
    const response = await fetch(`${origin}/courses`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('the configuration of the site', () => {
  test('tells the browser where the checkout is', async () => {
    const { origin } = await startSite();
    const response = await fetch(`${origin}/config.json`);
    expect(await response.json()).toEqual({ checkoutScriptUrl, instance: 'test' });
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  test('healthz answers', async () => {
    const { origin } = await startSite();
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' });
  });
});

describe('the content security policy', () => {
  const policyOf = async (options = {}) => {
    const { origin } = await startSite(options);
    const policy = (await fetch(origin)).headers.get('content-security-policy') ?? '';
    return Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));
  };

  test("allows the checkout's origin to run, frame and connect, and nothing else", async () => {
    const policy = await policyOf();
    const allowed = Object.keys(policy).filter((rule) => policy[rule]?.includes('http://sandbox.test:3420'));
    expect(allowed.sort()).toEqual(['connect-src', 'frame-src', 'script-src']);
    expect(policy['default-src']).toEqual(["'none'"]);
    expect(policy['script-src']).toEqual(["'self'", 'http://sandbox.test:3420']);
  });

  test('allows files to be sent to the provider of media, pictures and videos to come from there, and no script', async () => {
    const policy = await policyOf();
    expect(policy['connect-src']).toContain('http://media.test:3423');
    expect(policy['media-src']).toEqual(["'self'", 'http://media.test:3423', 'https://pictures.test']);
    expect(policy['img-src']).toEqual(["'self'", 'data:', 'blob:', 'https://pictures.test']);
    expect(policy['script-src']).not.toContain('http://media.test:3423');
  });

  test("knows the hosts that Razorpay's own checkout uses", async () => {
    const policy = await policyOf({ checkoutScriptUrl: 'https://checkout.razorpay.com/v1/checkout.js' });
    expect(policy['script-src']).toEqual(["'self'", 'https://checkout.razorpay.com']);
    expect(policy['frame-src']).toContain('https://api.razorpay.com');
  });

  test('comes with the other headers that narrow what a page may do', async () => {
    const { origin } = await startSite();
    const { headers } = await fetch(origin);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('the way to the gateway', () => {
  test.each([
    '/api/v1/courses?limit=2',
    '/api/v1/..%2f..%2finternal',
    '/api/v1/a//b/./../c',
    '/api/v1/%E0%A4%A',
    '/api',
  ])('sends %s as it stands in the request line', async (path) => {
    const { gatewayUrl, got } = await startGateway();
    const { port } = await startSite({ gatewayUrl });
    const answer = await sendRaw(port, [`GET ${path} HTTP/1.1`, 'host: site', 'connection: close']);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(got.map(({ request }) => request.url)).toEqual([path]);
  });

  test('sends method, headers and the bytes of the body', async () => {
    const { gatewayUrl, got } = await startGateway();
    const { origin } = await startSite({ gatewayUrl });
    await fetch(`${origin}/api/v1/orders`, {
      method: 'POST',
      headers: { authorization: 'Bearer t', cookie: 'a=b', 'content-type': 'application/json' },
      body: '{"a": "ü"}',
    });
    expect(got[0]?.body).toBe('{"a": "ü"}');
    expect(got[0]?.request).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer t', cookie: 'a=b', 'content-type': 'application/json' },
    });
  });

  test('sends a body of unknown length', async () => {
    const { gatewayUrl, got } = await startGateway();
    const { port } = await startSite({ gatewayUrl });
    await sendRaw(port, [
      'POST /api/v1/x HTTP/1.1',
      'host: site',
      'connection: close',
      'transfer-encoding: chunked',
      '',
      '3',
      'abc',
      '0',
    ]);
    expect(got[0]?.body).toBe('abc');
  });

  test("appends the client's address to X-Forwarded-For", async () => {
    const { gatewayUrl, got } = await startGateway();
    const { origin } = await startSite({ gatewayUrl });
    await fetch(`${origin}/api/v1/x`);
    await fetch(`${origin}/api/v1/x`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(got.map(({ request }) => request.headers['x-forwarded-for'])).toEqual(['127.0.0.1', '192.0.2.1, 127.0.0.1']);
  });

  test('keeps headers of the connection for itself, also those that "connection" names', async () => {
    const { gatewayUrl, got } = await startGateway();
    const { port } = await startSite({ gatewayUrl });
    await sendRaw(port, [
      'GET /api/v1/x HTTP/1.1',
      'host: site',
      'connection: close, x-hop',
      'x-hop: 1',
      'te: trailers',
      'proxy-authorization: secret',
      'x-end: 1',
    ]);
    const headers = got[0]?.request.headers ?? {};
    expect(headers).toMatchObject({ 'x-end': '1', host: 'site' });
    for (const name of ['x-hop', 'te', 'proxy-authorization']) expect(headers).not.toHaveProperty(name);
  });

  test('gives the answer back as it is, with every cookie', async () => {
    const { gatewayUrl } = await startGateway((_, response) => {
      response.writeHead(401, [
        ['content-type', 'application/problem+json'],
        ['set-cookie', 'a=1; HttpOnly'],
        ['set-cookie', 'b=2'],
        ['cache-control', 'no-store'],
      ]);
      response.end('{"code":"session.invalid"}');
    });
    const { origin } = await startSite({ gatewayUrl });
    const response = await fetch(`${origin}/api/v1/auth/refresh`, { method: 'POST' });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('{"code":"session.invalid"}');
  });

  test('streams: the first part of an answer arrives before the last is written', async () => {
    let finish = () => {};
    const { gatewayUrl } = await startGateway((_, response) => {
      response.write('first');
      finish = () => response.end('last');
    });
    const { port } = await startSite({ gatewayUrl });
    const [response] = (await once(httpRequest({ port, path: '/api/v1/x' }).end(), 'response')) as [IncomingMessage];
    const [first] = await once(response, 'data');
    expect(`${first}`).toBe('first');
    finish();
    expect(await text(response)).toBe('last');
  });

  test('ends the request at the gateway when the client goes', async () => {
    const gone = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const { gatewayUrl } = await startGateway((_, response) => {
      response.once('close', gone.resolve);
      reached.resolve();
    });
    const { port } = await startSite({ gatewayUrl });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /api/v1/x HTTP/1.1\r\nhost: site\r\n\r\n');
    await reached.promise;
    socket.destroy();
    await gone.promise;
  });

  test('answers 502 problem+json when the gateway is down, and says so in the log', async () => {
    onGatewayFailure.mockClear();
    const { origin } = await startSite({ gatewayUrl: 'http://127.0.0.1:1' });
    const response = await fetch(`${origin}/api/v1/courses`);
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ code: 'service.unreachable', status: 502 });
    expect(onGatewayFailure).toHaveBeenCalledTimes(1);
  });

  test('does not exist without a gateway: an Ingress has it', async () => {
    const { origin } = await startSite();
    expect((await fetch(`${origin}/api/v1/courses`)).status).toBe(404);
  });
});
