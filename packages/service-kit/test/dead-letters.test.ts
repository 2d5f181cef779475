import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enrollmentGranted, profileChanged } from '@studynotion/contracts';
import { deadLetterRoute } from '@studynotion/platform';
import { z } from 'zod';
import { configure, defineService, seal, subscriber } from '../src/index.ts';
import { startTestService, type TestService, testAppToken } from '../src/testing/index.ts';

const data = { aggregateId: 'a'.repeat(24), version: 1, firstName: 'Meera', lastName: 'A-secret-name' };

const sealKey = randomBytes(32).toString('base64url');

describe('dead letters', () => {
  let service: TestService;
  let failure: Error | undefined;
  const handled: string[] = [];

  beforeAll(async () => {
    const definition = defineService(() => ({
      subscribers: [
        subscriber(profileChanged, async (_data, { eventId }) => {
          if (failure !== undefined) throw failure;
          handled.push(eventId);
        }),
      ],
    }));
    service = await startTestService(definition, configure('course-service', z.object({})), {
      secrets: { 'event-seal-key': sealKey },
      complete: false,
    });
  });
  afterAll(() => service.stop());

  const desk = async (
    method: string,
    path: string,
    headers: Record<string, string> = { 'dapr-api-token': testAppToken },
  ) => {
    const answer = await fetch(`${service.operationsUrl}/dead-letters${path}`, { method, headers });
    const text = await answer.text();
    return { status: answer.status, text };
  };
  const die = (id: string, event: unknown = data) =>
    service.call('POST', deadLetterRoute(profileChanged), {
      headers: { 'content-type': 'application/cloudevents+json' },
      body: { specversion: '1.0', id, type: profileChanged.type, source: 'user-profile-service', data: event },
    });
  const itemsOf = ({ text }: { text: string }) => (JSON.parse(text) as { items: { _id: string }[] }).items;

  test('are kept once, counted, and listed without their data', async () => {
    await die('event-1');
    await die('event-1');
    const list = await desk('GET', '');
    expect(itemsOf(list)).toEqual([
      {
        _id: `${profileChanged.type}:event-1`,
        eventId: 'event-1',
        topic: profileChanged.type,
        reason: 'failed at every attempt',
        receivedAt: expect.any(String),
      },
    ]);
    expect(list.text).not.toContain('A-secret-name');
    const metrics = await (await fetch(`${service.operationsUrl}/metrics`)).text();
    expect(metrics).toMatch(/studynotion_dead_letters\{topic="studynotion\.profile\.changed\.v1".*\} 1/);
  });

  test('are shown and replayed only to whoever holds the token', async () => {
    expect((await desk('GET', '', {})).status).toBe(401);
    expect((await desk('POST', `/${profileChanged.type}:event-1/replay`, {})).status).toBe(401);
  });

  test('whose replay fails are still there, and the answer says why without a stack', async () => {
    failure = new Error('still no database');
    const replay = await desk('POST', `/${profileChanged.type}:event-1/replay`);
    expect(replay).toEqual({ status: 500, text: JSON.stringify({ problem: 'still no database' }) });
    expect(itemsOf(await desk('GET', ''))).toHaveLength(1);
    failure = undefined;
  });

  test('that are replayed reach their handler with the id of the event, and are gone', async () => {
    expect((await desk('POST', `/${profileChanged.type}:event-1/replay`)).status).toBe(204);
    expect(handled).toEqual(['event-1']);
    expect(itemsOf(await desk('GET', ''))).toEqual([]);
    expect((await desk('POST', `/${profileChanged.type}:event-1/replay`)).status).toBe(404);
  });

  test('that came sealed are kept sealed, and opened when they are replayed', async () => {
    await die('event-3', { sealed: seal(JSON.stringify(data), sealKey, profileChanged.type) });
    const kept = await service.database.collection('dead_letters').find({ eventId: 'event-3' }).toArray();
    expect(JSON.stringify(kept)).not.toContain('A-secret-name');
    expect((await desk('POST', `/${profileChanged.type}:event-3/replay`)).status).toBe(204);
    expect(handled).toContain('event-3');
  });

  test('that do not keep their contract cannot be replayed', async () => {
    await service.deliver(profileChanged, { ...data, version: 0 }, 'event-2');
    expect((await desk('POST', `/${profileChanged.type}:event-2/replay`)).status).toBe(422);
  });

  test('deliveries nobody handles answer 500, so that none is dropped', async () => {
    const status = await service.deliver(enrollmentGranted, {
      aggregateId: 'x',
      version: 1,
      accountId: 'a'.repeat(24),
      courseId: 'b'.repeat(24),
      orderId: 'c'.repeat(24),
      grantedAt: '2026-01-01T00:00:00Z',
    });
    expect(status).toBe(500);
  });
});
