import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { type AddressInfo, connect, type NetConnectOpts, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { recordingLogger } from '../../test/recording-logger.ts';
import { answerClientErrors } from './client-errors.ts';

const servers: Server[] = [];
const { logger, lines } = recordingLogger();

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(
  listener: RequestListener,
  options: ServerOptions = {},
  onConnection: (socket: Socket) => void = () => {},
): Promise<(options?: Partial<NetConnectOpts>) => Socket> {
  const server = createServer(options, listener).on('connection', onConnection);
  servers.push(server);
  answerClientErrors(server, logger);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (options) => connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', ...options });
}

async function answerTo(bytes: string, listener: RequestListener = (_, response) => response.end('fine')) {
  const open = await serve(listener);
  const socket = open();
  socket.write(bytes);
  return read(await text(socket));
}

function read(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [statusLine, ...headers] = head.split('\r\n');
  return { statusLine, headers, problem: JSON.parse(body) as Record<string, unknown> };
}

describe('what is no request', () => {
  test.each([
    ['is not HTTP', 'hello\r\n\r\n', '400 Bad Request', 'request.malformed'],
    ['has a header without a colon', 'GET / HTTP/1.1\r\nhost x\r\n\r\n', '400 Bad Request', 'request.malformed'],
    [
      'has a body with two lengths',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      '400 Bad Request',
      'request.malformed',
    ],
    [
      "has more headers than Node's parser takes",
      `GET / HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'request.headers-too-large',
    ],
  ])('because it %s is answered with a problem document', async (_why, bytes, status, code) => {
    const { statusLine, headers, problem } = await answerTo(bytes);
    expect(statusLine).toBe(`HTTP/1.1 ${status}`);
    expect(headers).toEqual(
      expect.arrayContaining([
        'content-type: application/problem+json',
        'cache-control: no-store',
        'connection: close',
      ]),
    );
    expect(problem).toMatchObject({ code, status: Number.parseInt(status, 10) });
  });

  test('can be found in the log by the id of its answer', async () => {
    const { headers, problem } = await answerTo('hello\r\n\r\n');
    expect(headers).toContain(`x-request-id: ${problem.traceId}`);
    expect(lines()).toContainEqual(
      expect.objectContaining({ 'trace.id': problem.traceId, message: 'a request could not be read' }),
    );
  });

  test('but begins like one is answered in place of the app, which waits for the rest in vain', async () => {
    const { problem } = await answerTo(
      'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nno length\r\n',
      async (request) => {
        await text(request).catch(() => {});
      },
    );
    expect(problem).toMatchObject({ code: 'request.malformed' });
  });

  test('because it does not arrive in time is a 408', async () => {
    const open = await serve(() => {}, { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 });
    const socket = open();
    socket.write('GET / HTTP/1.1\r\n');
    expect(read(await text(socket)).problem).toMatchObject({ code: 'request.timeout', status: 408 });
  });

  test('writes nothing into an answer that has begun', async () => {
    const open = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('the first part');
    });
    const socket = open();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    const rest = text(socket).catch(() => 'cut off');
    socket.write('garbage\r\n\r\n');
    expect(`${first}`).toContain('the first part');
    expect(['', 'cut off']).toContain(await rest);
  });

  test('is answered although much more of it is still on its way', async () => {
    const open = await serve(() => {});
    const socket = open();
    socket.on('error', () => {});
    for (let part = 0; part < 50; part += 1) socket.write(`x-${part}: ${'x'.repeat(100_000)}\r\n`);
    expect(read(await text(socket)).statusLine).toBe('HTTP/1.1 400 Bad Request');
  });

  test('does not keep the connection of a client that never closes its side', async () => {
    const closed = Promise.withResolvers<void>();
    const open = await serve(
      () => {},
      {},
      (socket) => socket.once('close', () => closed.resolve()),
    );
    const socket = open({ allowHalfOpen: true });
    socket.resume().write('hello\r\n\r\n');
    await closed.promise;
    socket.destroy();
  });
});
