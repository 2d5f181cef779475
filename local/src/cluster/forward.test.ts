import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { forward } from './forward.ts';

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'studynotion-forward-'));

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** From outside by a port to a socket, and from the socket to what answers: the way to the Ingress. */
async function wayTo(answer: (socket: Socket) => void): Promise<number> {
  const target = createServer({ allowHalfOpen: true }, answer);
  const socket = join(folder, 'ingress.sock');
  const port = await listening(target, 0);
  await listening(forward({ host: '127.0.0.1', port }), socket);
  return listening(forward({ path: socket }), 0);
}

async function listening(server: Server, where: number | string): Promise<number> {
  servers.push(server);
  if (typeof where === 'number') server.listen(where, '127.0.0.1');
  else server.listen(where);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const call = (port: number, allowHalfOpen = false) => connect({ port, host: '127.0.0.1', allowHalfOpen });

test('An answer that comes after the end of the question arrives whole', async () => {
  const port = await wayTo(async (socket) => socket.end(`heard ${await text(socket)}${'.'.repeat(3_000_000)}`));
  const socket = call(port, true);
  socket.end('hello');
  expect(await text(socket)).toBe(`heard hello${'.'.repeat(3_000_000)}`);
});

test('What breaks at the far end breaks at the near one', async () => {
  const port = await wayTo((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const socket = call(port);
  socket.write('hello');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'close');
});

test('A caller who goes away is noticed at the far end', async () => {
  let noticed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    noticed = resolve;
  });
  const port = await wayTo((socket) => {
    socket.on('error', noticed).on('end', () => {
      socket.end();
      noticed();
    });
    socket.resume();
  });
  const socket = call(port);
  socket.once('connect', () => socket.resetAndDestroy());
  await gone;
});

test('Where nobody answers the connection ends', async () => {
  const port = await listening(forward({ path: join(folder, 'nobody.sock') }), 0);
  const socket = call(port);
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'close');
});
