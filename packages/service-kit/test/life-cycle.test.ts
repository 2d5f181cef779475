import { afterEach, describe, expect, test } from '@jest/globals';
import { listCourses } from '@studynotion/contracts';
import { freePort, waitUntil } from '@studynotion/platform/testing';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { configure, defineService, handler, ok, type RunningService, startService, type Wiring } from '../src/index.ts';
import { FakeSidecar, TestClock, testAppToken } from '../src/testing/index.ts';
import { recordingLogger } from './recording-logger.ts';
import { testDatabaseUri } from './test-database.ts';

const clock = new TestClock();
const asSidecar = { 'dapr-api-token': testAppToken };

/** The course-service of the table with a database of its own, on free ports. */
function scene(wiring: Wiring = {}, settings: Record<string, string> = {}) {
  const configuration = configure('course-service', z.object({}), settings);
  const sidecar = new FakeSidecar({ clock, secrets: { 'mongodb-uri': testDatabaseUri() } });
  const app = { ...configuration.app, database: `test_kit_life_${process.pid}` };
  const { logger } = recordingLogger();
  const start = async (operationsPort = 0, deadlineMilliseconds = 10_000) => {
    const service = await startService(
      defineService(() => wiring),
      { ...configuration, app, appPort: 0, operationsPort, appApiToken: testAppToken },
      { sidecar, clock, logger, deadlineMilliseconds, complete: false },
    );
    running.push(service);
    return service;
  };
  return { sidecar, start };
}

const running: RunningService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
});

/** Resolves when nobody new is let in any more. */
function doorShut({ url }: RunningService): Promise<void> {
  return waitUntil('the door to be shut', () =>
    status(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
}

async function status(url: string): Promise<number> {
  const { statusCode, body } = await request(url, { headers: asSidecar });
  await body.dump();
  return statusCode;
}

/** A service whose one route waits until the test lets it answer. */
function slowService() {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const closed: string[] = [];
  const wiring: Wiring = {
    handlers: [
      handler(listCourses, async () => {
        arrived.resolve();
        await gate.promise;
        return ok({ items: [] });
      }),
    ],
    close: async () => {
      closed.push('closed');
    },
  };
  return { wiring, arrived: arrived.promise, open: () => gate.resolve(), closed };
}

describe('starting', () => {
  test('shows itself waiting, and becomes ready when its sidecar does', async () => {
    const { sidecar, start } = scene();
    let ready = false;
    sidecar.isReady = async () => ready;
    const port = await freePort();
    const started = start(port);
    const operations = `http://127.0.0.1:${port}`;
    await waitUntil('the probes', () =>
      status(`${operations}/healthz`).then(
        (code) => code === 200,
        () => false,
      ),
    );
    const { statusCode, body } = await request(`${operations}/readyz`);
    expect([statusCode, await body.json()]).toEqual([503, { ready: false, missing: ['start'] }]);
    ready = true;
    await started;
    expect(await status(`${operations}/readyz`)).toBe(200);
  });

  test('names the part that does not appear before the deadline, and lets its ports go', async () => {
    const { sidecar, start } = scene();
    sidecar.break('secrets');
    const port = await freePort();
    await expect(start(port, 300)).rejects.toThrow('the secrets of course-service did not appear in time');
    await expect(request(`http://127.0.0.1:${port}/healthz`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    sidecar.mend();
    sidecar.isReady = async () => false;
    await expect(start(0, 300)).rejects.toThrow('the sidecar of course-service did not appear in time');
  });

  test('that fails on the way closes what the service had opened', async () => {
    const { wiring, closed } = slowService();
    const { start } = scene({ ...wiring, prepare: () => Promise.reject(new Error('no administrator')) });
    await expect(start()).rejects.toThrow('no administrator');
    expect(closed).toEqual(['closed']);
  });
});

describe('readiness', () => {
  test('tells which parts are missing, and liveness does not care', async () => {
    let keys = true;
    const { sidecar, start } = scene({ readiness: [{ name: 'keys', isReady: async () => keys }] });
    const { operationsUrl, url } = await start();
    expect(await status(`${operationsUrl}/readyz`)).toBe(200);
    keys = false;
    sidecar.isReady = async () => false;
    const { statusCode, body } = await request(`${operationsUrl}/readyz`);
    expect([statusCode, await body.json()]).toEqual([503, { ready: false, missing: ['sidecar', 'keys'] }]);
    expect(await status(`${url}/healthz`)).toBe(200);
  });
});

describe('stopping', () => {
  const connections: Agent[] = [];
  afterEach(() => Promise.all(connections.splice(0).map((agent) => agent.destroy())));
  /** Keeps its connection open as the sidecar does. */
  const keptAlive = () => {
    const agent = new Agent({ keepAliveTimeout: 600_000, connections: 1 });
    connections.push(agent);
    return agent;
  };

  test('says so on /healthz first and goes on answering while it drains', async () => {
    const { wiring, open } = slowService();
    open();
    const { start } = scene(wiring, { DRAIN_SECONDS: '0.5' });
    const service = await start();
    const stopped = service.stop();
    expect(await status(`${service.url}/healthz`)).toBe(503);
    expect(await status(`${service.url}/api/v1/courses`)).toBe(200);
    const { statusCode, body } = await request(`${service.operationsUrl}/readyz`);
    expect([statusCode, await body.json()]).toEqual([503, { ready: false, missing: ['draining'] }]);
    await stopped;
    await expect(request(`${service.url}/healthz`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('finishes the request at hand before it lets go of what the service uses', async () => {
    const { wiring, arrived, open, closed } = slowService();
    const service = await scene(wiring).start();
    const answer = request(`${service.url}/api/v1/courses`, { dispatcher: keptAlive(), headers: asSidecar });
    await arrived;
    const stopped = service.stop();
    await doorShut(service);
    expect(closed).toEqual([]);
    open();
    const { statusCode, body } = await answer;
    expect([statusCode, await body.json()]).toEqual([200, { items: [] }]);
    await stopped;
    expect(closed).toEqual(['closed']);
    expect(service.database?.readyState).toBe(0);
  });

  test('does not wait for a kept-alive connection that has nothing more to say', async () => {
    const { wiring, arrived, open } = slowService();
    const service = await scene(wiring).start();
    const answer = request(`${service.url}/api/v1/courses`, { dispatcher: keptAlive(), headers: asSidecar });
    await arrived;
    const stopped = service.stop();
    await doorShut(service);
    const began = performance.now();
    open();
    await (await answer).body.dump();
    await stopped;
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test('twice is stopping once', async () => {
    const { wiring, closed } = slowService();
    const service = await scene(wiring).start();
    await Promise.all([service.stop(), service.stop()]);
    expect(closed).toEqual(['closed']);
  });
});
