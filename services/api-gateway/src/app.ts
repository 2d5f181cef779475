import { API_PREFIX, publicRoutes, type RouteDefinition } from '@studynotion/contracts';
import {
  BusinessError,
  bearerToken,
  DEFAULT_BODY_LIMIT,
  defineService,
  InputError,
  type Kit,
  LimitError,
  livenessHandler,
  problemHandler,
  requireRole,
  sendProblem,
  toFieldProblems,
  traced,
} from '@studynotion/service-kit';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { Pool } from 'undici';
import type { Settings } from './config.ts';
import { Revocations } from './domain/revocations.ts';
import { clientAddress } from './http/client-address.ts';
import { FloodLimit } from './http/flood-limit.ts';
import { forward } from './http/forward.ts';
import { matchRoute } from './http/match-route.ts';
import { readBody } from './http/read-body.ts';

const PULL_SECONDS = 0.5;

/** The one front door: routing by the table of contracts, policy, limits. */
export const apiGateway = defineService<Settings>((kit) => {
  const pool = new Pool(`http://127.0.0.1:${kit.configuration.daprHttpPort}`, {
    connections: 128,
    keepAliveTimeout: 30_000,
  });
  const revocations = new Revocations(kit.sidecar, kit.clock);
  return {
    app: gatewayApp(kit, pool, revocations),
    readiness: [{ name: 'revocations', isReady: async () => revocations.isFresh() }],
    jobs: [{ name: 'revocations', everySeconds: PULL_SECONDS, run: () => revocations.pull() }],
    close: () => pool.close(),
  };
});

function gatewayApp(kit: Kit<Settings>, pool: Pool, revocations: Revocations): Express {
  const { settings, configuration, health, logger } = kit;
  const flood = new FloodLimit(settings.FLOOD_REQUESTS_PER_SECOND, kit.clock);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', livenessHandler(health));
  app.use(traced);
  app.use(securityHeaders);
  app.use(crossOrigin(settings.ALLOWED_ORIGINS));
  app.use(async (request: Request, response: Response) => {
    const client = clientAddress(
      request.header('x-forwarded-for'),
      request.socket.remoteAddress ?? '',
      settings.TRUSTED_PROXIES,
    );
    if (!flood.take(client)) throw new LimitError('rate.limited', { retryAfterSeconds: 1 });
    const { path, query } = splitTarget(request.url);
    const match = matchRoute(publicRoutes, request.method, path);
    if ('problem' in match) {
      if (match.allowed !== undefined) response.set('allow', match.allowed.join(', '));
      const detail = match.problem === 'api-version.unknown' ? `Known versions: ${API_PREFIX}.` : undefined;
      throw new BusinessError(match.problem, { detail });
    }
    const { route, params } = match;
    await authorize(kit, revocations, route, request);
    requireValid(route, params, query);
    const body = await readBody(request, route.bodyLimit ?? DEFAULT_BODY_LIMIT);
    await forward(
      pool,
      configuration.daprApiToken,
      { route, params, query: query.toString(), body, client },
      request,
      response,
    );
  });
  app.use((_request: Request, response: Response) => sendProblem(response, 'route.not-found'));
  app.use(problemHandler(logger));
  return app;
}

/** The request target as it stood on the wire, cut at the first `?`; a URL parser would tidy it. */
function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const cut = target.indexOf('?');
  return cut < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, cut), query: new URLSearchParams(target.slice(cut + 1)) };
}

async function authorize(
  kit: Kit<Settings>,
  revocations: Revocations,
  route: RouteDefinition,
  request: Request,
): Promise<void> {
  if (route.access === 'public') return;
  const caller = await kit.tokens.verify(bearerToken(request.header('authorization')));
  revocations.requireLiving(caller.sessionId);
  if (typeof route.access === 'object' && 'role' in route.access) requireRole(caller, route.access.role);
}

/** Parameters are checked before a path is rebuilt from them. @throws InputError `request.invalid` */
function requireValid(route: RouteDefinition, params: Readonly<Record<string, string>>, query: URLSearchParams): void {
  const names = [...query.keys()];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const errors = [
    ...repeated.map((name) => ({ path: `query.${name}`, message: 'is given more than once' })),
    ...(route.params === undefined ? [] : problemsOf(route.params, params, 'path')),
    ...(route.query === undefined ? [] : problemsOf(route.query, Object.fromEntries(query), 'query')),
    ...(route.query === undefined && names.length > 0 ? [{ path: 'query', message: 'this address takes none' }] : []),
  ];
  if (errors.length > 0) throw new InputError('request.invalid', { errors });
}

function problemsOf(schema: NonNullable<RouteDefinition['params']>, value: unknown, place: string) {
  const result = schema.safeParse(value);
  return result.success ? [] : toFieldProblems(result.error, place);
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
  });
  next();
};

/** Other origins may call only where they are on the exact list; the site itself is of the same origin and needs none of it. */
function crossOrigin(allowed: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const origin = request.header('origin');
    response.vary('origin');
    if (origin === undefined || !allowed.includes(origin)) {
      next();
      return;
    }
    response.set({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.set({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, content-type, idempotency-key',
      'access-control-max-age': '600',
    });
    response.status(204).end();
  };
}
