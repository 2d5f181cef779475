import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accountRegistered, type EventData } from '@studynotion/contracts';
import { deadLetterRoute, eventRoute } from '@studynotion/platform';
import express from 'express';
import { recordingLogger } from '../../test/recording-logger.ts';
import { type Served, serve } from '../../test/serve.ts';
import { seal } from '../crypto/seal.ts';
import { createMetrics } from '../observability/metrics.ts';
import { currentTrace } from '../observability/trace.ts';
import { TestClock } from '../testing/test-clock.ts';
import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import { eventRouter } from './event-router.ts';
import { subscriber } from './subscriber.ts';

const registered: EventData<typeof accountRegistered> = {
  aggregateId: 'a'.repeat(24),
  version: 1,
  email: 'meera@example.com',
  firstName: 'Meera',
  lastName: 'Nair',
  role: 'student',
  approved: true,
  registeredAt: '2026-01-01T00:00:00.000Z',
};
const envelope = {
  specversion: '1.0',
  id: 'event-1',
  type: accountRegistered.type,
  source: 'auth-service',
  data: registered,
};
const route = eventRoute(accountRegistered);
const sealKey = randomBytes(32).toString('base64url');
const sealed = (key: string) => ({ sealed: seal(JSON.stringify(registered), key, accountRegistered.type) });

describe('deliveries of events', () => {
  let served: Served;
  const handled: { data: unknown; eventId: string; traceId: string | undefined }[] = [];
  const kept: Omit<DeadLetter, '_id'>[] = [];
  let failure: Error | undefined;

  beforeAll(async () => {
    const app = express();
    app.use(
      eventRouter({
        subscribers: [
          subscriber(accountRegistered, async (data, { eventId }) => {
            if (failure !== undefined) throw failure;
            handled.push({ data, eventId, traceId: currentTrace()?.traceId });
          }),
        ],
        deadLetters: { keep: async (letter: DeadLetter) => kept.push(letter) } as unknown as DeadLetters,
        logger: recordingLogger().logger,
        metrics: createMetrics('course-service'),
        clock: new TestClock(),
        sealKey,
      }),
    );
    app.post('/webhooks/razorpay', express.raw({ type: () => true, limit: 20 }), (request, response) => {
      response.send(Buffer.isBuffer(request.body) ? request.body : 'no bytes');
    });
    served = await serve(app);
  });
  afterAll(() => served.close());
  beforeEach(() => {
    handled.length = 0;
    kept.length = 0;
    failure = undefined;
  });

  const post = (path: string, body: unknown, type = 'application/cloudevents+json') =>
    fetch(`${served.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test('are read though they come as application/cloudevents+json', async () => {
    const answer = await post(route, envelope);
    expect(answer.status).toBe(200);
    expect(handled).toMatchObject([{ data: registered, eventId: 'event-1' }]);
  });

  test('are opened where they come sealed', async () => {
    expect((await post(route, { ...envelope, data: sealed(sealKey) })).status).toBe(200);
    expect(handled).toMatchObject([{ data: registered, eventId: 'event-1' }]);
  });

  test('that cannot be opened become dead letters at once, sealed as they are', async () => {
    const data = sealed(randomBytes(32).toString('base64url'));
    expect((await post(route, { ...envelope, data })).status).toBe(200);
    expect(handled).toEqual([]);
    expect(kept).toMatchObject([{ eventId: 'event-1', data, reason: expect.stringContaining('cannot be opened') }]);
  });

  test('continue the trace of the producer', async () => {
    const traceId = 'abcdef0123456789abcdef0123456789';
    await post(route, { ...envelope, traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    expect(handled).toMatchObject([{ traceId }]);
  });

  test('whose handler fails answer 500, so that they come again', async () => {
    failure = new Error('no database');
    expect((await post(route, envelope)).status).toBe(500);
    expect(kept).toEqual([]);
  });

  test('that do not keep their contract become dead letters at once, and are done', async () => {
    const answer = await post(route, { ...envelope, data: { ...registered, version: 'two' } });
    expect(answer.status).toBe(200);
    expect(handled).toEqual([]);
    expect(kept).toMatchObject([
      { eventId: 'event-1', topic: accountRegistered.type, reason: expect.stringContaining('version') },
    ]);
  });

  test('without a readable envelope are kept as they came, the same ones under the same id', async () => {
    const strange = { hello: 'world' };
    await post(route, strange);
    await post(route, strange);
    await post(route, { hello: 'again' });
    expect(kept.map(({ data }) => data)).toEqual([strange, strange, { hello: 'again' }]);
    expect(new Set(kept.map(({ eventId }) => eventId)).size).toBe(2);
  });

  test('on the dead-letter route are kept', async () => {
    expect((await post(deadLetterRoute(accountRegistered), envelope)).status).toBe(200);
    expect(kept).toMatchObject([{ eventId: 'event-1', data: registered }]);
  });

  test.each(['/events/studynotion.unknown.v1', '/dead-letters/studynotion.unknown.v1', '/events', `${route}/more`])(
    'nobody handles (%s) answer 500 and never 404, which would drop them',
    async (path) => {
      expect((await post(path, envelope)).status).toBe(500);
      expect((await fetch(`${served.url}${path}`)).status).toBe(500);
    },
  );

  test('are all that is read: another route gets its bytes as they came and keeps its limit', async () => {
    const spaced = '{ "a" :  1 }';
    expect(await (await post('/webhooks/razorpay', spaced, 'application/json')).text()).toBe(spaced);
    expect((await post('/webhooks/razorpay', JSON.stringify('x'.repeat(30)), 'application/json')).status).toBe(413);
  });
});
