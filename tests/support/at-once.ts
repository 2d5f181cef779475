import { Problem, type RouteDefinition } from '@studynotion/contracts';
import { type Answer, ApiClient, type Sending } from './api-client.ts';
import type { Person } from './people.ts';

/** How many ask at the same moment in tests of concurrency. */
export const AT_ONCE = 50;

/** Another device of somebody, in the same session. */
export function deviceOf({ client }: Pick<Person, 'client'>): ApiClient {
  const device = new ApiClient();
  device.accessToken = client.accessToken;
  return device;
}

/** Sends a request from as many devices of somebody at the same moment. */
export function sendAtOnce(
  person: Pick<Person, 'client'>,
  route: RouteDefinition,
  sendingOf: (place: number) => Sending,
  count = AT_ONCE,
): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => deviceOf(person).send(route, sendingOf(place))));
}

/** How often each status was answered, refusals with their code, as in `409 cart.full`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const names = answers.map(({ status, text }) =>
    status < 400 ? String(status) : `${status} ${Problem.parse(JSON.parse(text)).code}`,
  );
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
