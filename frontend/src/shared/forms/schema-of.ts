import type { RouteDefinition } from '@studynotion/contracts';

/** The schema of a route's body, to check a form with. */
export function schemaOf<Route extends RouteDefinition>({ path, body }: Route): NonNullable<Route['body']> {
  if (body === undefined) throw new TypeError(`${path} takes no body`);
  return body;
}
