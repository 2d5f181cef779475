import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Router } from 'express';
import { recordingLogger } from '../../test/recording-logger.ts';
import { type Served, serve } from '../../test/serve.ts';
import { currentTrace } from '../observability/trace.ts';
import { Health } from '../operations/health.ts';
import { serviceApp } from './service-app.ts';

describe('the app of a service', () => {
  const health = new Health();
  let served: Served;

  beforeAll(async () => {
    const router = Router();
    router.all(/.*/, (_request, response) => {
      response.json({ traceId: currentTrace()?.traceId });
    });
    const { logger } = recordingLogger();
    served = await serve(serviceApp({ routers: [router], health, logger, appApiToken: 'the-token' }));
  });
  afterAll(async () => {
    health.stop();
    await served.close();
  });

  test.each([
    '/events/studynotion.account.registered.v1',
    '/dead-letters/x',
    '/internal/accounts/1',
    '/api/v1/courses',
  ])('lets nobody but its sidecar reach %s', async (path) => {
    const ask = (headers: Record<string, string>) => fetch(`${served.url}${path}`, { method: 'POST', headers });
    expect((await ask({})).status).toBe(401);
    expect((await ask({ 'dapr-api-token': 'the-tokem' })).status).toBe(401);
    expect((await ask({ 'dapr-api-token': '' })).status).toBe(401);
    expect((await ask({ 'dapr-api-token': 'the-token' })).status).toBe(200);
  });

  test('lets nobody in at all where it has no token', async () => {
    const { logger } = recordingLogger();
    const open = await serve(serviceApp({ routers: [], health, logger, appApiToken: '' }));
    for (const headers of [{}, { 'dapr-api-token': '' }] as Record<string, string>[])
      expect((await fetch(`${open.url}/internal/accounts/1`, { headers })).status).toBe(401);
    await open.close();
  });

  test('continues the trace of its caller, and begins one where there is none or a malformed one', async () => {
    const traceId = 'abcdef0123456789abcdef0123456789';
    const ask = async (traceparent: string) => {
      const answer = await fetch(served.url, { headers: { 'dapr-api-token': 'the-token', traceparent } });
      return (await answer.json()) as { traceId: string };
    };
    expect((await ask(`00-${traceId}-00f067aa0ba902b7-01`)).traceId).toBe(traceId);
    expect((await ask('00-nonsense')).traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('says it is alive without a token, and 503 from the moment it drains', async () => {
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    health.startDraining();
    expect((await fetch(`${served.url}/healthz`)).status).toBe(503);
  });

  test('says on /livez that it is well, also while it drains', async () => {
    health.startDraining();
    expect((await fetch(`${served.url}/livez`)).status).toBe(200);
  });
});
