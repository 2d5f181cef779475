import type { Express } from 'express';
import type { Connection } from 'mongoose';
import type { AccessTokenVerifier } from '../auth/access-token-verifier.ts';
import type { Clock } from '../clock.ts';
import type { Configuration } from '../configuration.ts';
import type { Outbox, WithOutbox } from '../events/outbox.ts';
import type { Subscriber } from '../events/subscriber.ts';
import type { FaultPoint } from '../fault-points.ts';
import type { Handler } from '../http/handler.ts';
import type { Job } from '../job.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Health, ReadinessCheck } from '../operations/health.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';

/** What a service is given to build itself from. */
export interface Kit<Settings = unknown> {
  readonly configuration: Configuration<Settings>;
  readonly settings: Settings;
  /** A secret of this app. @throws where the platform's table does not give it to this app, or it was not there at start */
  secret(name: string): string;
  readonly sidecar: Sidecar;
  /** The service's own database. @throws where the platform's table gives it none */
  readonly database: Connection;
  /** Checks access tokens with the public keys of auth-service. */
  readonly tokens: AccessTokenVerifier;
  readonly health: Health;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly faultPoint: FaultPoint;
}

/** A service put together: what it answers, what it hears, what it does by itself. */
export interface Wiring {
  readonly handlers?: readonly Handler[];
  readonly subscribers?: readonly Subscriber[];
  readonly outboxes?: readonly Pick<Outbox<WithOutbox>, 'name' | 'relay' | 'measure' | 'settle'>[];
  readonly jobs?: readonly Job[];
  readonly readiness?: readonly ReadinessCheck[];
  /** Instead of the kit's verifier; auth-service has the keys itself. */
  readonly tokens?: AccessTokenVerifier;
  /** Work after indexes are there and before the first request, e.g. the first administrator. */
  readonly prepare?: () => Promise<void>;
  /** Instead of the standard app; the gateway's. */
  readonly app?: Express;
  /** What must be let go at the end. */
  readonly close?: () => Promise<void>;
}

export interface ServiceDefinition<Settings> {
  readonly wire: (kit: Kit<Settings>) => Wiring;
}

/** Names a service for `runService` and for component tests. */
export function defineService<Settings>(wire: (kit: Kit<Settings>) => Wiring): ServiceDefinition<Settings> {
  return { wire };
}
