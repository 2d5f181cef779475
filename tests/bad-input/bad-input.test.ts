import { describe, expect, test } from '@jest/globals';
import {
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
import { differences, everythingStored } from '../support/everything-stored.ts';
import { newLearner } from '../support/people.ts';
import { appToken, portsOf } from '../support/ports-and-tokens.ts';
import { ask, type RawAnswer, type RawRequest } from '../support/raw-http.ts';
import { everythingArrived } from '../support/under-way.ts';
import { badCallers, claimsOf, signed } from './bad-callers.ts';
import { type BadRequest, badRequests, requestOf } from './bad-requests.ts';
import { particularRequests } from './particular-requests.ts';
import { validInputOf } from './valid-inputs.ts';

const databases = useDatabases();

describe.each(allRoutes.map((route) => ({ route, address: fullPath(route) })))(
  '$route.method $address',
  ({ route }) => {
    test('refuses bad input, which changes nothing, and takes good input', async () => {
      const valid = await validInputOf(route);
      const refused = [
        ...badRequests(route, valid),
        ...(await badCallers(route, valid)),
        ...(await particularRequests(route, valid)),
      ];
      await everythingArrived(databases, 20);
      const before = await everythingStored(databases);

      expect(await notRefused(route, refused)).toEqual([]);
      const afterwards = await everythingStored(databases);
      expect(differences(before, afterwards)).toEqual([]);

      // What was wrong above was nothing but what was changed.
      const answer = await send(route, requestOf(route, valid));
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: valid.status ?? statusOf(route) });
      if (valid.changes === true) expect(differences(before, await everythingStored(databases))).not.toEqual([]);
    });
  },
);

test('a token is refused for what it says, not for how it was signed here', async () => {
  const { client } = await newLearner();
  const token = client.accessToken ?? '';
  client.accessToken = signed(token, claimsOf(token));
  await client.call(getMyProfile, 200);
});

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
