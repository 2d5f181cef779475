import { API_PREFIX, fullPath, type RouteDefinition } from '@studynotion/contracts';
import {
  BusinessError,
  DEFAULT_BODY_LIMIT,
  InputError,
  type Kit,
  LimitError,
  livenessHandler,
  type Metrics,
  problemHandler,
} from '@studynotion/service-kit';
import express, { type Express, type Request, type Response } from 'express';
import type { Settings } from '../config.ts';
import type { Revocations } from '../domain/revocations.ts';
import { authorize } from './authorize.ts';
import { clientAddress } from './client-address.ts';
import { FloodLimit } from './flood-limit.ts';
import { forward } from './forward.ts';
import { crossOrigin, identified, securityHeaders, sunsetHeaders } from './headers.ts';
import { type Match, type MatchedRoute, routeMatcher } from './match-route.ts';
import { ownAnswers } from './own-answers.ts';
import { readBody } from './read-body.ts';
import { RequestTargets } from './request-targets.ts';
import { isShared } from './shared-answer.ts';
import { SharedReads } from './shared-reads.ts';
import type { Upstream } from './upstream.ts';

export interface GatewayOptions {
  readonly kit: Kit<Settings>;
  /** What may be asked from outside; what is not in it is 404. */
  readonly routes: readonly RouteDefinition[];
  readonly upstream: Upstream;
  readonly revocations: Revocations;
}

export function gatewayApp({ kit, routes, upstream, revocations }: GatewayOptions): Express {
  const { settings, health, logger, clock, metrics, tokens } = kit;
  const flood = new FloodLimit(settings.FLOOD_REQUESTS_PER_SECOND, clock);
  const reads = new SharedReads({ clock, upstream, own: ownAnswers(routes, kit) });
  const targets = new RequestTargets(routeMatcher(routes));
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(identified);
  app.get('/healthz', livenessHandler(health));
  app.use(securityHeaders);
  app.use(crossOrigin(settings.ALLOWED_ORIGINS));
  app.use(async (request: Request, response: Response) => {
    const target = targets.read(request.method, request.url);
    const { match, query } = target;
    if ('route' in match) response.set(sunsetHeaders(match.route));
    const client = clientAddress(
      request.header('x-forwarded-for'),
      request.socket.remoteAddress ?? '',
      settings.TRUSTED_PROXIES,
    );
    if (!flood.take(client)) throw new LimitError('rate.limited', { retryAfterSeconds: 1 });
    requireHost(request);
    const matched = requireRoute(match, response);
    const { route, params } = matched;
    measure(route, metrics, response);
    await authorize(tokens, revocations, route, request);
    target.requireValid(matched);
    if (isShared(route) && (await reads.answer(matched, target.sortedQuery, request, response))) return;
    const body = await readBody(request, route.bodyLimit ?? DEFAULT_BODY_LIMIT);
    await forward(upstream, logger, { route, params, query: query.toString(), body, client }, request, response);
  });
  app.use(problemHandler(logger));
  return app;
}

/** Node would refuse a request without a host itself, with an empty body. @throws InputError `request.malformed` */
function requireHost({ httpVersion, headers }: Request): void {
  if (httpVersion === '1.1' && headers.host === undefined) throw new InputError('request.malformed');
}

/** @throws BusinessError `route.not-found`, `route.method-not-allowed`, `api-version.unknown` */
function requireRoute(match: Match, response: Response): MatchedRoute {
  if ('route' in match) return match;
  if (match.allowed !== undefined) response.set('allow', match.allowed.join(', '));
  const detail = match.problem === 'api-version.unknown' ? `Known versions: ${API_PREFIX}.` : undefined;
  throw new BusinessError(match.problem, { detail });
}

function measure(route: RouteDefinition, metrics: Metrics, response: Response): void {
  const end = metrics.requestSeconds.startTimer({ method: route.method, route: fullPath(route) });
  response.once('close', () => end({ status: String(response.statusCode) }));
}
