import { timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { DeadLetters } from '../events/dead-letters.ts';
import { openedData } from '../events/sealed-events.ts';
import type { Subscriber } from '../events/subscriber.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Health } from './health.ts';

export interface OperationsOptions {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly appApiToken: string;
}

/** What is looked after besides probes, once the database is there. */
export interface DeadLetterDesk {
  readonly deadLetters: DeadLetters;
  readonly subscribers: readonly Subscriber[];
  /** Opens personal events. @default none: the app receives none */
  readonly sealKey?: string;
}

/** Sends 200 while the process is well and was not told to stop, 503 otherwise. */
export function livenessHandler(health: Health): RequestHandler {
  return (_request, response) => {
    response.sendStatus(health.isAlive() ? 200 : 503);
  };
}

/**
 * Sends 200 while the process is well, also while it drains. A sidecar that outlives its app asks this: at 503 it would
 * refuse the calls of those who do not know yet that the app goes.
 */
export function wellnessHandler(health: Health): RequestHandler {
  return (_request, response) => {
    response.sendStatus(health.isWell() ? 200 : 503);
  };
}

/**
 * The second port: probes, metrics, and the desk where an operator lists and replays dead letters
 * (with the app token, for it writes). Users never reach it.
 */
export function operationsApp(
  { health, metrics, appApiToken }: OperationsOptions,
  desk: () => DeadLetterDesk | undefined,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', livenessHandler(health));
  app.get('/readyz', async (_request, response) => {
    const missing = await health.missing();
    response.status(missing.length === 0 ? 200 : 503).json({ ready: missing.length === 0, missing });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.use('/dead-letters', requireAppToken(appApiToken));
  app.get('/dead-letters', async (_request, response) => {
    response.json({ items: (await desk()?.deadLetters.list()) ?? [] });
  });
  app.post('/dead-letters/:id/replay', async ({ params: { id } }, response) => {
    const { deadLetters, subscribers, sealKey } = desk() ?? { subscribers: [] };
    const letter = await deadLetters?.get(id);
    const subscriber = subscribers.find(({ event }) => event.type === letter?.topic);
    if (deadLetters === undefined || letter === undefined || subscriber === undefined) {
      response.status(404).json({ problem: 'there is no such dead letter' });
      return;
    }
    const data = subscriber.event.data.safeParse(openedData(subscriber.event, letter.data, sealKey));
    if (!data.success) {
      response.status(422).json({ problem: 'it still does not keep its contract' });
      return;
    }
    await subscriber.handle(data.data, { eventId: letter.eventId });
    await deadLetters.remove(letter);
    response.sendStatus(204);
  });
  app.use(failed);
  return app;
}

/** Says in one line what went wrong: only those who look after the platform come here, and a stack helps none of them. */
const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(500).json({ problem: error instanceof Error ? error.message : String(error) });
};

/** Lets through only what shows the token that sidecar and operator know. */
export function requireAppToken(appApiToken: string): RequestHandler {
  const expected = Buffer.from(appApiToken);
  return (request, response, next) => {
    const shown = Buffer.from(request.header('dapr-api-token') ?? '');
    // An app without a token lets in nobody.
    if (shown.length > 0 && shown.length === expected.length && timingSafeEqual(shown, expected)) next();
    else response.status(401).json({ problem: 'the app token is missing or wrong' });
  };
}
