import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Logger } from '../observability/logger.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import type { Health } from '../operations/health.ts';
import { livenessHandler, requireAppToken, wellnessHandler } from '../operations/operations-app.ts';
import { problemHandler, sendProblem } from './problem-handler.ts';

export interface ServiceAppOptions {
  readonly routers: readonly Router[];
  readonly health: Health;
  readonly logger: Logger;
  /** What the sidecar shows on each call; nobody else is let in. */
  readonly appApiToken: string;
}

/** Continues the caller's trace, or begins one. */
export const traced: RequestHandler = (request, _response, next) => {
  withTrace(traceFrom(request.header('traceparent')), next);
};

/** The Express app of a service; it never listens by itself. */
export function serviceApp({ routers, health, logger, appApiToken }: ServiceAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  // Which of the two the sidecar asks depends on whether it is told to stop together with the app, or after it.
  app.get('/healthz', livenessHandler(health));
  app.get('/livez', wellnessHandler(health));
  app.use(traced);
  app.use(requireAppToken(appApiToken));
  for (const router of routers) app.use(router);
  app.use((_request, response) => sendProblem(response, 'route.not-found'));
  app.use(problemHandler(logger));
  return app;
}
