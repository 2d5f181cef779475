import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Problem, publicRoutes, type RouteDefinition } from '@studynotion/contracts';
import { type Answer, ApiClient } from '../support/api-client.ts';
import { takeOffSale } from '../support/courses.ts';
import { useDatabases } from '../support/databases.ts';
import { everythingArrived } from '../support/under-way.ts';
import { assemble, type Cast } from './cast.ts';
import { type Line, type Outcome, people, readPolicy, type Who } from './read-policy.ts';
import { type Asking, requestsFor } from './requests.ts';

const policy = readPolicy(new URL('policy.md', import.meta.url));
const databases = useDatabases();
let cast: Cast;

beforeAll(async () => {
  cast = await assemble();
  await everythingArrived(databases, 45); // what is read elsewhere follows by events
}, 120_000);

afterAll(async () => {
  for (const teacher of ['owner', 'colleague'] as const) await takeOffSale(cast.people[teacher]);
});

const named = publicRoutes.map((route) => ({ route, name: `${route.method} ${route.path}` }));

describe.each(named)('$name', ({ route, name }) => {
  test('does for everybody what the policy says, and changes nothing of those whose it is not', async () => {
    const lines = policy.filter((rule) => rule.route === name).flatMap((rule) => rule.lines);
    if (lines.length === 0) throw new Error(`policy.md says nothing of ${name}`);
    const before = await statesOfCourses();

    const different: string[] = [];
    for (const line of lines) different.push(...(await differences(route, lines, line)));
    expect(different).toEqual([]);
    expect(await statesOfCourses()).toEqual(before);
  });
});

test('the policy speaks of no route that there is not', () => {
  const known = named.map(({ name }) => name);
  expect(policy.map(({ route }) => route).filter((route) => !known.includes(route))).toEqual([]);
});

/** What is otherwise than a line of the policy says. */
async function differences(route: RouteDefinition, lines: readonly Line[], { thing, outcomes }: Line) {
  const tried = people.map(async (who) => {
    const expected = outcomes.get(who);
    if (expected === undefined) return [];
    const askings = await requestsFor(route, lines, thing, cast, who);
    const answers = await Promise.all(askings.map((asking) => ask(route, who, asking)));
    return answers
      .map(outcomeOf)
      .filter(({ status, code }) => status !== expected.status || code !== expected.code)
      .map((outcome) => `${who}, ${thing}: ${described(outcome)}, not ${described(expected)}`);
  });
  return (await Promise.all(tried)).flat();
}

/** Sends a request as somebody, from an address of its own, so that no limit of addresses takes part. */
function ask(route: RouteDefinition, who: Who, { client, ...sending }: Asking): Promise<Answer> {
  const program = client ?? new ApiClient();
  if (client === undefined && who !== 'visitor') program.accessToken = cast.people[who].client.accessToken;
  return program.send(route, sending);
}

function outcomeOf({ status, headers, text }: Answer): Outcome {
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') === true;
  return isProblem ? { status, code: Problem.parse(JSON.parse(text)).code } : { status };
}

function described({ status, code }: Outcome): string {
  return code === undefined ? `${status}` : `${status} ${code}`;
}

/** Which version the courses of the cast are in; whatever is done to a course raises it. */
async function statesOfCourses() {
  const courses = [cast.course, cast.otherCourse, cast.colleaguesCourse, ...Object.values(cast.drafts)];
  const _id = { $in: courses.map(({ id }) => id) };
  const found = await databases.find<{ _id: string; version: number; status: string }>('course-service', 'courses', {
    _id,
  });
  return Object.fromEntries(found.map((course) => [course._id, [course.version, course.status]]));
}
