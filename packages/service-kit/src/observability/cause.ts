import { AsyncLocalStorage } from 'node:async_hooks';
import { fullPath, type RouteDefinition } from '@studynotion/contracts';

const current = new AsyncLocalStorage<string>();

/** Runs `work` so that what it asks of database and sidecar is counted under this name; names come from tables. */
export function withCause<Result>(name: string, work: () => Result): Result {
  return current.run(name, work);
}

/** What the work at hand is done for: a route, a topic, a job. */
export function currentCause(): string {
  return current.getStore() ?? 'other';
}

/** The name of a route as a cause, e.g. `GET /api/v1/courses/:slug`. */
export function causeOf(route: RouteDefinition): string {
  return `${route.method} ${fullPath(route)}`;
}
