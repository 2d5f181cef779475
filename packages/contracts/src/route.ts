import type { z } from 'zod';
import type { AppId } from './apps.ts';
import type { Role } from './primitives.ts';
import type { ProblemCode } from './problems.ts';

/**
 * Who may call a route.
 * - `public`: anybody
 * - `signed-in`: whoever holds a valid access token
 * - `{ role }`: a signed-in account with this role
 * - `{ callers }`: these apps by service invocation, nobody from outside
 */
export type Access = 'public' | 'signed-in' | { readonly role: Role } | { readonly callers: readonly AppId[] };

type ObjectSchema = z.ZodObject;
type NoFields = z.ZodObject<Record<never, never>>;

/** The end of a route. */
export interface Sunset {
  /** `YYYY-MM-DD`; it need not have come yet. */
  readonly deprecatedAt: string;
  /** `YYYY-MM-DD`; from then on the route may be missing. */
  readonly goneAt: string;
  /** Address of a page that tells what to call instead. @default none */
  readonly guide?: string;
}

export interface RouteDefinition<
  Params extends ObjectSchema = ObjectSchema,
  Query extends ObjectSchema = ObjectSchema,
  Body extends z.ZodType = z.ZodType,
  Answers extends Readonly<Record<number, z.ZodType>> = Readonly<Record<number, z.ZodType>>,
> {
  /** The service that answers. */
  readonly app: AppId;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1` for routes from outside, below `/internal` for those of `callers`; parameters as `:name`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly access: Access;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /**
   * The handler gets the bytes as they came; a signature is made over them.
   * @default false
   */
  readonly rawBody?: boolean;
  /** Largest body in bytes. @default 65536 */
  readonly bodyLimit?: number;
  /** Schema by status; `z.undefined()` where there is no body. */
  readonly answers: Answers;
  /** Business errors this route may answer, besides those any route may. */
  readonly problems: readonly ProblemCode[];
  /** Whether a repeated POST is recognised by its Idempotency-Key. @default 'none' */
  readonly idempotencyKey?: 'required' | 'accepted' | 'none';
  /** How long the gateway may answer from memory, in seconds; public reads only. @default 0 */
  readonly cacheSeconds?: number;
  /** Media type of the answers. @default 'application/json' */
  readonly answerType?: string;
  /** From when on the route is deprecated and goes away, sent as `Deprecation` and `Sunset` (RFC 9745, RFC 8594). */
  readonly sunset?: Sunset;
}

/** Prefix of every route that is reachable from outside. */
export const API_PREFIX = '/api/v1';
/** Prefix of every route between services. */
export const INTERNAL_PREFIX = '/internal';

/** Makes the `route` function of one service; the owner stands once per file. */
export function routesOf(app: AppId) {
  return function route<
    const Answers extends Readonly<Record<number, z.ZodType>>,
    Params extends ObjectSchema = NoFields,
    Query extends ObjectSchema = NoFields,
    Body extends z.ZodType = z.ZodUndefined,
  >(
    definition: Omit<RouteDefinition<Params, Query, Body, Answers>, 'app'>,
  ): RouteDefinition<Params, Query, Body, Answers> {
    return { app, ...definition };
  };
}

export function isInternal(route: RouteDefinition): boolean {
  return typeof route.access === 'object' && 'callers' in route.access;
}

/** The path under which a service mounts a route, and under which gateway and other services ask for it. */
export function fullPath(route: RouteDefinition): string {
  return `${isInternal(route) ? INTERNAL_PREFIX : API_PREFIX}${route.path}`;
}

/** Fills a route's path with parameter values; every value is percent-encoded. */
export function buildPath(route: RouteDefinition, params: Readonly<Record<string, string>> = {}): string {
  return fullPath(route).replaceAll(/:([a-zA-Z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '')
      throw new TypeError(`${route.method} ${route.path} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
}

/** What a handler gets and a caller gives, inferred from the route's schemas. */
export type ParamsOf<Route extends RouteDefinition> = z.output<NonNullable<Route['params']>>;
export type QueryOf<Route extends RouteDefinition> = z.output<NonNullable<Route['query']>>;
export type BodyOf<Route extends RouteDefinition> = z.output<NonNullable<Route['body']>>;
/** The body of an answer with this status. */
export type AnswerOf<Route extends RouteDefinition, Status extends keyof Route['answers']> = z.output<
  Route['answers'][Status]
>;
