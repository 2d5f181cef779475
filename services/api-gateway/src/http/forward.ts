import { pipeline } from 'node:stream/promises';
import { buildPath, type RouteDefinition } from '@studynotion/contracts';
import { BusinessError, CLIENT_ADDRESS_HEADER, traceparent } from '@studynotion/service-kit';
import type { Request, Response } from 'express';
import { type Dispatcher, errors, type Pool } from 'undici';

/** Headers that a service may see, besides those the gateway makes itself; everything else stays outside. */
const REQUEST_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'user-agent',
  'x-razorpay-signature',
  'x-razorpay-event-id',
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
/** A service that has not answered by then is not waited for, in milliseconds. */
const ANSWER_MILLISECONDS = 16_000;

export interface Forwarding {
  readonly route: RouteDefinition;
  readonly params: Readonly<Record<string, string>>;
  readonly query: string;
  readonly body: Buffer;
  readonly client: string;
}

/**
 * Sends a request to its service through the sidecar and streams the answer back.
 * @throws BusinessError `service.unreachable`, `service.timeout`
 */
export async function forward(
  pool: Pool,
  apiToken: string,
  forwarding: Forwarding,
  request: Request,
  response: Response,
): Promise<void> {
  const { route, params, query, body } = forwarding;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let answer: Dispatcher.ResponseData;
  try {
    answer = await pool.request({
      method: route.method as Dispatcher.HttpMethod,
      path: `${buildPath(route, params)}${query === '' ? '' : `?${query}`}`,
      headers: headersOf(forwarding, apiToken, request),
      body: body.length === 0 ? null : body,
      headersTimeout: ANSWER_MILLISECONDS,
      bodyTimeout: ANSWER_MILLISECONDS,
      signal: gone.signal,
    });
  } catch (cause) {
    if (gone.signal.aborted) return; // the client has gone: nobody waits for an answer
    throw new BusinessError(cause instanceof errors.HeadersTimeoutError ? 'service.timeout' : 'service.unreachable', {
      cause,
    });
  }
  if (answer.statusCode >= 500 && !isProblem(answer)) throw await toUnreachable(route, answer);
  response.status(answer.statusCode);
  for (const name of RESPONSE_HEADERS) {
    const value = answer.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  await pipeline(answer.body, response);
}

function headersOf({ route, client }: Forwarding, apiToken: string, request: Request): Record<string, string> {
  const headers: Record<string, string> = { 'dapr-app-id': route.app, [CLIENT_ADDRESS_HEADER]: client };
  if (apiToken !== '') headers['dapr-api-token'] = apiToken;
  const trace = traceparent();
  if (trace !== undefined) headers.traceparent = trace;
  const take = (name: string): void => {
    const value = request.header(name);
    if (value !== undefined) headers[name] = value;
  };
  for (const name of REQUEST_HEADERS) take(name);
  if (route.access !== 'public') take('authorization');
  if (route.app === 'auth-service') take('cookie');
  return headers;
}

/** Our services say what is wrong in a problem document; a 5xx without one comes from a sidecar. */
function isProblem({ headers }: Dispatcher.ResponseData): boolean {
  return String(headers['content-type']).startsWith('application/problem+json');
}

async function toUnreachable(route: RouteDefinition, answer: Dispatcher.ResponseData): Promise<BusinessError> {
  const text = await answer.body.text();
  return new BusinessError('service.unreachable', {
    cause: new Error(`${route.app} answered ${answer.statusCode}: ${text.slice(0, 300)}`),
  });
}
