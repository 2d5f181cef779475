import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { jsonWebKeySet } from '@studynotion/contracts';
import type { Express } from 'express';
import type { Connection } from 'mongoose';
import { AccessTokenVerifier } from '../auth/access-token-verifier.ts';
import type { Clock } from '../clock.ts';
import type { Configuration } from '../configuration.ts';
import { connectDatabase, databaseAnswers, ensureIndexes } from '../data/database.ts';
import { DeadLetters } from '../events/dead-letters.ts';
import { eventRouter } from '../events/event-router.ts';
import { EVENT_SEAL_KEY } from '../events/sealed-events.ts';
import { faultPoints } from '../fault-points.ts';
import { answerClientErrors } from '../http/client-errors.ts';
import { serviceApp } from '../http/service-app.ts';
import { serviceRouter } from '../http/service-router.ts';
import { serviceStatus } from '../http/service-status.ts';
import { IdempotencyKeys } from '../idempotency/idempotency-keys.ts';
import { type Job, type RunningJob, startJob } from '../job.ts';
import type { Logger } from '../observability/logger.ts';
import { createMetrics } from '../observability/metrics.ts';
import { Health } from '../operations/health.ts';
import { type DeadLetterDesk, operationsApp } from '../operations/operations-app.ts';
import { callRoute } from '../sidecar/call-route.ts';
import { countedSidecar } from '../sidecar/counted-sidecar.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import { gapsOf } from './gaps.ts';
import type { Kit, ServiceDefinition, Wiring } from './service.ts';

export interface StartOptions {
  readonly sidecar: Sidecar;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long sidecar, secrets and database may take to appear, in milliseconds. @default 60000 */
  readonly deadlineMilliseconds?: number;
  /** Whether it must do all that contracts and table say of it; tests of the kit wire only what they look at. @default true */
  readonly complete?: boolean;
}

export interface RunningService {
  /** Where the app listens. */
  readonly url: string;
  readonly operationsUrl: string;
  readonly wiring: Wiring;
  readonly database: Connection | undefined;
  /** Answers 503 on /healthz, waits until nobody sends more, finishes what is at hand, and lets everything go. */
  stop(): Promise<void>;
}

const SWEEP_SECONDS = 5;

/**
 * Starts a service: probes first (so that it can be seen waiting), then sidecar, secrets, database, indexes, and the app.
 * @throws where a part does not appear before the deadline, naming the part; where the service does not do what the
 *   contracts and the platform's table say of it
 */
export async function startService<Settings>(
  { wire }: ServiceDefinition<Settings>,
  configuration: Configuration<Settings>,
  { sidecar: plainSidecar, clock, logger, deadlineMilliseconds = 60_000, complete = true }: StartOptions,
): Promise<RunningService> {
  const { app } = configuration;
  const health = new Health();
  const metrics = createMetrics(app.id);
  const sidecar = countedSidecar(plainSidecar, metrics);
  const deadline = Date.now() + deadlineMilliseconds;
  let desk: DeadLetterDesk | undefined;
  let wiring: Wiring | undefined;
  let database: Connection | undefined;
  const operations = await listen(
    operationsApp({ health, metrics, appApiToken: configuration.appApiToken }, () => desk),
    configuration.operationsHost,
    configuration.operationsPort,
    logger,
  );

  try {
    await until(`the sidecar of ${app.id}`, deadline, async () => ((await sidecar.isReady()) ? true : undefined));
    const secrets =
      app.secrets.length === 0 ? {} : await until(`the secrets of ${app.id}`, deadline, () => sidecar.secrets());
    const secret = secretReader(app.secrets, secrets);
    if (app.database !== undefined) {
      const name = app.database;
      database = await until('the database', deadline, () =>
        connectDatabase({ uri: secret('mongodb-uri'), name, metrics }),
      );
    }
    const connection = database;

    const kit: Kit<Settings> = {
      configuration,
      settings: configuration.settings,
      secret,
      sidecar,
      get database(): Connection {
        if (connection === undefined) throw new TypeError(`the platform's table gives ${app.id} no database`);
        return connection;
      },
      tokens: new AccessTokenVerifier({
        loadKeys: async () => (await callRoute(sidecar, jsonWebKeySet, 200)).keys,
        clock,
      }),
      health,
      clock,
      logger,
      metrics,
      faultPoint: faultPoints(configuration.faultPointsFolder),
    };
    const wired = wire(kit);
    wiring = wired;
    const gaps = complete ? gapsOf(app, wired) : [];
    if (gaps.length > 0) throw new TypeError(`${app.id} is not complete:\n${gaps.join('\n')}`);
    health.require({ name: 'sidecar', isReady: () => sidecar.isReady() });
    if (connection !== undefined) health.require({ name: 'database', isReady: () => databaseAnswers(connection) });
    for (const check of wired.readiness ?? []) health.require(check);

    const subscribers = wired.subscribers ?? [];
    const deadLetters = connection === undefined ? undefined : new DeadLetters(connection, metrics);
    const sealKey = secrets[EVENT_SEAL_KEY];
    if (deadLetters !== undefined) desk = { deadLetters, subscribers, sealKey };
    const idempotencyKeys = connection === undefined ? undefined : new IdempotencyKeys(connection, clock);
    if (connection !== undefined)
      await until('the indexes', deadline, () => ensureIndexes(connection).then(() => true));
    await wired.prepare?.();

    const expressApp =
      wired.app ??
      serviceApp({
        routers: [
          ...(deadLetters === undefined
            ? []
            : [eventRouter({ subscribers, deadLetters, logger, metrics, clock, sealKey })]),
          serviceRouter({
            app: app.id,
            handlers: [...serviceStatus(app.id, health), ...(wired.handlers ?? [])],
            tokens: wired.tokens ?? kit.tokens,
            idempotencyKeys,
            metrics,
          }),
        ],
        health,
        logger,
        appApiToken: configuration.appApiToken,
      });
    const server = await listen(expressApp, configuration.appHost, configuration.appPort, logger);
    const jobs = [...(wired.jobs ?? []), ...(wired.outboxes ?? []).map(sweeper)].map((job) =>
      startJob(job, { logger, metrics }),
    );
    health.markStarted();
    logger.info(`${app.id} answers at ${urlOf(server)}`);

    let stopping: Promise<void> | undefined;
    return {
      url: urlOf(server),
      operationsUrl: urlOf(operations),
      wiring: wired,
      database,
      stop() {
        stopping ??= stopService({
          configuration,
          health,
          server,
          operations,
          jobs,
          wiring: wired,
          sidecar,
          database: connection,
        });
        return stopping;
      },
    };
  } catch (error) {
    await close(operations);
    await wiring?.close?.();
    await database?.close();
    await sidecar.close();
    health.stop();
    throw error;
  }
}

function sweeper(outbox: NonNullable<Wiring['outboxes']>[number]): Job {
  return {
    name: `outbox of ${outbox.name}`,
    everySeconds: SWEEP_SECONDS,
    run: async () => {
      await outbox.measure();
      await outbox.relay();
      await outbox.measure();
    },
  };
}

interface Stopping {
  readonly configuration: Configuration;
  readonly health: Health;
  readonly server: Server;
  readonly operations: Server;
  readonly jobs: readonly RunningJob[];
  readonly wiring: Wiring;
  readonly sidecar: Sidecar;
  readonly database: Connection | undefined;
}

async function stopService({
  configuration,
  health,
  server,
  operations,
  jobs,
  wiring,
  sidecar,
  database,
}: Stopping): Promise<void> {
  health.startDraining();
  await pause(configuration.drainSeconds * 1000);
  await close(server);
  await Promise.all(jobs.map((job) => job.stop()));
  await Promise.all((wiring.outboxes ?? []).map((outbox) => outbox.settle()));
  await wiring.close?.();
  await sidecar.close();
  await database?.close();
  await close(operations);
  health.stop();
}

function secretReader(names: readonly string[], secrets: Readonly<Record<string, string>>): (name: string) => string {
  return (name) => {
    const value = names.includes(name) ? secrets[name] : undefined;
    if (value === undefined)
      throw new TypeError(`the secret ${name} is not there; is it in the platform's table for this app?`);
    return value;
  };
}

/** Repeats `attempt` until it gives something. @throws after the deadline, with the last reason */
async function until<Result>(
  what: string,
  deadline: number,
  attempt: () => Promise<Result | undefined>,
): Promise<Result> {
  let reason: unknown;
  for (let wait = 20; Date.now() < deadline; wait = Math.min(wait * 1.5, 500)) {
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      reason = error;
    }
    await pause(wait);
  }
  throw new Error(`${what} did not appear in time`, { cause: reason });
}

function listen(app: Express, host: string, port: number, logger: Logger): Promise<Server> {
  // Above the idle time of the proxies in front, so that it is never we who close a connection that they use again.
  // The gateway refuses a request without a host with a problem document, where Node would with an empty body.
  const server = createServer({ keepAliveTimeout: 185_000, requestTimeout: 120_000, requireHostHeader: false }, app);
  answerClientErrors(server, logger);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Takes no new connections and waits for the answers at hand; a kept-alive connection ends with its last answer. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Node leaves a connection open whose answer ended after `close`, until its keep-alive time is over.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function urlOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address}:${port}`;
}
