import { describe, expect, test } from '@jest/globals';
import { accountRegistered, type EventData } from '@studynotion/contracts';
import { newId, type OutgoingEvent, type Sidecar } from '../src/index.ts';

/** What a test needs around a sidecar of auth-service, be it the fake or the real one. */
export interface SidecarScene {
  readonly sidecar: Sidecar;
  /** The values in the secret of auth-service. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Returns when this condition holds, after letting so many seconds go by. */
  waitUntil(seconds: number, condition: () => Promise<boolean>): Promise<void>;
  /** The envelope that the broker has under this event id. */
  received(id: string): Promise<Record<string, unknown> | undefined>;
}

/**
 * The app that is called, as course-service, whatever plays it:
 * `/status/<n>` answers that status with `{ "path", "method", "header", "body" }`, `/silence` never answers.
 */
export interface CalledApp {
  readonly status: number;
  readonly body: { path: string; method: string; header: string | undefined; body: unknown };
}

const ttl = { timeToLiveSeconds: 60 };

/** The rules that hold for every sidecar; component tests may use the fake one because it keeps them too. */
export function sidecarContract(name: string, scene: () => SidecarScene): void {
  describe(`${name}: state`, () => {
    const sidecar = () => scene().sidecar;

    test.each(['plain', 'otp:meera@example.com', 'a/b?c=d&e#f', '%2e%2e/..', 'with space and ü', '"quoted"'])(
      'under the key %p is read as it was written',
      async (start) => {
        const key = `${start}${newId()}`;
        expect(await sidecar().getState(key)).toBeUndefined();
        await sidecar().saveState(key, { count: 1, name: 'Meera ü' }, { match: 'absent', ...ttl });
        expect(await sidecar().getState(key)).toEqual({
          value: { count: 1, name: 'Meera ü' },
          etag: expect.any(String),
        });
      },
    );

    test('that is there already is not written as absent', async () => {
      const key = newId();
      await sidecar().saveState(key, 1, { match: 'absent', ...ttl });
      await expect(sidecar().saveState(key, 2, { match: 'absent', ...ttl })).rejects.toMatchObject({
        name: 'StaleStateError',
      });
      expect((await sidecar().getState(key))?.value).toBe(1);
    });

    test('is written over with its ETag, which is another one afterwards', async () => {
      const key = newId();
      await sidecar().saveState(key, 1, { match: 'absent', ...ttl });
      const { etag } = await present(sidecar(), key);
      await sidecar().saveState(key, 2, { match: etag, ...ttl });
      const next = await present(sidecar(), key);
      expect(next.value).toBe(2);
      expect(next.etag).not.toBe(etag);
    });

    test('is not written over or deleted with an old ETag', async () => {
      const key = newId();
      await sidecar().saveState(key, 1, { match: 'absent', ...ttl });
      const { etag } = await present(sidecar(), key);
      await sidecar().saveState(key, 2, { match: etag, ...ttl });
      const stale = { name: 'StaleStateError' };
      await expect(sidecar().saveState(key, 3, { match: etag, ...ttl })).rejects.toMatchObject(stale);
      await expect(sidecar().deleteState(key, etag)).rejects.toMatchObject(stale);
      expect((await present(sidecar(), key)).value).toBe(2);
    });

    test('that was deleted is absent, is not brought back by one who read it before, and can be made anew', async () => {
      const key = newId();
      await sidecar().saveState(key, 1, { match: 'absent', ...ttl });
      const { etag } = await present(sidecar(), key);
      await sidecar().deleteState(key, etag);
      expect(await sidecar().getState(key)).toBeUndefined();
      const stale = { name: 'StaleStateError' };
      await expect(sidecar().saveState(key, 2, { match: etag, ...ttl })).rejects.toMatchObject(stale);
      await expect(sidecar().deleteState(key, etag)).rejects.toMatchObject(stale);
      await sidecar().saveState(key, 3, { match: 'absent', ...ttl });
      expect((await present(sidecar(), key)).value).toBe(3);
      await expect(sidecar().saveState(key, 4, { match: etag, ...ttl })).rejects.toMatchObject(stale);
    });

    test('has one winner among many that write it first, and among many that write it over', async () => {
      const key = newId();
      const race = async (match: string) => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) => sidecar().saveState(key, index, { match, ...ttl })),
        );
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'StaleStateError' });
        }
        return outcomes.filter(({ status }) => status === 'fulfilled').length;
      };
      expect(await race('absent')).toBe(1);
      expect(await race((await present(sidecar(), key)).etag)).toBe(1);
    });

    test('is gone when its time is over, and counts as absent', async () => {
      const key = newId();
      await sidecar().saveState(key, 1, { match: 'absent', timeToLiveSeconds: 0.2 });
      expect(await sidecar().getState(key)).toBeDefined();
      await scene().waitUntil(1.1, async () => (await sidecar().getState(key)) === undefined);
      await sidecar().saveState(key, 2, { match: 'absent', ...ttl });
    });
  });

  describe(`${name}: publishing`, () => {
    const data: EventData<typeof accountRegistered> = {
      aggregateId: 'a'.repeat(24),
      version: 1,
      email: 'meera@example.com',
      firstName: 'Meera',
      lastName: 'Nair',
      role: 'student',
      approved: true,
      registeredAt: '2026-01-01T00:00:00.000Z',
    };
    const traceparent = '00-abcdef0123456789abcdef0123456789-00f067aa0ba902b7-01';
    const outgoing = (): OutgoingEvent => ({
      id: newId(),
      event: accountRegistered,
      data,
      occurredAt: new Date('2026-01-01T00:00:00Z'),
      traceparent,
    });

    test('hands the event to the broker with id, data and trace', async () => {
      const event = outgoing();
      await scene().sidecar.publish(event);
      expect(await scene().received(event.id)).toMatchObject({ type: accountRegistered.type, data, traceparent });
    });
  });

  describe(`${name}: secrets`, () => {
    test('are all those of the app', async () => {
      expect(await scene().sidecar.secrets()).toEqual(scene().secrets);
    });
  });

  describe(`${name}: invocation`, () => {
    const invoke = (path: string, more: Partial<Parameters<Sidecar['invoke']>[0]> = {}) =>
      scene().sidecar.invoke({ app: 'course-service', method: 'GET', path: `/internal/status${path}`, ...more });

    test.each([200, 201, 400, 404, 409, 429, 500, 503])('gives the status %d as an answer', async (status) => {
      const answer = await invoke(`/${status}`);
      expect(answer.status).toBe(status);
      expect(answer.json()).toMatchObject({ method: 'GET' });
    });

    test('passes method, path, query, headers and body on, and headers back', async () => {
      const answer = await invoke('/200/a%20b?c=d', {
        method: 'POST',
        headers: { 'x-given': 'yes' },
        body: { a: [1] },
      });
      expect(answer.json()).toEqual({
        method: 'POST',
        path: '/internal/status/200/a%20b?c=d',
        header: 'yes',
        body: { a: [1] },
      });
      expect(answer.headers['x-answered']).toBe('yes');
    });

    test('that gets no answer in time is an error with the status 504', async () => {
      await expect(invoke('/silence', { timeoutMilliseconds: 100 })).rejects.toMatchObject({
        name: 'SidecarError',
        status: 504,
      });
    });

    test('ends when the caller gives up', async () => {
      const caller = new AbortController();
      const answer = invoke('/silence', { signal: caller.signal });
      caller.abort();
      await expect(answer).rejects.toMatchObject({
        name: 'SidecarError',
        message: expect.stringContaining('given up'),
      });
    });

    test('of an app that is not there is an error with the status 502', async () => {
      await expect(
        scene().sidecar.invoke({ app: 'notification-service', method: 'GET', path: '/internal/x' }),
      ).rejects.toMatchObject({ name: 'SidecarError', status: 502 });
    });
  });

  test(`${name}: is ready`, async () => {
    expect(await scene().sidecar.isReady()).toBe(true);
  });
}

async function present(sidecar: Sidecar, key: string): Promise<{ value: unknown; etag: string }> {
  const found = await sidecar.getState(key);
  if (found === undefined) throw new Error(`there is no state under ${key}`);
  return found;
}

/** What the called app answers to a path below /internal/status; undefined where it keeps silent. */
export function calledApp(
  method: string,
  path: string,
  header: string | undefined,
  body: unknown,
): CalledApp | undefined {
  const status = Number(/^\/internal\/status\/(\d{3})/.exec(path)?.[1]);
  return Number.isNaN(status) ? undefined : { status, body: { path, method, header, body } };
}
