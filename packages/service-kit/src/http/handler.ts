import type { BodyOf, ParamsOf, QueryOf, RouteDefinition } from '@studynotion/contracts';
import type { Caller } from '../auth/caller.ts';
import type { Answer } from './answer.ts';

/** A request after it was parsed and its caller verified. */
export interface RequestContext<Route extends RouteDefinition> {
  readonly params: ParamsOf<Route>;
  readonly query: QueryOf<Route>;
  readonly body: BodyOf<Route>;
  /** The bytes as they came, for routes with `rawBody`. */
  readonly rawBody: Buffer;
  /** @throws where the route is public or internal, which is a mistake in the handler */
  readonly caller: Caller;
  /** Of the browser, as the gateway saw it; limits are counted by it. */
  readonly clientAddress: string;
  /** Of a route that takes one; the same for a repeated request. */
  readonly idempotencyKey: string | undefined;
  header(name: string): string | undefined;
}

/** One route and what answers it. */
export interface Handler {
  readonly route: RouteDefinition;
  readonly handle: (context: RequestContext<RouteDefinition>) => Promise<Answer>;
}

/** Binds a contract's route to the function that answers it. */
export function handler<Route extends RouteDefinition>(
  route: Route,
  handle: (context: RequestContext<Route>) => Promise<Answer>,
): Handler {
  return { route, handle: handle as unknown as Handler['handle'] };
}
