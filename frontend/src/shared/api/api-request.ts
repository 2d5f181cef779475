import { buildPath, type RouteDefinition } from '@studynotion/contracts';

/** A call of one of the contracts' routes. */
export interface ApiRequest {
  readonly route: RouteDefinition;
  readonly params?: Readonly<Record<string, string>>;
  /** What is `undefined` is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Makes a repeated POST the same one. */
  readonly idempotencyKey?: string;
  /** Goes on when the page is left meanwhile. @default false */
  readonly keepalive?: boolean;
}

/** Address and options for `fetch`. The token travels only where the route asks who is calling. */
export function toFetchArguments(request: ApiRequest, token?: string): [string, RequestInit] {
  const { route, body, idempotencyKey, keepalive } = request;
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (token !== undefined && route.access !== 'public') headers.authorization = `Bearer ${token}`;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return [addressOf(request), { method: route.method, headers, body: JSON.stringify(body), keepalive }];
}

function addressOf({ route, params, query = {} }: ApiRequest): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  const search = new URLSearchParams(given).toString();
  return buildPath(route, params) + (search === '' ? '' : `?${search}`);
}
