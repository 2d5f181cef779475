import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@studynotion/service-kit';
import { LARGEST_HEAD } from '../src/http/upstream.ts';
import { type GatewayScene, gatewayScene } from './gateway-scene.ts';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await gatewayScene();
});
beforeEach(() => scene.renew());
afterAll(() => scene.stop());

async function send(bytes: string): Promise<string> {
  const { hostname, port } = new URL(scene.gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

const tooLarge = /^HTTP\/1.1 431 [\s\S]*application\/problem\+json[\s\S]*"code":"request.headers-too-large"/;
const malformed = /^HTTP\/1.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"request.malformed"/;

describe('headers', () => {
  test.each(['/api/v1/courses', `/api/v1/profile/${newId()}`])(
    'that no sidecar would take are refused at %s, and nothing is forwarded',
    async (path) => {
      expect(await scene.raw(path, [`accept-language: ${'x'.repeat(LARGEST_HEAD)}`])).toMatch(tooLarge);
      expect(scene.forwarded).toEqual([]);
    },
  );

  test('that a sidecar takes are forwarded, whatever the size of those that stay outside', async () => {
    const answer = await scene.raw('/api/v1/courses', [
      `accept-language: ${'x'.repeat(LARGEST_HEAD - 300)}`,
      `x-other: ${'x'.repeat(6000)}`,
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  test('over what Node reads are refused in the same form', async () => {
    expect(await scene.raw('/api/v1/courses', [`x-other: ${'x'.repeat(20_000)}`])).toMatch(tooLarge);
  });
});

describe('what is not HTTP', () => {
  test.each([
    ['words', 'hello\r\n\r\n'],
    ['a version that does not exist', 'GET /api/v1/courses HTTP/9.9\r\nhost: x\r\n\r\n'],
    ['a request without a host', 'GET /api/v1/courses HTTP/1.1\r\nconnection: close\r\n\r\n'],
    [
      'a body with two lengths',
      'POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a body in chunks without lengths',
      'POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n{"email"\r\n',
    ],
  ])('such as %s is answered with a problem document', async (_what, bytes) => {
    expect(await send(bytes)).toMatch(malformed);
    expect(scene.forwarded).toEqual([]);
  });
});
