import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppId, fullPath, isInternal, type RouteDefinition } from '@studynotion/contracts';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { type AccessTokenVerifier, bearerToken } from '../auth/access-token-verifier.ts';
import { type Caller, requireRole } from '../auth/caller.ts';
import { InputError, NotAllowedError } from '../errors.ts';
import { type IdempotencyKeys, parseIdempotencyKey } from '../idempotency/idempotency-keys.ts';
import { causeOf, withCause } from '../observability/cause.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Answer } from './answer.ts';
import type { Handler, RequestContext } from './handler.ts';
import { parseRequest } from './parse-request.ts';

export const DEFAULT_BODY_LIMIT = 64 * 1024;
/** The browser's address as the gateway saw it. */
export const CLIENT_ADDRESS_HEADER = 'x-studynotion-client-address';
/**
 * How many bytes the body of an answer has. A sidecar drops Content-Length and sends chunks; when its peer dies in the
 * middle it ends them as if they were all (measured, daprd 1.18.1), so that nothing else tells half an answer from a whole.
 */
export const BODY_LENGTH_HEADER = 'x-studynotion-body-length';

export interface ServiceRouterOptions {
  readonly app: AppId;
  readonly handlers: readonly Handler[];
  /** Needed where a route asks for a signed-in caller. */
  readonly tokens?: AccessTokenVerifier;
  /** Needed where a route takes an Idempotency-Key. */
  readonly idempotencyKeys?: IdempotencyKeys;
  readonly metrics: Metrics;
}

/**
 * Mounts handlers at the addresses of their contracts: who may, then parse, then handle, then check the answer.
 * @throws TypeError where a handler is of another service, or lacks what its route needs
 */
export function serviceRouter({ app, handlers, tokens, idempotencyKeys, metrics }: ServiceRouterOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const { route, handle } of handlers) {
    if (route.app !== app) throw new TypeError(`${app} cannot answer ${route.method} ${route.path} of ${route.app}`);
    const needsCaller = !isInternal(route) && route.access !== 'public';
    if (needsCaller && tokens === undefined)
      throw new TypeError(`${route.method} ${route.path} needs a token verifier`);
    if (takesKey(route) && idempotencyKeys === undefined)
      throw new TypeError(`${route.method} ${route.path} needs idempotency keys`);

    const readBody = bodyParser(route);
    const answerRequest: RequestHandler = async (request: Request, response: Response) => {
      const caller = await authorize(route, request, tokens);
      await readBody(request, response);
      const context = contextOf(route, request, caller);
      const answer =
        caller !== undefined && context.idempotencyKey !== undefined && idempotencyKeys !== undefined
          ? await idempotencyKeys.once(
              {
                accountId: caller.accountId,
                route: `${route.method} ${request.path}`,
                key: context.idempotencyKey,
                body: context.body,
              },
              () => handle(context),
            )
          : await handle(context);
      send(route, response, answer);
    };
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    router[method](fullPath(route), measure(route, metrics), answerRequest);
  }
  return router;
}

function takesKey(route: RouteDefinition): boolean {
  return route.idempotencyKey === 'required' || route.idempotencyKey === 'accepted';
}

/** Express' parser as a promise: a body is read only once it is known that its sender may. */
function bodyParser(route: RouteDefinition): (request: Request, response: Response) => Promise<void> {
  const limit = route.bodyLimit ?? DEFAULT_BODY_LIMIT;
  const parser =
    route.rawBody === true
      ? express.raw({ type: () => true, limit })
      : express.json({ type: 'application/json', limit, verify: route.body === undefined ? undefined : refuseNothing });
  return (request, response) =>
    new Promise((resolve, reject) => {
      parser(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
}

/** Express reads no bytes, which daprd passes on as chunks without any, as {}: enough where no field is required. */
function refuseNothing(_request: IncomingMessage, _response: ServerResponse, bytes: Buffer): void {
  if (bytes.length > 0) return;
  throw new InputError('request.invalid', { errors: [{ path: '', message: 'the body is missing' }] });
}

async function authorize(
  route: RouteDefinition,
  request: Request,
  tokens: AccessTokenVerifier | undefined,
): Promise<Caller | undefined> {
  const { access } = route;
  if (access === 'public') return undefined;
  if (typeof access === 'object' && 'callers' in access) {
    requireCaller(access.callers, request.header('dapr-caller-app-id'));
    return undefined;
  }
  const caller = await tokens?.verify(bearerToken(request.header('authorization')));
  if (caller !== undefined && typeof access === 'object') requireRole(caller, access.role);
  return caller;
}

/**
 * The caller's sidecar adds its id to what came along, sometimes before and sometimes after it (the order of a Go map;
 * measured on daprd 1.18.1). So the header is its word only where it stands alone; with two, somebody claimed an id.
 */
function requireCaller(callers: readonly AppId[], header: string | undefined): void {
  if (!(callers as readonly (string | undefined)[]).includes(header)) throw new NotAllowedError('access.denied');
}

function contextOf(
  route: RouteDefinition,
  request: Request,
  caller: Caller | undefined,
): RequestContext<RouteDefinition> {
  const key = takesKey(route) ? request.header('idempotency-key') : undefined;
  const parsed = parseRequest(route, request);
  return {
    params: parsed.params as Record<string, unknown>,
    query: parsed.query as Record<string, unknown>,
    body: parsed.body,
    rawBody: parsed.rawBody,
    get caller(): Caller {
      if (caller === undefined) throw new TypeError(`${route.method} ${route.path} has no caller`);
      return caller;
    },
    clientAddress: request.header(CLIENT_ADDRESS_HEADER) ?? '',
    idempotencyKey: route.idempotencyKey === 'required' || key !== undefined ? parseIdempotencyKey(key) : undefined,
    header: (name) => request.header(name),
  };
}

/** Sends an answer that keeps its contract; one that does not is our mistake and must not leave the house. */
function send(route: RouteDefinition, response: Response, { status, body, headers = {} }: Answer): void {
  const schema = route.answers[status];
  if (schema === undefined) throw new TypeError(`${route.method} ${route.path} does not declare the status ${status}`);
  const checked = schema.safeParse(body);
  if (!checked.success) {
    throw new TypeError(`the answer of ${route.method} ${route.path} does not keep its contract`, {
      cause: checked.error,
    });
  }
  for (const [name, value] of Object.entries(headers))
    response.set(name, typeof value === 'string' ? value : [...value]);
  response.status(status);
  if (checked.data === undefined) {
    response.end();
    return;
  }
  const text = JSON.stringify(checked.data);
  response
    .set(BODY_LENGTH_HEADER, String(Buffer.byteLength(text)))
    .type('json')
    .send(text);
}

function measure(route: RouteDefinition, metrics: Metrics): RequestHandler {
  const cause = causeOf(route);
  return (_request, response, next) => {
    const end = metrics.requestSeconds.startTimer({ method: route.method, route: fullPath(route) });
    response.once('close', () => end({ status: String(response.statusCode) }));
    withCause(cause, next);
  };
}
