import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { Problem } from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { frontDoors, portsOf, sidecarToken } from '../support/ports-and-tokens.ts';
import { bytesOf, exchange, type RawAnswer, type RawRequest } from '../support/raw-http.ts';
import { askedOfSidecar } from '../support/sidecar-meter.ts';

const REVOCATIONS = '{"revocations":[';
/** The request that is to be smuggled in. */
const hidden = () =>
  bytesOf({
    target: '/internal/revocations',
    headers: ['dapr-app-id: auth-service', sidecarToken('api-gateway')],
  }).toString();

/** The head of a log-in up to its own headers; only who gets by with the head before a trick sees another request. */
const logIn = (...headers: readonly string[]) =>
  `${[
    'POST /api/v1/auth/login HTTP/1.1',
    'host: studynotion.example',
    `x-forwarded-for: ${new ApiClient().address}`,
    'content-type: application/json',
    'dapr-app-id: auth-service',
    sidecarToken('api-gateway'),
    ...headers,
  ].join('\r\n')}\r\n\r\n`;

describe('what has two lengths or two ends is no request', () => {
  /** A bare sidecar takes these for two requests and answers the hidden one as well. */
  test.each([
    ['a length and chunks', () => `${logIn('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n${hidden()}`],
    ['chunks and a length', () => `${logIn('transfer-encoding: chunked', 'content-length: 5')}0\r\n\r\n${hidden()}`],
    ['the same length twice', () => `${logIn('content-length: 2', 'content-length: 2')}{}${hidden()}`],
  ])('%s', async (_what, bytes) => {
    await expectRefused(bytes());
    const control = await exchange(portsOf('api-gateway').daprHttp, bytes());
    expect(control.map(({ status }) => status)).toEqual([400, 200]);
    expect(control[1]?.body).toContain(REVOCATIONS);
  });

  /** Go's parser, which daprd uses, refuses these too, so there is no control; a proxy between may not. */
  test.each([
    ['two lengths', () => `${logIn('content-length: 2', 'content-length: 0')}{}${hidden()}`],
    ['a list of lengths', () => `${logIn('content-length: 2, 2')}{}${hidden()}`],
    ['a length with a sign', () => `${logIn('content-length: +2')}{}${hidden()}`],
    ['a negative length', () => `${logIn('content-length: -1')}{}${hidden()}`],
    ['a hexadecimal length', () => `${logIn('content-length: 0x2')}{}${hidden()}`],
    ['an unknown encoding', () => `${logIn('transfer-encoding: xchunked')}0\r\n\r\n${hidden()}`],
    [
      'chunks that are not the last encoding',
      () => `${logIn('transfer-encoding: chunked, identity')}0\r\n\r\n${hidden()}`,
    ],
    [
      'two encodings',
      () => `${logIn('transfer-encoding: chunked', 'transfer-encoding: identity')}0\r\n\r\n${hidden()}`,
    ],
    ['an encoding behind a control character', () => `${logIn('transfer-encoding: \x0bchunked')}0\r\n\r\n${hidden()}`],
    ['a blank before the colon', () => `${logIn('transfer-encoding : chunked')}0\r\n\r\n${hidden()}`],
    ['a chunk of negative size', () => `${logIn('transfer-encoding: chunked')}-1\r\n\r\n${hidden()}`],
    ['a chunk size with a prefix', () => `${logIn('transfer-encoding: chunked')}0x0\r\n\r\n${hidden()}`],
    ['a chunk size beyond all bounds', () => `${logIn('transfer-encoding: chunked')}fffffffffffffffff\r\n${hidden()}`],
    ['a chunk longer than it says', () => `${logIn('transfer-encoding: chunked')}1\r\n{}\r\n0\r\n\r\n${hidden()}`],
    ['chunks ended by bare line feeds', () => `${logIn('transfer-encoding: chunked')}0\n\n${hidden()}`],
  ])('%s', async (_what, bytes) => {
    await expectRefused(bytes());
  });

  test('and two requests in a row are two, so that a hidden one would be seen', async () => {
    const bytes = `${logIn('content-length: 2')}{}${hidden()}`;
    const answers = await exchange(portsOf('api-gateway').app, bytes);
    expect(answers.map(codeOf)).toEqual(['request.invalid', 'route.not-found']);
  });
});

describe('a line that is not quite one brings in no header', () => {
  /** A bare sidecar reads a header of its own out of the last line. */
  test.each([
    ['a bare line feed between headers', () => get('accept: a/b\ndapr-app-id: auth-service')],
    ['nothing but bare line feeds', () => get('dapr-app-id: auth-service').replaceAll('\r\n', '\n')],
  ])('%s', async (_what, bytes) => {
    await expectRefused(bytes());
    const control = await exchange(portsOf('api-gateway').daprHttp, bytes());
    expect(control).toMatchObject([{ status: 200, body: expect.stringContaining(REVOCATIONS) }]);
  });

  /** daprd sees no header of its own in these either. */
  test.each([
    ['a folded line', () => get('accept: a/b\r\n dapr-app-id: auth-service')],
    ['a folded first line', () => get('x: y').replace('host:', ' host:')],
    ['a bare carriage return', () => get('accept: a/b\rdapr-app-id: auth-service')],
    ['NUL in a value', () => get('accept: a\0b')],
    ['NUL in a name', () => get('dapr\0-app-id: auth-service')],
    ['a blank in a name', () => get('dapr app-id: auth-service')],
    ['no name', () => get(': auth-service')],
    ['no colon', () => get('dapr-app-id')],
  ])('%s', async (_what, bytes) => {
    await expectRefused(bytes());
  });

  test('an underscore is no hyphen, and a trailer is no header', async () => {
    const underscore = bytesOf({ ...courses, headers: ['dapr_app_id: auth-service'] });
    expect(await exchange(portsOf('api-gateway').app, underscore)).toMatchObject([{ status: 200 }]);
    const trailer = `${logIn('transfer-encoding: chunked', 'connection: close')}2\r\n{}\r\n0\r\ndapr-app-id: a\r\n\r\n`;
    expect((await exchange(portsOf('api-gateway').app, trailer)).map(codeOf)).toEqual(['request.invalid']);
  });
});

describe('a request line that is none', () => {
  test.each([
    ['a target with a blank', () => line('GET /api/v1/courses a HTTP/1.1')],
    ['tabs for blanks', () => line('GET\t/api/v1/courses\tHTTP/1.1')],
    ['NUL in the target', () => line('GET /api/v1/courses\0 HTTP/1.1')],
    ['a control character in the target', () => line('GET /api/v1/courses\x01 HTTP/1.1')],
    ['DEL in the target', () => line('GET /api/v1/courses\x7f HTTP/1.1')],
    ['a byte that is no ASCII in the target', () => line('GET /api/v1/courses/\xe9 HTTP/1.1')],
    ['an authority for a target', () => line('GET 127.0.0.1:3001 HTTP/1.1')],
    ['an unknown method', () => line('STEAL /api/v1/courses HTTP/1.1')],
    ['a method in small letters', () => line('get /api/v1/courses HTTP/1.1')],
    ['HTTP/1.2', () => line('GET /api/v1/courses HTTP/1.2')],
    ['HTTP/9.9', () => line('GET /api/v1/courses HTTP/9.9')],
    ['TLS', () => Buffer.from('160301020001000001fc0303', 'hex').toString('latin1')],
    ['noise', () => '\0\x01\x02\r\n\r\n'],
  ])('%s', async (_what, bytes) => {
    await expectRefused(Buffer.from(bytes(), 'latin1'));
  });

  test('HTTP/2, which a bare sidecar speaks, is refused', async () => {
    await expectRefused('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

    const session = connectHttp2(`http://127.0.0.1:${portsOf('api-gateway').daprHttp}`);
    const [name = '', token = ''] = sidecarToken('api-gateway').split(': ');
    const stream = session.request({
      [constants.HTTP2_HEADER_PATH]: '/internal/revocations',
      'dapr-app-id': 'auth-service',
      [name]: token,
    });
    expect(await text(stream)).toContain(REVOCATIONS);
    const closed = once(session, 'close');
    session.close();
    await closed;
  });
});

describe('a request for another kind of connection gets none', () => {
  test('CONNECT is not answered, and what follows it is not read', async () => {
    const bytes = `CONNECT 127.0.0.1:${portsOf('auth-service').app} HTTP/1.1\r\nhost: x\r\n\r\n${hidden()}`;
    const asked = await askedOfSidecar(async () => {
      for (const { port } of frontDoors) expect(await exchange(port(), bytes)).toEqual([]);
    });
    expect(asked).toBe(0);

    const toSidecar = bytes.replace(
      'host: x',
      `host: x\r\ndapr-app-id: auth-service\r\n${sidecarToken('api-gateway')}`,
    );
    const [, control] = await exchange(portsOf('api-gateway').daprHttp, toSidecar);
    expect(control).toMatchObject({ status: 200, body: expect.stringContaining(REVOCATIONS) });
  });

  test.each(['websocket', 'h2c', 'TLS/1.2'])('an upgrade to %s is passed over', async (protocol) => {
    const headers = ['connection: upgrade', `upgrade: ${protocol}`, 'http2-settings: AAMAAABkAAQAAP__'];
    const [answer, ...others] = await exchange(portsOf('api-gateway').app, bytesOf({ ...courses, headers }));
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"items"') });
    expect(answer?.headers).not.toHaveProperty('upgrade');
  });

  test.each(['OPTIONS', 'TRACE', 'HEAD', 'PROPFIND', 'PURGE'])('%s finds nothing', async (method) => {
    const target = method === 'OPTIONS' ? '*' : '/api/v1/courses';
    const [answer] = await exchange(portsOf('api-gateway').app, bytesOf({ method, target }));
    expect(answer?.status).toBe(method === 'OPTIONS' ? 404 : 405);
  });
});

describe('too much of a request', () => {
  test.each([
    ['a long target', () => bytesOf({ target: `/api/v1/courses/${'a'.repeat(20_000)}` })],
    ['a long query', () => bytesOf({ target: `/api/v1/courses?cursor=${'a'.repeat(20_000)}` })],
    ['a long header', () => bytesOf({ ...courses, headers: [`accept: ${'a'.repeat(20_000)}`] })],
    ['thousands of headers', () => bytesOf({ ...courses, headers: manyHeaders() })],
  ])('%s is answered 431', async (_what, bytes) => {
    const asked = await askedOfSidecar(async () => {
      const answers = await exchange(portsOf('api-gateway').app, bytes());
      expect(answers.map(({ status }) => status)).toEqual([431]);
      expect(answers.map(codeOf)).toEqual(['request.headers-too-large']);
    });
    expect(asked).toBe(0);
  });
});

const courses: RawRequest = { target: '/api/v1/courses' };

/** A header that counts stands last: whoever drops what is too much must not keep that. */
function manyHeaders(): string[] {
  return [...Array.from({ length: 3000 }, (_, index) => `a${index}: b`), 'dapr-app-id: auth-service'];
}

function get(...headers: readonly string[]): string {
  return bytesOf({ target: '/internal/revocations', headers: [sidecarToken('api-gateway'), ...headers] }).toString();
}

function line(requestLine: string): string {
  return `${requestLine}\r\nhost: studynotion.example\r\nconnection: close\r\n\r\n`;
}

/** Both front doors refuse it as a whole, read no second request out of it, and ask nothing of the platform. */
async function expectRefused(bytes: string | Buffer): Promise<void> {
  const asked = await askedOfSidecar(async () => {
    for (const { port } of frontDoors) {
      const answers = await exchange(port(), bytes);
      expect(answers.map(({ status }) => status)).toEqual([400]);
    }
    expect((await exchange(portsOf('api-gateway').app, bytes)).map(codeOf)).toEqual(['request.malformed']);
  });
  expect(asked).toBe(0);
}

function codeOf({ headers, body }: RawAnswer): string {
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  return Problem.parse(JSON.parse(body)).code;
}
