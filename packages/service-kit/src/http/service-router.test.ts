import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Id, jsonWebKeySet, routesOf } from '@studynotion/contracts';
import { z } from 'zod';
import { recordingLogger } from '../../test/recording-logger.ts';
import { type Served, serve } from '../../test/serve.ts';
import { AccessTokenVerifier } from '../auth/access-token-verifier.ts';
import { createMetrics } from '../observability/metrics.ts';
import { Health } from '../operations/health.ts';
import { callRoute } from '../sidecar/call-route.ts';
import { FakeSidecar } from '../testing/fake-sidecar.ts';
import { TestClock } from '../testing/test-clock.ts';
import { TestTokens } from '../testing/tokens.ts';
import { created, noContent, ok } from './answer.ts';
import { type Handler, handler, type RequestContext } from './handler.ts';
import { serviceApp } from './service-app.ts';
import { BODY_LENGTH_HEADER, serviceRouter } from './service-router.ts';

const route = routesOf('course-service');
const common = { summary: '', problems: [] } as const;
const Note = z.strictObject({ title: z.string().min(1), stars: z.int().optional() });
const putNote = route({
  ...common,
  method: 'POST',
  path: '/notes/:noteId',
  access: 'signed-in',
  params: z.strictObject({ noteId: Id }),
  query: z.strictObject({ draft: z.enum(['yes', 'no']).optional() }),
  body: Note,
  answers: { 201: Note },
});
const readNote = route({
  ...common,
  method: 'GET',
  path: '/notes',
  access: 'public',
  answers: { 200: Note, 204: z.undefined() },
});
const changeNote = route({
  ...common,
  method: 'PATCH',
  path: '/notes',
  access: 'public',
  body: Note.partial(),
  answers: { 204: z.undefined() },
});
const moderate = route({
  ...common,
  method: 'DELETE',
  path: '/notes',
  access: { role: 'administrator' },
  answers: { 204: z.undefined() },
});
const internal = route({
  ...common,
  method: 'GET',
  path: '/notes',
  access: { callers: ['payment-service'] },
  answers: { 204: z.undefined() },
});
const webhook = route({
  ...common,
  method: 'POST',
  path: '/hook',
  access: 'public',
  rawBody: true,
  bodyLimit: 100,
  answers: { 200: z.strictObject({ bytes: z.string() }) },
});

describe('a route of a contract', () => {
  const tokens = new TestTokens();
  const student = tokens.tokenOf('a'.repeat(24));
  const administrator = tokens.tokenOf('b'.repeat(24), { role: 'administrator' });
  const handle = jest.fn<(context: RequestContext<typeof putNote>) => Promise<void>>();
  const { logger, lines } = recordingLogger();
  let noteAnswer: unknown = { title: 'kept' };
  let served: Served;

  beforeAll(async () => {
    const clock = new TestClock();
    const sidecar = new FakeSidecar({ clock });
    tokens.serve(sidecar);
    const handlers: Handler[] = [
      handler(putNote, async (context) => {
        await handle(context);
        return created(context.body);
      }),
      handler(readNote, async () => ok(noteAnswer)),
      handler(changeNote, async () => noContent()),
      handler(moderate, async () => noContent()),
      handler(internal, async () => noContent()),
      handler(webhook, async ({ rawBody }) => ok({ bytes: rawBody.toString() })),
    ];
    const router = serviceRouter({
      app: 'course-service',
      handlers,
      tokens: new AccessTokenVerifier({
        loadKeys: async () => (await callRoute(sidecar, jsonWebKeySet, 200)).keys,
        clock,
      }),
      metrics: createMetrics('course-service'),
    });
    const health = new Health();
    health.stop();
    served = await serve(serviceApp({ routers: [router], health, logger, appApiToken: 'the-token' }));
  });
  afterAll(() => served.close());
  beforeEach(() => {
    handle.mockReset();
    handle.mockResolvedValue();
    noteAnswer = { title: 'kept' };
  });

  const note = `/api/v1/notes/${'c'.repeat(24)}`;
  async function call(
    method: string,
    path: string,
    { token = '', body = '', headers = {} as Record<string, string> } = {},
  ) {
    const answer = await fetch(`${served.url}${path}`, {
      method,
      headers: {
        'dapr-api-token': 'the-token',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === '' ? {} : { body }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      said: answer.headers.get(BODY_LENGTH_HEADER),
      length: Buffer.byteLength(text),
      json: text === '' ? undefined : JSON.parse(text),
    };
  }

  test('hands parsed values and the verified caller to its handler', async () => {
    const answer = await call('POST', `${note}?draft=yes`, { token: student, body: '{"title":"one"}' });
    expect(answer).toMatchObject({ status: 201, json: { title: 'one' } });
    expect(handle).toHaveBeenCalledWith(
      expect.objectContaining({
        params: { noteId: 'c'.repeat(24) },
        query: { draft: 'yes' },
        body: { title: 'one' },
        caller: expect.objectContaining({ accountId: 'a'.repeat(24), role: 'student' }),
      }),
    );
  });

  test('says how long the body of its answer is, in bytes', async () => {
    const { said, length, json } = await call('POST', note, { token: student, body: '{"title":"गाँठ"}' });
    expect(json).toEqual({ title: 'गाँठ' });
    expect(said).toBe(String(length));
    expect(length).toBeGreaterThan(JSON.stringify(json).length);
  });

  test.each([
    ['an operator in a field', note, '{"title":{"$gt":""}}', 'title'],
    ['a missing field', note, '{}', 'title'],
    ['an unknown field', note, '{"title":"one","admin":true}', ''],
    ['a __proto__ field', note, '{"title":"one","__proto__":{"admin":true}}', ''],
    ['a wrong type', note, '{"title":"one","stars":"5"}', 'stars'],
    ['a list for an object', note, '[]', ''],
    ['no body', note, '', ''],
    ['an unknown query field', `${note}?draft=yes&x=1`, '{"title":"one"}', 'query'],
    ['a repeated query field', `${note}?draft=yes&draft=no`, '{"title":"one"}', 'query.draft'],
    ['an operator in the query', `${note}?draft[$ne]=x`, '{"title":"one"}', 'query'],
    ['a wrong parameter', '/api/v1/notes/1', '{"title":"one"}', 'path.noteId'],
  ])('refuses %s and names the field', async (_what, path, body, field) => {
    const answer = await call('POST', path, { token: student, body });
    expect(answer).toMatchObject({
      status: 400,
      json: { code: 'request.invalid', errors: [expect.objectContaining({ path: field })] },
    });
    expect(answer.type).toContain('application/problem+json');
    expect(handle).not.toHaveBeenCalled();
  });

  test.each([
    ['of no length', undefined],
    ['of no chunks, as daprd sends it', new ReadableStream({ start: (chunks) => chunks.close() })],
  ])('refuses no body even where none of its fields is needed: one %s', async (_how, body) => {
    const answer = await fetch(`${served.url}/api/v1/notes`, {
      method: 'PATCH',
      headers: { 'dapr-api-token': 'the-token', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    });
    expect({ status: answer.status, json: await answer.json() }).toMatchObject({
      status: 400,
      json: { code: 'request.invalid', errors: [{ path: '', message: 'the body is missing' }] },
    });
    expect(await call('PATCH', '/api/v1/notes', { body: '{}' })).toMatchObject({ status: 204 });
  });

  test('refuses what is no JSON', async () => {
    expect(await call('POST', note, { token: student, body: '{"title":' })).toMatchObject({
      status: 400,
      json: { code: 'request.malformed' },
    });
  });

  test('refuses a body of another type', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await call('POST', note, { token: student, body: 'title=one', headers })).toMatchObject({
      status: 415,
      json: { code: 'request.unsupported-type' },
    });
  });

  test('refuses a body over its limit with 413 as a problem document', async () => {
    const answer = await call('POST', note, { token: student, body: JSON.stringify({ title: 'x'.repeat(70_000) }) });
    expect(answer).toMatchObject({ status: 413, json: { code: 'request.too-large' } });
    expect(answer.type).toContain('application/problem+json');
  });

  test('reads no body before it knows that its sender may', async () => {
    expect(await call('POST', note, { body: '{"title":' })).toMatchObject({
      status: 401,
      json: { code: 'session.required' },
    });
    const large = JSON.stringify({ title: 'x'.repeat(70_000) });
    expect(await call('POST', note, { body: large })).toMatchObject({ status: 401 });
  });

  test('for one role refuses others', async () => {
    expect(await call('DELETE', '/api/v1/notes', { token: student })).toMatchObject({
      status: 403,
      json: { code: 'access.denied' },
    });
    expect(await call('DELETE', '/api/v1/notes', { token: administrator })).toMatchObject({ status: 204 });
  });

  test.each([
    ['the named app', 'payment-service', 204],
    ['a client that claims to be it, its id before that of the real caller', 'payment-service, api-gateway', 403],
    ['a client that claims to be it, its id after that of the real caller', 'api-gateway, payment-service', 403],
    ['another app', 'api-gateway', 403],
    ['nobody', undefined, 403],
  ])('between services: %s (%s) gets %d', async (_who, id, status) => {
    const headers: Record<string, string> = id === undefined ? {} : { 'dapr-caller-app-id': id };
    expect((await call('GET', '/internal/notes', { headers })).status).toBe(status);
  });

  test('never sends an answer that breaks its contract', async () => {
    noteAnswer = { title: 'kept', passwordHash: 'secret' };
    const answer = await call('GET', '/api/v1/notes');
    expect(answer).toMatchObject({ status: 500, json: { code: 'internal.error' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(JSON.stringify(lines())).toContain('does not keep its contract');
  });

  test('with rawBody gets the bytes as they came, within its limit', async () => {
    const bytes = '{ "spaced" :  1 }';
    expect(await call('POST', '/api/v1/hook', { body: bytes })).toMatchObject({ status: 200, json: { bytes } });
    expect(await call('POST', '/api/v1/hook', { body: 'x'.repeat(101) })).toMatchObject({ status: 413 });
  });

  test('that is not declared is 404 as a problem document', async () => {
    expect(await call('GET', '/api/v1/other')).toMatchObject({ status: 404, json: { code: 'route.not-found' } });
    expect(await call('GET', '/api/v1/NOTES')).toMatchObject({ status: 404 });
    expect(await call('GET', '/api/v1/notes/')).toMatchObject({ status: 404 });
  });
});

describe('mounting', () => {
  const metrics = createMetrics('course-service');

  test('refuses a route of another service', () => {
    const foreign = handler({ ...readNote, app: 'auth-service' }, async () => noContent());
    expect(() => serviceRouter({ app: 'course-service', handlers: [foreign], metrics })).toThrow(/of auth-service/);
  });

  test('refuses a route for signed-in callers without a verifier, and one with keys without their store', () => {
    const signedIn = handler(putNote, async () => noContent());
    expect(() => serviceRouter({ app: 'course-service', handlers: [signedIn], metrics })).toThrow(/token verifier/);
    const keyed = handler({ ...readNote, idempotencyKey: 'required' }, async () => noContent());
    expect(() => serviceRouter({ app: 'course-service', handlers: [keyed], metrics })).toThrow(/idempotency keys/);
  });
});
