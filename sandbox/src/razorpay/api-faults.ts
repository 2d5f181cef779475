import type { RequestHandler, Response } from 'express';
import { serverTrouble } from './razorpay-error.ts';

export const faultyRoutes = [
  'POST /v1/orders',
  'GET /v1/orders/:id',
  'GET /v1/orders/:id/payments',
  'GET /v1/payments/:id',
  'POST /v1/payments/:id/capture',
  'POST /v1/payments/:id/refund',
  'GET /v1/payments/:id/refunds',
  'GET /v1/payments/:id/refunds/:refundId',
  'GET /v1/refunds/:id',
] as const;

export type FaultyRoute = (typeof faultyRoutes)[number];

export interface ApiFault {
  readonly route: FaultyRoute;
  /** An HTTP status, no answer at all, or a connection that breaks. */
  readonly effect: number | 'timeout' | 'reset';
  /** Before the route acts, or instead of its answer after it acted. */
  readonly when: 'before' | 'after';
  /** How many more calls it hits. */
  readonly times: number;
  /** How many calls it has hit. */
  readonly hits: number;
}

const patterns = faultyRoutes.map((route) => {
  const [method, template] = route.split(' ');
  return { route, method, path: new RegExp(`^${template?.replaceAll(/:\w+/g, '[^/]+')}/?$`) };
});

/** Faults of the API that a test asked for, one per route. */
export class ApiFaults {
  readonly #faults = new Map<FaultyRoute, ApiFault>();

  set(fault: Omit<ApiFault, 'hits'>): void {
    this.#faults.set(fault.route, { ...fault, hits: 0 });
  }

  all(): ApiFault[] {
    return [...this.#faults.values()];
  }

  clear(): void {
    this.#faults.clear();
  }

  /** Stands in front of the API's routes. */
  readonly middleware: RequestHandler = (request, response, next) => {
    const fault = this.#hit(
      patterns.find(({ method, path }) => method === request.method && path.test(request.path))?.route,
    );
    if (fault === undefined) return next();
    if (fault.when === 'before') return strike(fault, response);
    replaceAnswer(response, () => strike(fault, response));
    next();
  };

  #hit(route: FaultyRoute | undefined): ApiFault | undefined {
    const fault = route && this.#faults.get(route);
    if (route === undefined || fault === undefined || fault.times === 0) return undefined;
    this.#faults.set(route, { ...fault, times: fault.times - 1, hits: fault.hits + 1 });
    return fault;
  }
}

function strike({ effect }: ApiFault, response: Response): void {
  // Without an answer the connection stays open until the client gives up.
  if (effect === 'timeout') return;
  if (effect === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const trouble = serverTrouble(effect);
  response.status(trouble.status).json(trouble.body);
}

function replaceAnswer(response: Response, answer: () => void): void {
  const json = response.json;
  response.json = () => {
    response.json = json;
    answer();
    return response;
  };
}
