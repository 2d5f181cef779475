import { createHash } from 'node:crypto';
import { Envelope, type EventDefinition } from '@studynotion/contracts';
import { deadLetterRoute, eventRoute } from '@studynotion/platform';
import express, { type Request, type Response, Router } from 'express';
import type { ZodError } from 'zod';
import type { Clock } from '../clock.ts';
import { withCause } from '../observability/cause.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import type { DeadLetters } from './dead-letters.ts';
import { openedData } from './sealed-events.ts';
import type { Subscriber } from './subscriber.ts';

export interface EventRouterOptions {
  readonly subscribers: readonly Subscriber[];
  readonly deadLetters: DeadLetters;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Opens personal events. @default none: the app receives none */
  readonly sealKey?: string;
}

const DELIVERIES = /^\/(?:events|dead-letters)(?=\/|$)/;

/**
 * Receives what the sidecar delivers. For Dapr 2xx is done, 404 is *dropped* and anything else is repeated, so:
 * a handled event answers 200, one that does not keep its contract goes to the dead letters at once (repeating it
 * cannot help), a failed handler and every unknown address answer 500.
 */
export function eventRouter({ subscribers, deadLetters, logger, metrics, clock, sealKey }: EventRouterOptions): Router {
  const router = Router();
  // daprd delivers as application/cloudevents+json, which Express' parser leaves alone unless told. Only deliveries are
  // read here: other routes have limits of their own, or want the bytes as they came.
  router.use(DELIVERIES, express.json({ type: ['application/cloudevents+json', 'application/json'], limit: '4mb' }));

  for (const subscriber of subscribers) {
    const topic = subscriber.event.type;

    router.post(eventRoute(subscriber.event), async (request: Request, response: Response) => {
      const delivery = readDelivery(subscriber.event, request.body, sealKey);
      if ('reason' in delivery) {
        const { reason } = delivery;
        const eventId = await keep(deadLetters, clock, topic, request.body, reason);
        metrics.eventsReceived.inc({ topic, outcome: 'rejected' });
        logger.error({ 'event.id': eventId }, `${topic} ${reason}`);
        response.sendStatus(200);
        return;
      }
      const { envelope, data } = delivery;
      await withTrace(traceFrom(envelope.traceparent), async () => {
        try {
          await withCause(topic, () => subscriber.handle(data, { eventId: envelope.id }));
          metrics.eventsReceived.inc({ topic, outcome: 'applied' });
          response.sendStatus(200);
        } catch (error) {
          metrics.eventsReceived.inc({ topic, outcome: 'failed' });
          logger.warn({ error, 'event.id': envelope.id }, `${topic} failed and will be delivered again`);
          response.sendStatus(500);
        }
      });
    });

    router.post(deadLetterRoute(subscriber.event), async (request: Request, response: Response) => {
      await keep(deadLetters, clock, topic, request.body, 'failed at every attempt');
      logger.error(`${topic} failed at every attempt and is a dead letter now`);
      response.sendStatus(200);
    });
  }

  router.all(DELIVERIES, (request: Request, response: Response) => {
    logger.error(`a delivery for ${request.path} came, which nobody here handles`);
    response.sendStatus(500);
  });
  return router;
}

interface Unreadable {
  readonly reason: string;
}

/** An event with its data as the contract has them, or why it cannot be had; repeating the delivery would not help. */
function readDelivery(
  event: EventDefinition,
  body: unknown,
  sealKey: string | undefined,
): { readonly envelope: Envelope; readonly data: unknown } | Unreadable {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return broken(envelope.error);
  let opened: unknown;
  try {
    opened = openedData(event, envelope.data.data, sealKey);
  } catch {
    return { reason: 'cannot be opened with the key that is here' };
  }
  const data = event.data.safeParse(opened);
  return data.success ? { envelope: envelope.data, data: data.data } : broken(data.error);
}

function broken({ issues }: ZodError): Unreadable {
  const places = issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return { reason: `does not keep its contract: ${places.join('; ')}` };
}

/** What has no readable envelope is kept as it came, under an id made of it, so that a repetition adds nothing. @returns it */
async function keep(
  deadLetters: DeadLetters,
  clock: Clock,
  topic: string,
  body: unknown,
  reason: string,
): Promise<string> {
  const envelope = Envelope.safeParse(body);
  const print = createHash('sha256').update(JSON.stringify(body ?? null));
  const eventId = envelope.data?.id ?? `unreadable-${print.digest('base64url')}`;
  await deadLetters.keep({
    eventId,
    topic,
    reason: reason.slice(0, 1000),
    data: (envelope.success ? envelope.data.data : body) ?? null,
    receivedAt: clock.now(),
  });
  return eventId;
}
