import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { publicRoutes, type RouteDefinition } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { configure, createLogger } from '@studynotion/service-kit';
import { type FakeSidecar, startTestService, type TestService } from '@studynotion/service-kit/testing';
import { gatewayOf } from '../src/app.ts';
import { Settings } from '../src/config.ts';

/** What would reach the sidecar. */
export interface Forwarded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface GivenAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

/** A gateway with the test at the far side of its pool. */
export interface GatewayScene {
  readonly gateway: TestService;
  readonly forwarded: Forwarded[];
  /** Sessions that auth-service says have ended. */
  readonly revoked: string[];
  /** What the services answer. */
  answer: GivenAnswer;
  /** How they do it; a test may hold an answer back. */
  respond: (response: ServerResponse, answer: GivenAnswer) => void;
  /** Lines of the gateway's log, from warnings on. */
  logged(): Record<string, unknown>[];
  /** Sends bytes as they are and reads until the end; a URL parser would tidy them. */
  raw(target: string, headers?: readonly string[]): Promise<string>;
  /** As if nothing had been asked yet: what was kept is too old, and no client has used up anything. */
  renew(): void;
  stop(): Promise<void>;
}

export const json = (body: unknown, headers: GivenAnswer['headers'] = {}): GivenAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const writeAnswer: GatewayScene['respond'] = (response, { status, headers, body }) =>
  response.writeHead(status, headers).end(body);

/** @param routes @default the table of the platform */
export async function gatewayScene(routes: readonly RouteDefinition[] = publicRoutes): Promise<GatewayScene> {
  const forwarded: Forwarded[] = [];
  const revoked: string[] = [];
  const upstream = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    forwarded.push({ method, path: url, headers, body: await text(request) });
    scene.respond(response, scene.answer);
  });
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  const configuration = {
    ...configure('api-gateway', Settings, { ALLOWED_ORIGINS: 'https://school.example' }),
    daprHttpPort: (upstream.address() as AddressInfo).port,
  };
  const written: string[] = [];
  const destination = { write: (line: string) => written.push(line) };
  const logger = createLogger({ app: 'api-gateway', level: 'warn', destination });
  const prepare = (sidecar: FakeSidecar) =>
    sidecar.respond('auth-service', 'GET /internal/revocations', () => ({
      status: 200,
      body: { revocations: revoked.map((id) => ({ sessionId: id, revokedAt: new Date().toISOString() })) },
    }));
  const gateway = await startTestService(gatewayOf(routes), configuration, { logger, prepare });
  const scene: GatewayScene = {
    gateway,
    forwarded,
    revoked,
    answer: json({}),
    respond: writeAnswer,
    logged: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    async raw(target, headers = []) {
      const { hostname, port } = new URL(gateway.url);
      const socket = connect(Number(port), hostname);
      socket.write(['GET', target, 'HTTP/1.1\r\nhost: x\r\nconnection: close\r\n'].join(' '));
      socket.write(`${headers.map((line) => `${line}\r\n`).join('')}\r\n`);
      return text(socket);
    },
    renew() {
      forwarded.length = 0;
      written.length = 0;
      gateway.clock.go();
      gateway.clock.advance(3600);
      Object.assign(scene, { answer: json({}), respond: writeAnswer });
    },
    async stop() {
      upstream.closeAllConnections();
      await gateway.stop();
      upstream.close();
    },
  };
  // Ready means that the list of ended sessions is there.
  await waitUntil('the gateway to be ready', async () => (await fetch(`${gateway.operationsUrl}/readyz`)).ok);
  return scene;
}
