import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface OperationsOptions {
  /** 0 takes any that is free. */
  readonly metricsPort: number;
  /** 0 takes any that is free. */
  readonly healthPort: number;
  readonly registry: Registry;
  /** Whether it can do its work. */
  readonly isReady: () => boolean;
}

export interface OperationsServers {
  readonly metricsPort: number;
  readonly healthPort: number;
  close(): Promise<void>;
}

/** Answers `/metrics` on one port, `/healthz` and `/readyz` on another. @throws Error where a port is taken */
export async function startOperationsServers(options: OperationsOptions): Promise<OperationsServers> {
  const { registry, isReady } = options;
  const metrics = await listen(options.metricsPort, async (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType }).end(text);
  });
  const health = await listen(options.healthPort, (request, response) => {
    const isGood = request.url === '/healthz' || (request.url === '/readyz' && isReady());
    response.writeHead(isGood ? 200 : request.url === '/readyz' ? 503 : 404).end();
  });
  return {
    metricsPort: portOf(metrics),
    healthPort: portOf(health),
    async close() {
      await Promise.all([metrics, health].map((server) => closed(server)));
    },
  };
}

async function listen(port: number, answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  server.listen(port);
  await once(server, 'listening');
  return server;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
