import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { type Dispatcher, Pool } from 'undici';

/** Headers of one connection, not of the message (RFC 9110 §7.6.1); `expect` is answered here. */
const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Longer than the gateway waits for a service. */
const TIMEOUT_MILLISECONDS = 60_000;

const unreachable = {
  type: 'about:blank',
  title: 'The service cannot be reached.',
  status: 502,
  code: 'service.unreachable',
};

export interface GatewayProxy {
  readonly handle: RequestHandler;
  close(): Promise<void>;
}

/**
 * Sends requests on to the gateway as they came: the raw path, the bytes of the body and every end-to-end header, with
 * the client's address appended to X-Forwarded-For.
 */
export function gatewayProxy(gatewayUrl: string, onFailure: (error: unknown) => void): GatewayProxy {
  const pool = new Pool(new URL(gatewayUrl).origin, {
    connections: 64,
    headersTimeout: TIMEOUT_MILLISECONDS,
    bodyTimeout: TIMEOUT_MILLISECONDS,
  });
  return {
    async handle(request, response) {
      try {
        await forward(pool, request, response);
      } catch (error) {
        // Whoever asked is gone: nobody waits for an answer.
        if (response.destroyed) return;
        onFailure(error);
        if (response.headersSent) response.destroy();
        else response.status(502).type('application/problem+json').set('cache-control', 'no-store').json(unreachable);
      }
    },
    close: () => pool.close(),
  };
}

async function forward(pool: Pool, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const answer = await pool.request({
    // `url` is what stood in the request line; nothing decodes or cleans it on the way.
    path: request.url ?? '/',
    method: request.method as Dispatcher.HttpMethod,
    headers: requestHeaders(request),
    body: hasBody(request) ? request : null,
    responseHeaders: 'raw',
    signal: abort.signal,
  });
  response.writeHead(answer.statusCode, endToEnd(rawPairs(answer.headers)).flat());
  await pipeline(answer.body, response);
}

function requestHeaders(request: IncomingMessage): string[] {
  const headers = endToEnd(rawPairs(request.rawHeaders)).filter(([name]) => name.toLowerCase() !== 'x-forwarded-for');
  const before = request.headersDistinct['x-forwarded-for'] ?? [];
  const client = request.socket.remoteAddress ?? 'unknown';
  return [...headers, ['x-forwarded-for', [...before, client].join(', ')]].flat();
}

/** Without what belongs to the connection, by rule or because `connection` names it. */
function endToEnd(headers: [string, string][]): [string, string][] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((token) => token.trim().toLowerCase()));
  return headers.filter(([name]) => !hopByHop.has(name.toLowerCase()) && !named.includes(name.toLowerCase()));
}

function rawPairs(raw: unknown): [string, string][] {
  const flat = raw as readonly (string | Buffer)[];
  return Array.from({ length: flat.length / 2 }, (_, pair) => [
    `${flat[2 * pair]?.toString('latin1')}`,
    `${flat[2 * pair + 1]?.toString('latin1')}`,
  ]);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
