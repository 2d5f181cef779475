import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { z } from 'zod';
import { configure, defineService } from '../src/index.ts';
import { startTestService, type TestService } from '../src/testing/index.ts';

let isReady = true;
let service: TestService;

const start = () => {
  const definition = defineService(() => ({ readiness: [{ name: 'its work', isReady: async () => isReady }] }));
  return startTestService(definition, configure('course-service', z.object({}), { DRAIN_SECONDS: '0.5' }), {
    complete: false,
  });
};

beforeAll(async () => {
  service = await start();
});
afterAll(() => service.stop());

const ask = (callerApp: string) => service.call('GET', '/internal/status', { callerApp });

test('a service tells the gateway whether it can work, and not why', async () => {
  expect(await ask('api-gateway')).toMatchObject({ status: 204, body: '' });
  isReady = false;
  const { status, body } = await ask('api-gateway');
  expect([status, body.code]).toEqual([503, 'service.unavailable']);
  expect(JSON.stringify(body)).not.toContain('its work');
  isReady = true;
});

test('nobody else may ask', async () => {
  expect((await ask('auth-service')).status).toBe(403);
});

test('a service on its way out is still well', async () => {
  const leaving = await start();
  const gone = leaving.stop();
  await waitUntil('its leaving', async () => (await fetch(`${leaving.operationsUrl}/readyz`)).status === 503);
  const answer = await leaving.call('GET', '/internal/status', { callerApp: 'api-gateway' });
  await gone;
  expect(answer.status).toBe(204);
});
