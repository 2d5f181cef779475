import { LRUCache } from 'lru-cache';
import type { Match, MatchedRoute, MatchRoute } from './match-route.ts';
import { requireValid } from './require-valid.ts';
import { isShared } from './shared-answer.ts';

/** What the first line of a request asks for. */
export interface RequestTarget {
  readonly match: Match;
  readonly query: URLSearchParams;
  /** The same whatever the order in which it was given. */
  readonly sortedQuery: string;
  /** @throws InputError `request.invalid` */
  readonly requireValid: (matched: MatchedRoute) => void;
}

/** Longer ones are not remembered, so that a thousand of them are not much. */
const LONGEST = 200;

/**
 * Reads the first lines of requests. Those of shared reads come again and again, and to read one costs about as much as to
 * answer it from memory: the latest that were valid are remembered.
 */
export class RequestTargets {
  readonly #matchRoute: MatchRoute;
  readonly #known = new LRUCache<string, RequestTarget>({ max: 1000 });

  constructor(matchRoute: MatchRoute) {
    this.#matchRoute = matchRoute;
  }

  read(method: string, target: string): RequestTarget {
    return (method === 'GET' ? this.#known.get(target) : undefined) ?? this.#readAnew(method, target);
  }

  #readAnew(method: string, target: string): RequestTarget {
    const { path, query } = splitTarget(target);
    const read: RequestTarget = {
      match: this.#matchRoute(method, path),
      query,
      // Only shared reads ask for it; those that are remembered keep it as it is then.
      get sortedQuery() {
        return new URLSearchParams([...query].toSorted(([one], [other]) => (one < other ? -1 : 1))).toString();
      },
      requireValid: ({ route, params }) => {
        requireValid(route, params, query);
        if (isShared(route) && target.length <= LONGEST)
          this.#known.set(target, { ...read, requireValid: () => undefined });
      },
    };
    return read;
  }
}

/** The request target as it stood on the wire, cut at the first `?`; a URL parser would tidy it. */
function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const cut = target.indexOf('?');
  return cut < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, cut), query: new URLSearchParams(target.slice(cut + 1)) };
}
