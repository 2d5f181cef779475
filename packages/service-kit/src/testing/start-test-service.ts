import { randomBytes } from 'node:crypto';
import { API_PREFIX, type EventData, type EventDefinition } from '@studynotion/contracts';
import { eventRoute } from '@studynotion/platform';
import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { request } from 'undici';
import type { Configuration } from '../configuration.ts';
import { newId } from '../data/new-id.ts';
import type { ServiceDefinition } from '../life-cycle/service.ts';
import { type RunningService, startService } from '../life-cycle/start-service.ts';
import type { Logger } from '../observability/logger.ts';
import { FakeSidecar } from './fake-sidecar.ts';
import { TestClock } from './test-clock.ts';
import { TestTokens } from './tokens.ts';

export interface TestServiceOptions {
  /** Besides `mongodb-uri`, which the test run gives. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Teaches the sidecar what other apps answer, before the service first asks. */
  readonly prepare?: (sidecar: FakeSidecar) => void;
  /** @default silent, or of the level in TEST_LOG_LEVEL */
  readonly logger?: Logger;
  /** See StartOptions. @default true */
  readonly complete?: boolean;
}

export interface TestRequest {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Calls as another app does, e.g. `course-service`. */
  readonly callerApp?: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed where it is JSON, else text. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** A service over HTTP with a real database of its own, a fake sidecar and a clock that the test moves. */
export interface TestService {
  readonly url: string;
  readonly operationsUrl: string;
  readonly sidecar: FakeSidecar;
  readonly clock: TestClock;
  readonly tokens: TestTokens;
  readonly database: Connection;
  readonly service: RunningService;
  /** Calls a path below /api/v1, or an absolute one beginning with /internal or /events. */
  call(method: string, path: string, options?: TestRequest): Promise<TestAnswer>;
  /** Delivers an event as daprd does. @returns the status the app answered */
  deliver<Event extends EventDefinition>(event: Event, data: EventData<Event>, eventId?: string): Promise<number>;
  /** Publishes what waits in the outboxes and returns when it is done. */
  relay(): Promise<void>;
  /** Stops the service and drops its database. */
  stop(): Promise<void>;
}

/** What the fake sidecar shows on its calls; an operator's too. */
export const testAppToken = 'token-of-the-app-in-tests';

/** Starts a service for component tests. Needs MONGODB_URI, which `npm test` sets. */
export async function startTestService<Settings>(
  definition: ServiceDefinition<Settings>,
  configuration: Configuration<Settings>,
  {
    secrets = {},
    prepare,
    logger = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    complete = true,
  }: TestServiceOptions = {},
): Promise<TestService> {
  const uri = process.env.MONGODB_URI;
  if (uri === undefined) throw new Error('component tests need a database: set MONGODB_URI, or run them by `npm test`');
  const clock = new TestClock();
  const sidecar = new FakeSidecar({ clock, secrets: { 'mongodb-uri': uri, ...secrets } });
  const tokens = new TestTokens();
  tokens.serve(sidecar);
  prepare?.(sidecar);
  const { app } = configuration;
  const database = app.database === undefined ? undefined : `test_${app.database}_${randomBytes(5).toString('hex')}`;
  const service = await startService(
    definition,
    { ...configuration, app: { ...app, database }, appPort: 0, operationsPort: 0, appApiToken: testAppToken },
    { sidecar, clock, logger, complete },
  );

  const call = async (
    method: string,
    path: string,
    { token, body, headers = {}, callerApp }: TestRequest = {},
  ): Promise<TestAnswer> => {
    const isAbsolute = /^\/(internal|events|dead-letters|healthz)/.test(path);
    const answer = await request(`${service.url}${isAbsolute ? '' : API_PREFIX}${path}`, {
      method: method as 'GET',
      headers: {
        'dapr-api-token': testAppToken,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(callerApp === undefined ? {} : { 'dapr-caller-app-id': callerApp }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });
    const text = await answer.body.text();
    const isJson = /json/.test(String(answer.headers['content-type']));
    return { status: answer.statusCode, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };

  return {
    url: service.url,
    operationsUrl: service.operationsUrl,
    sidecar,
    clock,
    tokens,
    service,
    get database() {
      if (service.database === undefined) throw new TypeError(`${app.id} has no database`);
      return service.database;
    },
    call,
    async deliver(event, data, eventId = newId()) {
      const envelope = { specversion: '1.0', id: eventId, type: event.type, source: event.producer, data };
      const answer = await call('POST', eventRoute(event), {
        body: envelope,
        headers: { 'content-type': 'application/cloudevents+json' },
      });
      return answer.status;
    },
    async relay() {
      for (const outbox of service.wiring.outboxes ?? []) await outbox.relay();
    },
    async stop() {
      await service.database?.dropDatabase();
      await service.stop();
    },
  };
}
