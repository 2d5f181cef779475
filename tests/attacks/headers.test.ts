import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { getCourse, Problem } from '@studynotion/contracts';
import { CLIENT_ADDRESS_HEADER } from '@studynotion/service-kit';
import { ApiClient } from '../support/api-client.ts';
import { FREE_COURSE, PASSWORD } from '../support/people.ts';
import { portsOf, sidecarToken } from '../support/ports-and-tokens.ts';
import { ask, bytesOf, exchange, type RawAnswer, type RawRequest } from '../support/raw-http.ts';

/** One that many are answered at once, and one that is passed on with headers of its own. */
let targets: { readonly shared: string; readonly passedOn: string };
const basic = (credentials: string) => `authorization: Basic ${Buffer.from(credentials).toString('base64')}`;

/** Somebody else's server, to which a sidecar can be lured by an address in place of an app's id. */
let lure: Server;
let lured: string[];

beforeAll(async () => {
  const { instructor } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } });
  targets = { shared: `/api/v1/courses/${FREE_COURSE}`, passedOn: `/api/v1/profile/${instructor.accountId}` };
  lure = createServer((request, response) => {
    lured.push(request.url ?? '');
    response.end('lured');
  });
  lure.listen(0, '127.0.0.1');
  await once(lure, 'listening');
});
beforeEach(() => {
  lured = [];
});
afterAll(() => {
  lure.close();
});

const lureUrl = () => `http://127.0.0.1:${(lure.address() as AddressInfo).port}`;

describe('a header from outside does not choose who answers', () => {
  /** Each line, sent to a bare sidecar, leads a request to somebody else, whose answer is the last item. */
  test.each([
    ["another app's id", () => ['dapr-app-id: auth-service'], 'route.not-found'],
    ['its name in capitals', () => ['DAPR-APP-ID: auth-service'], 'route.not-found'],
    ['two ids, of which a sidecar takes the first', () => twoIds(), 'route.not-found'],
    ['an address for an id', () => [`dapr-app-id: ${lureUrl()}`], 'lured'],
    ['an address before an id', () => [`dapr-app-id: ${lureUrl()}`, 'dapr-app-id: course-service'], 'lured'],
    ['an id as a user name', () => [basic('dapr-app-id:auth-service')], 'route.not-found'],
  ])('%s', async (_what, lines, elsewhere) => {
    const headers = [newAddress(), ...lines()];
    await expectUnmoved(headers);
    expect(lured).toEqual([]);

    for (const target of Object.values(targets))
      expect((await askSidecar({ target, headers })).body).toContain(elsewhere);
  });

  /**
   * On a bare sidecar the first claim arrives beside the real caller, and the service believes neither; the second has
   * the sidecar take the caller's name out as a header of one connection (RFC 9110, section 7.6.1).
   */
  test.each(['dapr-caller-app-id: api-gateway', 'connection: dapr-caller-app-id'])(
    'nor who asked: %s',
    async (line) => {
      const headers = [newAddress(), 'dapr-app-id: auth-service', line];
      await expectUnmoved(headers);

      const target = '/internal/revocations';
      const control = await askSidecar({ target, headers });
      expect(control).toMatchObject({ status: 403, body: expect.stringContaining('access.denied') });
      expect((await askSidecar({ target, headers: headers.slice(0, -1) })).status).toBe(200);
    },
  );

  /** What other servers and proxies go by. daprd does not, so there is no control; whoever stands there next may. */
  test.each([
    'x-original-url: /internal/revocations',
    'x-rewrite-url: /internal/revocations',
    'x-forwarded-uri: /internal/revocations',
    'x-forwarded-path: /internal/revocations',
    'x-forwarded-prefix: /internal',
    'x-forwarded-host: 127.0.0.1:1',
    'x-forwarded-proto: https',
    'x-forwarded-port: 1',
    'x-host: 127.0.0.1:1',
    'forwarded: for=127.0.0.1;host=127.0.0.1:1;proto=https',
    'x-http-method-override: DELETE',
    'x-http-method: DELETE',
    'x-method-override: DELETE',
    'connection: dapr-app-id, dapr-api-token, authorization',
    'proxy-connection: keep-alive',
    'te: trailers',
    'authorization: Bearer a.b.c',
    'cookie: studynotion-refresh-journeys=a; __proto__=b',
    'dapr-api-token: guessed',
    'dapr-reentrancy-id: a',
    'grpc-timeout: 1n',
    'content-length: 0',
    'baggage: a=b',
    'tracestate: a=b',
  ])('%s changes nothing', async (line) => {
    await expectUnmoved([newAddress(), line]);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'POST'])('a method in a header does not make a GET a %s', async (method) => {
    const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override'].map(
      (name) => `${name}: ${method}`,
    );
    const target = '/api/v1/auth/login';
    const answer = await ask(portsOf('api-gateway').app, { target, headers: [newAddress(), ...overrides] });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

describe('a trace from outside is not continued', () => {
  const traceId = randomBytes(16).toString('hex');
  const traceOf = (traceparent: string) => [newAddress(), `traceparent: ${traceparent}`];
  const nobody = `/api/v1/profile/${randomBytes(12).toString('hex')}`;

  test.each([
    ['a well-formed one', `00-${traceId}-00f067aa0ba902b7-01`],
    ['one with a part too many', `00-${traceId}-00f067aa0ba902b7-01-extra`],
    ['nothing but zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['something else', `00-"}{$where:1}${'a'.repeat(20)}-00f067aa0ba902b7-01`],
    ['a long one', 'a'.repeat(4000)],
  ])('%s', async (_what, traceparent) => {
    const answer = await ask(portsOf('api-gateway').app, { target: nobody, headers: traceOf(traceparent) });
    const problem = problemOf(answer);
    expect(problem).toMatchObject({ code: 'profile.not-found', traceId: answer.headers['x-request-id'] });
    expect(problem.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceparent).not.toContain(problem.traceId);
  });

  test('but a bare sidecar passes it on to the service', async () => {
    const headers = ['dapr-app-id: user-profile-service', ...traceOf(`00-${traceId}-00f067aa0ba902b7-01`)];
    expect(problemOf(await askSidecar({ target: nobody, headers }))).toMatchObject({ traceId });
  });
});

/** Password resets with an invented token: 30 of one address in ten minutes, and nothing happens. */
describe('limits count by the address of whom the trusted proxy talked to', () => {
  const attempt: Omit<RawRequest, 'headers'> = {
    method: 'POST',
    target: '/api/v1/auth/password/reset',
    body: JSON.stringify({ token: 'invented-'.repeat(4), password: PASSWORD }),
  };
  const json = 'content-type: application/json';
  const refused = 'password-reset.invalid';

  async function attempts(count: number, send: (turn: number) => Promise<RawAnswer>): Promise<string[]> {
    const codes: string[] = [];
    for (let turn = 0; turn < count; turn += 1) codes.push(problemOf(await send(turn)).code);
    return codes;
  }

  test('whatever else claims to be it', async () => {
    const { address } = new ApiClient();
    const fromHere = (turn: number) => {
      const other = `203.0.113.${turn}`;
      const claims = ['x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', CLIENT_ADDRESS_HEADER];
      const forwardedFor =
        turn % 2 === 0
          ? [`x-forwarded-for: ${other}, ${address}`]
          : [`x-forwarded-for: ${other}`, `x-forwarded-for: ${address}`];
      return ask(portsOf('api-gateway').app, {
        ...attempt,
        headers: [
          ...[json, `forwarded: for=${other}`, `connection: ${CLIENT_ADDRESS_HEADER}`],
          ...claims.map((name) => `${name}: ${other}`),
          ...forwardedFor,
        ],
      });
    };
    expect(await attempts(31, fromHere)).toEqual([...Array(30).fill(refused), 'rate.limited']);
    const fromElsewhere = await ask(portsOf('api-gateway').app, { ...attempt, headers: [json, newAddress()] });
    expect(problemOf(fromElsewhere).code).toBe(refused);
  });

  test('but a bare sidecar lets anybody be anywhere', async () => {
    const as = (address: string) =>
      askSidecar({ ...attempt, headers: ['dapr-app-id: auth-service', json, `${CLIENT_ADDRESS_HEADER}: ${address}`] });
    const { address } = new ApiClient();
    expect(await attempts(31, () => as(new ApiClient().address))).toEqual(Array(31).fill(refused));
    expect(await attempts(31, () => as(address))).toEqual([...Array(30).fill(refused), 'rate.limited']);
  });

  test('and stop a flood of many requests on one connection', async () => {
    const { address } = new ApiClient();
    const knock = (from: string) => ({ target: '/api/v1/nothing', headers: [`x-forwarded-for: ${from}`] });
    const pipelined = Array.from({ length: 400 }, (_, turn) =>
      bytesOf(knock(`203.0.113.${turn % 256}, ${address}`))
        .toString()
        .replace('connection: close\r\n', ''),
    );
    const answers = await exchange(portsOf('api-gateway').app, pipelined.join('') + bytesOf(knock(address)));
    expect(answers).toHaveLength(401);
    const codes = answers.map((answer) => problemOf(answer).code);
    expect(new Set(codes)).toEqual(new Set(['route.not-found', 'rate.limited']));
    expect(codes.slice(0, 150)).not.toContain('rate.limited');
    const fromElsewhere = await ask(portsOf('api-gateway').app, { ...knock(new ApiClient().address) });
    expect(problemOf(fromElsewhere).code).toBe('route.not-found');
  });
});

/** The answers are those that everybody gets, whatever these headers say. */
async function expectUnmoved(headers: readonly string[]): Promise<void> {
  for (const target of Object.values(targets)) {
    const { status, body } = await ask(portsOf('api-gateway').app, { target, headers });
    expect(status).toBe(200);
    const { slug, accountId } = JSON.parse(body);
    expect(target).toContain(`/${slug ?? accountId}`);
  }
}

/** Sends a request as it is, past the gateway, to the sidecar that the gateway uses. */
function askSidecar({ headers = [], ...request }: RawRequest): Promise<RawAnswer> {
  return ask(portsOf('api-gateway').daprHttp, { ...request, headers: [sidecarToken('api-gateway'), ...headers] });
}

function twoIds(): string[] {
  return ['dapr-app-id: auth-service', 'dapr-app-id: course-service'];
}

function problemOf({ headers, body }: RawAnswer): Problem {
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  return Problem.parse(JSON.parse(body));
}

function newAddress(): string {
  return `x-forwarded-for: ${new ApiClient().address}`;
}
