import { describe, expect, test } from '@jest/globals';
import { type AppId, appIds } from '@studynotion/contracts';
import { appOf, deadLetterRoute, eventRoute, secretStoreOf } from '@studynotion/platform';
import { appToken, portsOf, sidecarToken } from '../support/ports-and-tokens.ts';
import { ask, type RawRequest } from '../support/raw-http.ts';

/** All but the gateway, which is open to everybody. */
const services = appIds.filter((id) => id !== 'api-gateway');

/** Whoever stands on the machine but is not the sidecar of this app. */
function strangersTo(app: AppId): [who: string, headers: string[]][] {
  const neighbour: AppId = app === 'auth-service' ? 'course-service' : 'auth-service';
  return [
    ['nobody in particular', []],
    ['one with no token', ['dapr-api-token:']],
    ['one who guesses', [`dapr-api-token: ${'A'.repeat(32)}`]],
    ['the sidecar of another app', [appToken(neighbour)]],
    ['who may call the sidecar', [sidecarToken(app)]],
    ['who claims to be the gateway', ['dapr-caller-app-id: api-gateway']],
    ['who shows the token elsewhere', [appToken(app).replace('dapr-api-token: ', 'authorization: Bearer ')]],
  ];
}

const post = { method: 'POST', body: '{}' };
const json = 'content-type: application/json';

describe.each(services)('%s', (app) => {
  const { subscriptions } = appOf(app);
  const requests: RawRequest[] = [
    { target: '/api/v1/courses' },
    { target: '/internal/revocations' },
    { target: '/nothing' },
    { ...post, target: '/events/nothing' },
    ...subscriptions.flatMap(({ event }) => [
      { ...post, target: eventRoute(event) },
      { ...post, target: deadLetterRoute(event) },
    ]),
  ];

  test.each(requests)('answers $target to its sidecar alone', async (request) => {
    for (const [who, headers] of strangersTo(app)) {
      const { status } = await ask(portsOf(app).app, { ...request, headers: [json, ...headers] });
      expect({ who, status }).toEqual({ who, status: 401 });
    }
  });

  test('lets its sidecar in', async () => {
    const headers = [json, appToken(app)];
    const nothing = await ask(portsOf(app).app, { target: '/nothing', headers });
    expect(nothing).toMatchObject({ status: 404, body: expect.stringContaining('route.not-found') });
    const delivery = await ask(portsOf(app).app, { ...post, target: '/events/nothing', headers });
    expect(delivery.status).toBe(500); // 404 would tell the sidecar to drop it
  });

  test('shows its dead letters to nobody without the token', async () => {
    const target = '/dead-letters';
    for (const [who, headers] of strangersTo(app)) {
      const listed = await ask(portsOf(app).operations, { target, headers });
      const replayed = await ask(portsOf(app).operations, { ...post, target: `${target}/a/replay`, headers });
      expect({ who, statuses: [listed.status, replayed.status] }).toEqual({ who, statuses: [401, 401] });
    }
    expect(await ask(portsOf(app).operations, { target, headers: [appToken(app)] })).toMatchObject({ status: 200 });
  });
});

describe.each([...appIds])('the sidecar of %s', (app) => {
  const metadata: RawRequest = { target: '/v1.0/metadata' };
  const call: RawRequest = { target: '/healthz', headers: ['dapr-app-id: auth-service'] };
  const asked = (request: RawRequest, headers: readonly string[]) =>
    ask(portsOf(app).daprHttp, { ...request, headers: [...(request.headers ?? []), ...headers] });

  test('serves its app alone', async () => {
    const neighbour: AppId = app === 'auth-service' ? 'course-service' : 'auth-service';
    const strangers = [[], ['dapr-api-token:'], [sidecarToken(neighbour)], [appToken(app)]];
    for (const request of [metadata, call]) {
      for (const headers of strangers) expect((await asked(request, headers)).status).toBe(401);
      expect((await asked(request, [sidecarToken(app)])).status).toBe(200);
    }
  });

  test("tells no other app's secrets", async () => {
    for (const other of appIds.filter((id) => id !== app && appOf(id).secrets.length > 0)) {
      const target = `/v1.0/secrets/${secretStoreOf(other)}/${other}`;
      const { status, body } = await asked({ target }, [sidecarToken(app)]);
      expect(status).toBeGreaterThanOrEqual(400);
      for (const name of appOf(other).secrets) expect(body).not.toContain(`"${name}":`);

      const control = await ask(portsOf(other).daprHttp, { target, headers: [sidecarToken(other)] });
      for (const name of appOf(other).secrets) expect(control.body).toContain(`"${name}":`);
    }
  });
});

describe("the gateway's sidecar offers the gateway no more than it needs", () => {
  /** Each works on a sidecar whose app needs it; the last item is what that answers. */
  test.each<[string, AppId, RawRequest, number]>([
    ['reads no state', 'auth-service', { target: '/v1.0/state/statestore/nothing' }, 204],
    ['writes no state', 'auth-service', { ...post, target: '/v1.0/state/statestore', body: '[]' }, 204],
    // A topic of its own that nobody may publish to: the API answers, and says no.
    ['publishes nothing', 'auth-service', { ...post, target: '/v1.0/publish/pubsub/nothing' }, 403],
    ['tells no secrets', 'payment-service', { target: '/v1.0/secrets/secrets-payment-service/payment-service' }, 200],
  ])('%s', async (_what, app, request, status) => {
    const closed = await ask(portsOf('api-gateway').daprHttp, {
      ...request,
      headers: [json, sidecarToken('api-gateway')],
    });
    // With its API closed the sidecar takes the address for a call of an app, and misses its name.
    expect(closed).toMatchObject({ status: 404, body: expect.stringContaining('failed getting app id') });
    const control = await ask(portsOf(app).daprHttp, { ...request, headers: [json, sidecarToken(app)] });
    expect(control.status).toBe(status);
  });
});
