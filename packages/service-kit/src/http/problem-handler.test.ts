import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { recordingLogger } from '../../test/recording-logger.ts';
import { type Served, serve } from '../../test/serve.ts';
import { ConflictError, InputError, LimitError, NotAllowedError, NotFoundError, UnavailableError } from '../errors.ts';
import { SidecarError } from '../sidecar/sidecar.ts';
import { problemHandler } from './problem-handler.ts';
import { traced } from './service-app.ts';

const errors: Record<string, () => Error> = {
  input: () => new InputError('request.invalid', { errors: [{ path: 'title', message: 'is missing' }] }),
  missing: () => new NotFoundError('course.not-found', { detail: 'It was deleted.' }),
  conflict: () => new ConflictError('account.email-taken'),
  denied: () => new NotAllowedError('access.denied'),
  limit: () => new LimitError('rate.limited', { retryAfterSeconds: 4.2 }),
  unavailable: () => new UnavailableError('service.unavailable', { cause: new Error('no route to host') }),
  sidecar: () => new SidecarError('publish failed', { status: 403 }),
  library: () => Object.assign(new Error('from a library'), { status: 404 }),
  unknown: () => new Error('a secret of the house', { cause: new Error('its deeper reason') }),
};

describe('problem documents', () => {
  const { logger, lines } = recordingLogger();
  let served: Served;

  beforeAll(async () => {
    const app = express();
    app.use(traced);
    app.get('/fail/:name', ({ params: { name } }) => {
      throw errors[name]?.() ?? new Error('which?');
    });
    app.post('/before-the-end', () => {
      throw new InputError('request.invalid');
    });
    app.post('/after-the-end', async (request) => {
      await once(request.resume(), 'end');
      throw new InputError('request.invalid');
    });
    app.use(problemHandler(logger));
    served = await serve(app);
  });
  afterAll(() => served.close());

  const get = async (path: string) => {
    const answer = await fetch(`${served.url}${path}`);
    return { answer, body: (await answer.json()) as Record<string, unknown> };
  };

  test.each([
    ['input', 400, 'request.invalid'],
    ['missing', 404, 'course.not-found'],
    ['conflict', 409, 'account.email-taken'],
    ['denied', 403, 'access.denied'],
    ['limit', 429, 'rate.limited'],
    ['unavailable', 503, 'service.unavailable'],
    ['sidecar', 503, 'service.unavailable'],
    ['library', 500, 'internal.error'],
    ['unknown', 500, 'internal.error'],
  ])('of an error of kind %s have status %d and code %s', async (name, status, code) => {
    const { answer, body } = await get(`/fail/${name}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ type: `urn:studynotion:problem:${code}`, status, code, title: expect.any(String) });
    expect(body.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each(['before', 'after'])('have one media type, told %s the end of the request too', async (when) => {
    const answer = await fetch(`${served.url}/${when}-the-end`, { method: 'POST', body: 'some text' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    await answer.body?.cancel();
  });

  test('carry what helps: detail, fields, and when to try again', async () => {
    expect((await get('/fail/missing')).body.detail).toBe('It was deleted.');
    expect((await get('/fail/input')).body.errors).toEqual([{ path: 'title', message: 'is missing' }]);
    const { answer, body } = await get('/fail/limit');
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(body.retryAfterSeconds).toBe(4.2);
  });

  test('of an unforeseen error tell the outside nothing and the log everything, once', async () => {
    const before = lines().length;
    const { body } = await get('/fail/unknown');
    expect(JSON.stringify(body)).not.toMatch(/secret|deeper/);
    const logged = lines().slice(before);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({
      'log.level': 'error',
      'trace.id': body.traceId,
      error: { message: 'a secret of the house', cause: { message: 'its deeper reason' } },
    });
  });

  test('of a path that cannot be decoded are 400', async () => {
    const { answer, body } = await get('/fail/%E0%A4%A');
    expect(answer.status).toBe(400);
    expect(body.code).toBe('request.malformed');
  });
});
