import { pipeline } from 'node:stream/promises';
import type { RouteDefinition } from '@studynotion/contracts';
import { CLIENT_ADDRESS_HEADER, type Logger } from '@studynotion/service-kit';
import type { Request, Response } from 'express';
import type { Dispatcher } from 'undici';
import type { Upstream } from './upstream.ts';
import { wholeBody } from './whole-body.ts';

/** Headers that a service may see, besides those the gateway makes itself; everything else stays outside. */
const REQUEST_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'user-agent',
  'x-razorpay-signature',
  'x-razorpay-event-id',
  'x-cld-signature',
  'x-cld-timestamp',
];
const RESPONSE_HEADERS = [
  'content-type',
  'content-language',
  'content-disposition',
  'location',
  'retry-after',
  'set-cookie',
  'cache-control',
];

export interface Forwarding {
  readonly route: RouteDefinition;
  readonly params: Readonly<Record<string, string>>;
  readonly query: string;
  readonly body: Buffer;
  readonly client: string;
}

/**
 * Sends a request to its service through the sidecar and streams the answer back.
 * @throws what `Upstream.ask` throws, as long as the client waits
 */
export async function forward(
  upstream: Upstream,
  logger: Logger,
  forwarding: Forwarding,
  request: Request,
  response: Response,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const answer = await ask(upstream, forwarding, request, gone.signal);
  if (answer === undefined) return;
  response.status(answer.statusCode);
  for (const name of RESPONSE_HEADERS) {
    const value = answer.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  try {
    await pipeline(wholeBody(forwarding.route, answer), response);
  } catch (error) {
    // The answer has begun, so that all one can do is to end it early, which `pipeline` did.
    if (!isOfLeavingClient(error)) logger.warn({ error }, `${forwarding.route.app} broke off its answer`);
  }
}

/** `pipeline` tells several failures as one: of the response that was closed, and of the body that was given up for it. */
function isOfLeavingClient(error: unknown): boolean {
  const { name, code, errors } = error as NodeJS.ErrnoException & Partial<AggregateError>;
  if (errors !== undefined) return errors.every(isOfLeavingClient);
  return name === 'AbortError' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** @returns undefined where the client has gone and nobody waits for an answer */
async function ask(
  upstream: Upstream,
  { route, params, query, body, client }: Forwarding,
  request: Request,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData | undefined> {
  const headers = { ...headersOf(route, request), [CLIENT_ADDRESS_HEADER]: client };
  try {
    return await upstream.ask({ route, params, query, headers, body, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function headersOf(route: RouteDefinition, request: Request): Record<string, string> {
  const names = [
    ...REQUEST_HEADERS,
    ...(route.access === 'public' ? [] : ['authorization']),
    ...(route.app === 'auth-service' ? ['cookie'] : []),
  ];
  const entries = names.flatMap((name): [string, string][] => {
    const value = request.header(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}
