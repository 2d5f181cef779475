import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AppId,
  allRoutes,
  fullPath,
  getMyProfile,
  isInternal,
  Problem,
  problems,
  type RouteDefinition,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { useDatabases } from '../support/databases.ts';
import { differences, everythingStored, type Stored, storedBy } from '../support/everything-stored.ts';
import { newLearner } from '../support/people.ts';
import { appToken, portsOf } from '../support/ports-and-tokens.ts';
import { ask, type RawAnswer, type RawRequest } from '../support/raw-http.ts';
import { everythingArrived } from '../support/under-way.ts';
import { badCallers, claimsOf, signed } from './bad-callers.ts';
import { type BadRequest, badRequests, requestOf } from './bad-requests.ts';
import { particularRequests } from './particular-requests.ts';
import { type ValidInput, validInputOf } from './valid-inputs.ts';

const databases = useDatabases();

const byApp = Object.entries(Object.groupBy(allRoutes, ({ app }) => app)) as [AppId, RouteDefinition[]][];

// All that is stored is looked at but twice for an app, because that takes long once much is stored.
describe.each(byApp)('%s', (app, routes) => {
  const prepared = new Map<RouteDefinition, Prepared>();
  const ready = (route: RouteDefinition): Prepared => {
    const found = prepared.get(route);
    if (found === undefined) throw new Error('It was not prepared; see the error before');
    return found;
  };
  let before: Stored;

  beforeAll(async () => {
    for (const route of routes) prepared.set(route, await prepare(route));
    await everythingArrived(databases, 30);
    before = await everythingStored(databases);
  }, 120_000);

  describe.each(named(routes))('$name', ({ route }) => {
    test('refuses bad input', async () => {
      expect(await notRefused(route, ready(route).refused)).toEqual([]);
    });
  });

  test('all of which changes nothing', async () => {
    expect(differences(before, await everythingStored(databases))).toEqual([]);
  });

  // What was wrong above was nothing but what was changed.
  describe.each(named(routes))('$name', ({ route }) => {
    test('takes good input', async () => {
      const { valid } = ready(route);
      const stored = valid.changes === true ? await storedBy(app, databases) : new Map();
      const answer = await send(route, requestOf(route, valid));
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: valid.status ?? statusOf(route) });
      if (valid.changes === true) expect(differences(stored, await storedBy(app, databases))).not.toEqual([]);
    });
  });
});

test('a token is refused for what it says, not for how it was signed here', async () => {
  const { client } = await newLearner();
  const token = client.accessToken ?? '';
  client.accessToken = signed(token, claimsOf(token));
  await client.call(getMyProfile, 200);
});

interface Prepared {
  readonly valid: ValidInput;
  /** Every request of the route that must be refused. */
  readonly refused: readonly BadRequest[];
}

async function prepare(route: RouteDefinition): Promise<Prepared> {
  const valid = await validInputOf(route);
  const refused = [
    ...badRequests(route, valid),
    ...(await badCallers(route, valid)),
    ...(await particularRequests(route, valid)),
  ];
  return { valid, refused };
}

function named(routes: readonly RouteDefinition[]) {
  return routes.map((route) => ({ name: `${route.method} ${fullPath(route)}`, route }));
}

function statusOf({ answers }: RouteDefinition): number {
  return Number(Object.keys(answers)[0]);
}

async function notRefused(route: RouteDefinition, requests: readonly BadRequest[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { what, request, expected } of requests) {
    const answer = await send(route, request);
    const code = codeOf(answer);
    if (!(expected as readonly string[]).includes(code))
      wrong.push(`${what}: ${answer.status} ${code}, not ${expected}`);
  }
  return wrong;
}

/** The code of a problem that keeps the contract, else what there is instead. */
function codeOf({ status, headers, body }: RawAnswer): string {
  if (headers['content-type']?.startsWith('application/problem+json') !== true)
    return `no problem: ${body.slice(0, 200)}`;
  const { code, status: told } = Problem.parse(JSON.parse(body));
  if (told !== status || (problems as Record<string, { status: number }>)[code]?.status !== status)
    return `${code}, which has another status`;
  return code;
}

/**
 * Sends a request from an address of its own, so that no limit of addresses takes part; one between services as the
 * sidecar of its service would.
 */
function send(route: RouteDefinition, { headers = [], ...request }: RawRequest): Promise<RawAnswer> {
  if (isInternal(route)) return ask(portsOf(route.app).app, { ...request, headers: [appToken(route.app), ...headers] });
  const from = `x-forwarded-for: ${new ApiClient().address}`;
  return ask(portsOf('api-gateway').app, { ...request, headers: [from, ...headers] });
}
