import { performance } from 'node:perf_hooks';
import type { CommunicationProtocolEnum, DaprClient, StateConcurrencyEnum, StateConsistencyEnum } from '@dapr/dapr';
import type { AppId } from '@studynotion/contracts';
import { components, secretStoreOf } from '@studynotion/platform';
import { Pool } from 'undici';
import { currentTrace, traceFrom, traceparent } from '../observability/trace.ts';
import {
  type Invocation,
  type InvocationAnswer,
  type OutgoingEvent,
  type SaveStateOptions,
  type Sidecar,
  SidecarError,
  StaleStateError,
  type StoredState,
} from './sidecar.ts';

export interface DaprSidecarOptions {
  /** App-id of this app; its secret has the same name. */
  readonly app: AppId;
  readonly httpPort: number;
  readonly apiToken: string;
  /** Bound of publish, state and secret calls, in milliseconds; the SDK has none. @default 5000 */
  readonly timeoutMilliseconds?: number;
}

const DEFAULT_TIMEOUT = 5000;
/** `StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE`, by value: the SDK costs 0.4 s to import and is loaded when first used. */
const FIRST_WRITE: StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE = 1;
const STRONG: StateConsistencyEnum.CONSISTENCY_STRONG = 2;
const HTTP: CommunicationProtocolEnum.HTTP = 1;
/** Says "there is none yet" so that a conflict answers 409; without an ETag it would be a 500 like any other failure. */
const NO_ETAG = '0';
/**
 * Stands in for a deleted state for a while. Redis lets a write with any ETag through where the key is gone, and counts
 * ETags from 1 again: one who read the state before it was deleted would bring it back.
 */
const TOMBSTONE = { deletedState: true } as const;
/** Longer than any request that may still hold an ETag from before. */
const TOMBSTONE_SECONDS = 300;
const silent = { error() {}, warn() {}, info() {}, verbose() {}, debug() {} };

/**
 * The adapter that hides Dapr: the official SDK over HTTP for publish, state and secrets, an undici pool for invocation
 * (the SDK's `invoke` hides the status and has no timeout).
 */
export function daprSidecar({
  app,
  httpPort,
  apiToken,
  timeoutMilliseconds = DEFAULT_TIMEOUT,
}: DaprSidecarOptions): Sidecar {
  const pool = new Pool(`http://127.0.0.1:${httpPort}`, {
    connections: 64,
    keepAliveTimeout: 30_000,
    bodyTimeout: 60_000,
  });
  let client: Promise<DaprClient> | undefined;

  const sdk = (): Promise<DaprClient> => {
    client ??= import('@dapr/dapr').then(
      ({ DaprClient }) =>
        new DaprClient({
          daprHost: '127.0.0.1',
          daprPort: String(httpPort),
          communicationProtocol: HTTP,
          daprApiToken: apiToken,
          logger: { service: silent },
        }),
    );
    return client;
  };

  /** One SDK call within the time limit. What the SDK returns as `{error}` is thrown like what it throws. */
  const call = async <Result>(what: string, work: (dapr: DaprClient) => Promise<Result>): Promise<Result> => {
    const result = await withinTime(
      what,
      timeoutMilliseconds,
      sdk()
        .then(work)
        .catch((error: unknown) => {
          throw toSidecarError(what, error);
        }),
    );
    if (isFailure(result)) throw toSidecarError(what, result.error);
    return result;
  };

  const read = async (key: string): Promise<StoredState<unknown> | undefined> => {
    // The SDK's `get` loses the ETag and puts the key into the address as it is; the bulk call does neither.
    const found = await call('read state', (dapr) =>
      dapr.state.getBulk(components.stateStore, [key], { parallelism: 1 }),
    );
    const [entry] = found as { data?: unknown; etag?: string; error?: string }[];
    if (entry?.error !== undefined && entry.error !== '') throw new SidecarError(`read state: ${entry.error}`);
    if (entry?.data === undefined || entry.data === null || entry.etag === undefined) return undefined;
    return { value: entry.data, etag: entry.etag };
  };

  const write = async (what: string, key: string, value: unknown, etag: string, seconds: number): Promise<void> => {
    await call(what, (dapr) =>
      dapr.state.save(components.stateStore, [
        {
          key,
          value: value as object,
          etag,
          options: { concurrency: FIRST_WRITE, consistency: STRONG },
          metadata: { ttlInSeconds: String(Math.max(1, Math.ceil(seconds))) },
        },
      ]),
    );
  };

  const headersOf = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...extra,
    ...(apiToken === '' ? {} : { 'dapr-api-token': apiToken }),
  });

  return {
    async publish({ id, event, data, occurredAt, traceparent: parent }: OutgoingEvent): Promise<void> {
      const trace = parent ?? traceparent();
      const envelope = {
        specversion: '1.0',
        id,
        type: event.type,
        source: app,
        time: occurredAt.toISOString(),
        datacontenttype: 'application/json',
        traceparent: trace,
        // daprd overwrites the traceparent of an envelope that lacks this older field, with an empty one at sampling rate 0.
        traceid: trace,
        data,
      };
      await call(`publish ${event.type}`, (dapr) =>
        dapr.pubsub.publish(components.pubsub, event.type, envelope, {
          contentType: 'application/cloudevents+json',
          metadata: event.timeToLiveSeconds === undefined ? {} : { ttlInSeconds: String(event.timeToLiveSeconds) },
        }),
      );
    },

    async getState<Value>(key: string): Promise<StoredState<Value> | undefined> {
      const found = await read(key);
      return found === undefined || isTombstone(found.value) ? undefined : (found as StoredState<Value>);
    },

    async saveState(key: string, value: unknown, { match, timeToLiveSeconds }: SaveStateOptions): Promise<void> {
      if (match !== 'absent') return write('write state', key, value, match, timeToLiveSeconds);
      try {
        await write('write state', key, value, NO_ETAG, timeToLiveSeconds);
      } catch (error) {
        const found = error instanceof StaleStateError ? await read(key) : undefined;
        if (found === undefined || !isTombstone(found.value)) throw error;
        await write('write state', key, value, found.etag, timeToLiveSeconds);
      }
    },

    async deleteState(key: string, etag: string): Promise<void> {
      await write('delete state', key, TOMBSTONE, etag, TOMBSTONE_SECONDS);
    },

    async secrets(): Promise<Readonly<Record<string, string>>> {
      const found = await call('read secrets', (dapr) => dapr.secret.get(secretStoreOf(app), app));
      if (typeof found !== 'object' || found === null)
        throw new SidecarError('read secrets: the answer is not an object');
      return found as Record<string, string>;
    },

    async invoke({
      app: callee,
      method,
      path,
      headers,
      body,
      timeoutMilliseconds: limit = DEFAULT_TIMEOUT,
      signal,
    }: Invocation) {
      const timeout = AbortSignal.timeout(limit);
      const parent = traceparent(traceFrom(traceparent(currentTrace())));
      try {
        const answer = await pool.request({
          method: method as 'GET',
          path,
          headers: headersOf({
            ...(parent === undefined ? {} : { traceparent: parent }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
            'dapr-app-id': callee,
          }),
          body: body === undefined ? null : JSON.stringify(body),
          signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        });
        const bytes = Buffer.from(await answer.body.arrayBuffer());
        return toAnswer(callee, answer.statusCode, answer.headers, bytes);
      } catch (error) {
        if (error instanceof SidecarError) throw error;
        throw toInvocationError(`invoke ${method} ${callee}`, error, { timeout, limit, signal });
      }
    },

    async isReady(): Promise<boolean> {
      try {
        const { statusCode, body } = await pool.request({
          method: 'GET',
          path: '/v1.0/healthz/outbound',
          headers: headersOf(),
          signal: AbortSignal.timeout(2000),
        });
        await body.dump();
        return statusCode === 204;
      } catch {
        return false; // no sidecar yet, or no more: that is the answer
      }
    },

    async close(): Promise<void> {
      await pool.destroy();
      if (client !== undefined) await (await client).stop();
    },
  };
}

function toInvocationError(
  what: string,
  cause: unknown,
  { timeout, limit, signal }: { timeout: AbortSignal; limit: number; signal: AbortSignal | undefined },
): SidecarError {
  if (signal?.aborted === true) return new SidecarError(`${what}: given up by the caller`, { cause });
  if (timeout.aborted) return new SidecarError(`${what}: no answer within ${limit} ms`, { status: 504, cause });
  return new SidecarError(`${what}: no connection`, { status: 502, cause });
}

/** A dead callee answers through the sidecar with a Dapr error; a service's own answers pass as they are. */
function toAnswer(
  callee: string,
  status: number,
  headers: Record<string, string | string[] | undefined>,
  body: Buffer,
): InvocationAnswer {
  if (status >= 500 && body.includes('ERR_DIRECT_INVOKE')) {
    throw new SidecarError(`invoke ${callee}: the app cannot be reached`, { status: 502 });
  }
  return { status, headers, body, json: (): unknown => JSON.parse(body.toString('utf8')) };
}

function isTombstone(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'deletedState' in value;
}

function isFailure(result: unknown): result is { error: unknown } {
  return typeof result === 'object' && result !== null && 'error' in result && result.error !== undefined;
}

/** The SDK throws errors whose message is JSON: `{error, error_msg, status}`. */
function toSidecarError(what: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const status = statusIn(message);
  if (status === 409 || /etag mismatch/i.test(message)) return new StaleStateError(`${what}: written by somebody else`);
  return new SidecarError(`${what} failed`, { status, cause: error });
}

function statusIn(message: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === 'object' && parsed !== null && 'status' in parsed && typeof parsed.status === 'number'
      ? parsed.status
      : undefined;
  } catch {
    return undefined; // a network error, in plain words
  }
}

async function withinTime<Result>(what: string, milliseconds: number, work: Promise<Result>): Promise<Result> {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new SidecarError(`${what}: no answer after ${Math.round(performance.now() - started)} ms`, { status: 504 }),
        ),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // when the limit came first, the late failure has nobody left to tell
  }
}
