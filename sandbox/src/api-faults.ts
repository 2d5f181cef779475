import type { RequestHandler, Response } from 'express';

export interface ApiFault<Route extends string = string> {
  readonly route: Route;
  /** An HTTP status, no answer at all, or a connection that breaks. */
  readonly effect: number | 'timeout' | 'reset';
  /** Before the route acts, or instead of its answer after it acted. */
  readonly when: 'before' | 'after';
  /** How many more calls it hits. */
  readonly times: number;
  /** How many calls it has hit. */
  readonly hits: number;
}

/** What a provider answers when it has trouble itself. */
export type Trouble = (status: number) => { readonly status: number; readonly body: object };

/** Faults of a provider's API that a test asked for, one per route; a route is a method and a path with parameters. */
export class ApiFaults<Route extends string> {
  readonly #patterns: readonly { route: Route; method?: string; path: RegExp }[];
  readonly #trouble: Trouble;
  readonly #faults = new Map<Route, ApiFault<Route>>();

  constructor(routes: readonly Route[], trouble: Trouble) {
    this.#trouble = trouble;
    this.#patterns = routes.map((route) => {
      const [method, template] = route.split(' ');
      const path = template?.replaceAll(/:\w+/g, '[^/]+').replace('*', '.+');
      return { route, method, path: new RegExp(`^${path}/?$`) };
    });
  }

  set(fault: Omit<ApiFault<Route>, 'hits'>): void {
    this.#faults.set(fault.route, { ...fault, hits: 0 });
  }

  all(): ApiFault<Route>[] {
    return [...this.#faults.values()];
  }

  clear(): void {
    this.#faults.clear();
  }

  /** Stands in front of the API's routes. */
  readonly middleware: RequestHandler = (request, response, next) => {
    const fault = this.#hit(
      this.#patterns.find(({ method, path }) => method === request.method && path.test(request.path))?.route,
    );
    if (fault === undefined) return next();
    if (fault.when === 'before') return this.#strike(fault, response);
    replaceAnswer(response, () => this.#strike(fault, response));
    next();
  };

  #hit(route: Route | undefined): ApiFault<Route> | undefined {
    const fault = route && this.#faults.get(route);
    if (route === undefined || fault === undefined || fault.times === 0) return undefined;
    this.#faults.set(route, { ...fault, times: fault.times - 1, hits: fault.hits + 1 });
    return fault;
  }

  #strike({ effect }: ApiFault, response: Response): void {
    // Without an answer the connection stays open until the client gives up.
    if (effect === 'timeout') return;
    if (effect === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    const trouble = this.#trouble(effect);
    response.status(trouble.status).json(trouble.body);
  }
}

function replaceAnswer(response: Response, answer: () => void): void {
  const json = response.json;
  response.json = () => {
    response.json = json;
    answer();
    return response;
  };
}
