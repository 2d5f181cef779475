import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { takenPorts } from './ports.ts';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))));

function hold(host: string): Promise<number> {
  server = createServer();
  return new Promise((resolve) => {
    server?.listen(0, host, () => {
      const address = server?.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

describe('the check of ports', () => {
  test.each(['127.0.0.1', '0.0.0.0'])('reports a port held on %s with pid and command of its holder', async (host) => {
    const port = await hold(host);
    const [taken, ...others] = await takenPorts([{ port, by: 'auth-service' }]);
    expect(others).toEqual([]);
    expect(taken).toMatchObject({ port, by: 'auth-service' });
    expect(taken?.holder).toEqual({ pid: process.pid, command: expect.stringContaining('jest') });
  });

  test('says nothing of free ports', async () => {
    const port = await hold('127.0.0.1');
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    expect(await takenPorts([{ port, by: 'auth-service' }])).toEqual([]);
  });
});
