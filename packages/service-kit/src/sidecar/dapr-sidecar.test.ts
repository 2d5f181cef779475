import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accountPasswordChanged, otpRequested } from '@studynotion/contracts';
import { type Served, serve } from '../../test/serve.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import { daprSidecar } from './dapr-sidecar.ts';
import type { Sidecar } from './sidecar.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What daprd 1.18.1 answers is played by a plain server: this is about the adapter and the SDK; the rest is in test/. */
describe('the adapter', () => {
  let served: Served;
  let sidecar: Sidecar;
  let asked: Asked[];
  let answer: (asked: Asked, response: ServerResponse) => void;

  beforeAll(() => import('@dapr/dapr')); // takes a while, which is no matter of the time limits below
  beforeEach(async () => {
    asked = [];
    answer = (_asked, response) => response.writeHead(204).end();
    served = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method, url, headers } = request;
      if (url === '/v1.0/metadata')
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      asked.push({ method, url, headers, body });
      answer({ method, url, headers, body }, response);
    });
    sidecar = daprSidecar({
      app: 'auth-service',
      httpPort: served.port,
      apiToken: 'the-token',
      timeoutMilliseconds: 500,
    });
  });
  afterEach(async () => {
    await sidecar.close();
    await served.close();
  });

  const fail = (status: number, errorCode: string, message = 'failed') => {
    answer = (_asked, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errorCode, message }));
  };
  const json = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    answer = (_asked, response) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const event = {
    id: 'event-1',
    event: otpRequested,
    data: { email: 'a@example.com', sealedCode: 'x', expiresAt: '2026-01-01T00:00:00Z' },
    occurredAt: new Date('2026-01-01T00:00:00Z'),
  };

  describe('publishing', () => {
    test('throws where the SDK returns an error instead', async () => {
      fail(403, 'ERR_PUBSUB_FORBIDDEN');
      await expect(sidecar.publish(event)).rejects.toMatchObject({ name: 'SidecarError', status: 403 });
    });

    test('sends the envelope with id, trace and the time to live of the event', async () => {
      const trace = traceFrom(undefined);
      await withTrace(trace, () => sidecar.publish(event));
      expect(asked[0]?.url).toBe(`/v1.0/publish/pubsub/${otpRequested.type}?metadata.ttlInSeconds=300`);
      expect(asked[0]?.headers).toMatchObject({
        'content-type': 'application/cloudevents+json',
        'dapr-api-token': 'the-token',
      });
      expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
        specversion: '1.0',
        id: 'event-1',
        type: otpRequested.type,
        source: 'auth-service',
        time: '2026-01-01T00:00:00.000Z',
        traceparent: `00-${trace.traceId}-${trace.spanId}-00`,
        traceid: `00-${trace.traceId}-${trace.spanId}-00`, // without it daprd overwrites the traceparent
        data: event.data,
      });
    });

    test('sends no time to live where the event has none', async () => {
      await sidecar.publish({ ...event, event: accountPasswordChanged });
      expect(asked[0]?.url).not.toContain('ttlInSeconds');
    });

    test('gives up after its time, for the SDK has no limit', async () => {
      answer = () => {};
      await expect(sidecar.publish(event)).rejects.toMatchObject({ name: 'SidecarError', status: 504 });
    });
  });

  describe('state', () => {
    const key = 'otp:a/b?c=d&e#f %41';

    test('is read with its ETag', async () => {
      json(200, [{ key, data: { count: 1 }, etag: '7' }]);
      expect(await sidecar.getState(key)).toEqual({ value: { count: 1 }, etag: '7' });
    });

    test('is never addressed by a key in the path, where / and ? would lead elsewhere', async () => {
      json(200, [{ key }]);
      await sidecar.getState(key);
      answer = (_asked, response) => response.writeHead(204).end();
      await sidecar.saveState(key, 1, { match: 'absent', timeToLiveSeconds: 1 });
      await sidecar.deleteState(key, '1');
      expect(asked.map(({ url }) => url?.split('?')[0])).toEqual([
        '/v1.0/state/statestore/bulk',
        '/v1.0/state/statestore',
        '/v1.0/state/statestore',
      ]);
      for (const { body } of asked) expect(body).toContain(JSON.stringify(key));
    });

    test('that is missing is undefined', async () => {
      json(200, [{ key }]);
      expect(await sidecar.getState(key)).toBeUndefined();
    });

    test('that cannot be read is an error and not missing', async () => {
      json(200, [{ key, error: 'connection refused' }]);
      await expect(sidecar.getState(key)).rejects.toMatchObject({ name: 'SidecarError' });
      fail(500, 'ERR_STATE_GET');
      await expect(sidecar.getState(key)).rejects.toMatchObject({ name: 'SidecarError', status: 500 });
    });

    test('is written first-write-wins with the ETag and a time to live', async () => {
      await sidecar.saveState(key, { count: 2 }, { match: '7', timeToLiveSeconds: 9.5 });
      expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject([
        {
          key,
          value: { count: 2 },
          etag: '7',
          options: { concurrency: 'first-write', consistency: 'strong' },
          metadata: { ttlInSeconds: '10' },
        },
      ]);
    });

    test('is written as absent with the ETag 0, for a conflict without any ETag is a 500 like any failure', async () => {
      await sidecar.saveState(key, 1, { match: 'absent', timeToLiveSeconds: 1 });
      expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject([{ key, etag: '0' }]);
    });

    test('that is deleted leaves something that still has an ETag, and that reads as missing', async () => {
      await sidecar.deleteState(key, '7');
      const [left] = JSON.parse(asked[0]?.body ?? '') as { value: unknown; etag: string }[];
      expect(left?.etag).toBe('7');
      json(200, [{ key, data: left?.value, etag: '8' }]);
      expect(await sidecar.getState(key)).toBeUndefined();
    });

    test('written by somebody else throws where the SDK returns an error instead', async () => {
      fail(409, 'ERR_STATE_SAVE', 'possible etag mismatch');
      await expect(sidecar.saveState(key, 1, { match: '7', timeToLiveSeconds: 1 })).rejects.toMatchObject({
        name: 'StaleStateError',
      });
      await expect(sidecar.deleteState(key, '7')).rejects.toMatchObject({ name: 'StaleStateError' });
    });

    test('that cannot be written is an error', async () => {
      fail(500, 'ERR_STATE_SAVE');
      await expect(sidecar.saveState(key, 1, { match: '7', timeToLiveSeconds: 1 })).rejects.toMatchObject({
        name: 'SidecarError',
      });
    });
  });

  describe('invocation', () => {
    const call = { app: 'course-service', method: 'POST', path: '/internal/x%2Fy?z=1' } as const;

    test('passes path, headers, body and trace on, and the token of the sidecar', async () => {
      json(201, { made: true }, { location: '/x' });
      const trace = traceFrom(undefined);
      const given = await withTrace(trace, () =>
        sidecar.invoke({ ...call, headers: { authorization: 'Bearer x', 'dapr-app-id': 'other' }, body: { a: 1 } }),
      );
      expect(given).toMatchObject({ status: 201, headers: { location: '/x' } });
      expect(given.json()).toEqual({ made: true });
      expect(asked[0]).toMatchObject({ method: 'POST', url: call.path, body: '{"a":1}' });
      expect(asked[0]?.headers).toMatchObject({
        'dapr-app-id': 'course-service',
        'dapr-api-token': 'the-token',
        authorization: 'Bearer x',
        'content-type': 'application/json',
        traceparent: expect.stringContaining(trace.traceId),
      });
    });

    test.each([404, 409, 500, 503])('gives the status %d as an answer', async (status) => {
      json(status, { code: 'x' });
      expect((await sidecar.invoke(call)).status).toBe(status);
    });

    test('of a dead app is an error 502', async () => {
      fail(500, 'ERR_DIRECT_INVOKE');
      await expect(sidecar.invoke(call)).rejects.toMatchObject({ name: 'SidecarError', status: 502 });
    });

    test('that takes too long is an error 504', async () => {
      answer = () => {};
      await expect(sidecar.invoke({ ...call, timeoutMilliseconds: 50 })).rejects.toMatchObject({ status: 504 });
    });

    test('whose body stays away is an error 504 too', async () => {
      answer = (_asked, response) => void response.writeHead(200).write('half');
      await expect(sidecar.invoke({ ...call, timeoutMilliseconds: 100 })).rejects.toMatchObject({ status: 504 });
    });

    test('ends when the caller gives up, and lets the callee know', async () => {
      const caller = new AbortController();
      let closed: Promise<unknown> | undefined;
      answer = (_asked, response) => {
        closed = once(response, 'close');
        caller.abort();
      };
      await expect(sidecar.invoke({ ...call, signal: caller.signal })).rejects.toMatchObject({
        name: 'SidecarError',
        message: expect.stringContaining('given up'),
      });
      await closed;
    });

    test('without a sidecar is an error 502', async () => {
      await served.close();
      await expect(sidecar.invoke(call)).rejects.toMatchObject({ name: 'SidecarError', status: 502 });
    });
  });

  test('reads all keys of the secret of its app from the store of its app', async () => {
    json(200, { 'mongodb-uri': 'mongodb://x' });
    expect(await sidecar.secrets()).toEqual({ 'mongodb-uri': 'mongodb://x' });
    expect(asked[0]?.url).toBe('/v1.0/secrets/secrets-auth-service/auth-service');
    fail(403, 'ERR_PERMISSION_DENIED');
    await expect(sidecar.secrets()).rejects.toMatchObject({ name: 'SidecarError', status: 403 });
  });

  test('asks /v1.0/healthz/outbound whether calls can go out', async () => {
    expect(await sidecar.isReady()).toBe(true);
    expect(asked[0]?.url).toBe('/v1.0/healthz/outbound');
    fail(500, 'ERR_OUTBOUND_HEALTH_NOT_READY');
    expect(await sidecar.isReady()).toBe(false);
    await served.close();
    expect(await sidecar.isReady()).toBe(false);
  });
});
