import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';

/** Where stand-ins listen unless told otherwise: they know test data and secrets. */
export const LOOPBACK = '127.0.0.1';

export interface RunningServer {
  readonly port: number;
  /** Ends open connections too, so that it does not wait for clients. */
  stop(): Promise<void>;
}

/** Where a server listens; port 0 takes any free one. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Serves HTTP; rejects when the port is taken. */
export async function serveHttp(listener: RequestListener, { host, port }: Place): Promise<RunningServer> {
  const server = createServer(listener);
  await listening(server, () => server.listen(port, host));
  return { port: portOf(server), stop: () => stopHttp(server) };
}

/** Resolves when the server listens, rejects when it cannot. */
export function listening(server: NetServer, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
}

/** The port that a listening server got. */
export function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}

function stopHttp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
