import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { configure, defineService } from '../src/index.ts';
import { startTestService, type TestService } from '../src/testing/index.ts';

let isReady = true;
let service: TestService;

beforeAll(async () => {
  const definition = defineService(() => ({ readiness: [{ name: 'its work', isReady: async () => isReady }] }));
  service = await startTestService(definition, configure('course-service', z.object({}), {}));
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
