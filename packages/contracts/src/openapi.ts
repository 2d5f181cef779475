import { z } from 'zod';
import { publicRoutes } from './all-routes.ts';
import { Problem, type ProblemCode, problems } from './problems.ts';
import { API_PREFIX, fullPath, type RouteDefinition } from './route.ts';

export interface OpenApiOptions {
  /** Where the API is reached, e.g. `https://studynotion.example`; the paths in the document begin with `/api/v1`. */
  readonly serverUrl: string;
  /** @default every route that is reachable from outside */
  readonly routes?: readonly RouteDefinition[];
}

type Json = Record<string, unknown>;

const ABOUT = `Requests and answers are JSON. What goes wrong is told in \`application/problem+json\` (RFC 9457), whose \`code\`
is for programs. Lists take \`limit\` and \`cursor\` and answer \`items\` and, unless it was the last page, \`nextCursor\`.
Money is counted in the smallest unit of its currency, times are UTC. Logging in gives an access token, sent as
\`Authorization: Bearer\`, and a cookie that continues the session when the token has expired.`;

const PROBLEM_TYPE = 'application/problem+json';
/** What any route may answer besides the problems it declares. */
const COMMON_PROBLEMS: readonly ProblemCode[] = ['request.headers-too-large', 'rate.limited', 'internal.error'];
/** What the gateway answers in place of a service that gives none. */
const UPSTREAM_PROBLEMS: readonly ProblemCode[] = ['service.unreachable', 'service.timeout'];

/** The OpenAPI 3.1 document of every route that is reachable from outside, made from the same table that routes them. */
export function openApiDocument({ serverUrl, routes = publicRoutes }: OpenApiOptions): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = documentedPath(route, routes);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, routes, schemas) };
  }
  schemaOf(Problem, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'StudyNotion',
      version: API_PREFIX.split('/').at(-1),
      description: ABOUT,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(routes.map(({ app }) => app))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

/**
 * The path of a route as the document has it. Paths that differ in nothing but the names of their parameters are one and
 * the same to OpenAPI: they stand there once, and a parameter bears the names of all, as in `{slugOrCourseId}`.
 */
export function documentedPath(route: RouteDefinition, routes: readonly RouteDefinition[] = publicRoutes): string {
  const namesakes = routes.filter((other) => shapeOf(other) === shapeOf(route)).map((other) => segmentsOf(other));
  const documented = segmentsOf(route).map((segment, place) => {
    if (!segment.startsWith(':')) return segment;
    const [first = '', ...others] = new Set(namesakes.map((segments) => segments[place]?.slice(1) ?? ''));
    return `{${first}${others.map((name) => `Or${name.charAt(0).toUpperCase()}${name.slice(1)}`).join('')}}`;
  });
  return documented.join('/');
}

function shapeOf(route: RouteDefinition): string {
  return fullPath(route).replaceAll(/:[a-zA-Z]+/g, ':');
}

function segmentsOf(route: RouteDefinition): string[] {
  return fullPath(route).split('/');
}

function operation(route: RouteDefinition, routes: readonly RouteDefinition[], schemas: Json): Json {
  const { app, method, path, summary, access, sunset } = route;
  const role = typeof access === 'object' && 'role' in access ? access.role : undefined;
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-zA-Z]+(.)?/g, (_, next = '') => next.toUpperCase())}`,
    tags: [app],
    summary,
    ...(role === undefined ? {} : { description: `For accounts with the role ${role}.` }),
    security: access === 'public' ? [] : [{ accessToken: [] }],
    parameters: parametersOf(route, routes, schemas),
    ...bodyOf(route, schemas),
    responses: { ...answersOf(route, schemas), ...problemsOf(route) },
    ...(sunset === undefined ? {} : { deprecated: true, 'x-sunset': sunset.goneAt }),
    ...(sunset?.guide === undefined ? {} : { externalDocs: { url: sunset.guide } }),
  };
}

function parametersOf(route: RouteDefinition, routes: readonly RouteDefinition[], schemas: Json): Json[] {
  const { params, query, idempotencyKey = 'none' } = route;
  const fieldsOf = (schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] => {
    if (schema === undefined) return [];
    const { properties = {}, required = [] } = schemaOf(schema, 'input', schemas) as {
      properties?: Json;
      required?: string[];
    };
    return Object.entries(properties).map(([name, field]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: field,
    }));
  };
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: idempotencyKey === 'required',
    description: 'A repeated request with the same key is answered as the first time, for a day.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,100}$' },
  };
  const inPath = fieldsOf(params, 'path').map((parameter) => renamed(parameter, route, routes));
  return [...inPath, ...fieldsOf(query, 'query'), ...(idempotencyKey === 'none' ? [] : [key])];
}

/** A parameter of the path by the name that it bears there. */
function renamed(parameter: Json, route: RouteDefinition, routes: readonly RouteDefinition[]): Json {
  const place = segmentsOf(route).indexOf(`:${parameter.name}`);
  const name = documentedPath(route, routes).split('/')[place]?.slice(1, -1);
  return name === parameter.name ? parameter : { ...parameter, name, description: `Here the \`${parameter.name}\`.` };
}

function bodyOf({ body, rawBody = false }: RouteDefinition, schemas: Json): Json {
  // The bytes are signed, so their type is the sender's matter.
  if (rawBody) return { requestBody: { required: true, content: { 'application/json': { schema: {} } } } };
  if (body === undefined) return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } } },
  };
}

function answersOf(
  { answers, answerType = 'application/json', cacheSeconds = 0 }: RouteDefinition,
  schemas: Json,
): Json {
  const entries = Object.entries(answers).map(([status, schema]): [string, Json] => [
    status,
    schema instanceof z.ZodUndefined
      ? { description: 'Done.' }
      : { description: 'Done.', content: { [answerType]: { schema: schemaOf(schema, 'output', schemas) } } },
  ]);
  const unchanged = cacheSeconds === 0 ? {} : { 304: { description: 'As before (If-None-Match).' } };
  return { ...Object.fromEntries(entries), ...unchanged };
}

/** One answer a status; its codes are told apart by `code`. */
function problemsOf(route: RouteDefinition): Json {
  const codes = [...new Set([...route.problems, ...impliedProblems(route), ...COMMON_PROBLEMS])];
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  const entries = [...byStatus].map(([status, all]): [string, Json] => [
    String(status),
    {
      description: all.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n\n'),
      content: {
        [PROBLEM_TYPE]: {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { type: 'object', properties: { code: { type: 'string', enum: all.toSorted() } } },
            ],
          },
        },
      },
    },
  ]);
  return Object.fromEntries(entries);
}

/** What follows from the shape of a route, so that no route has to list it. */
function impliedProblems({
  app,
  access,
  params,
  query,
  body,
  rawBody,
  idempotencyKey = 'none',
}: RouteDefinition): ProblemCode[] {
  const hasBody = body !== undefined || rawBody === true;
  return [
    ...(params !== undefined || query !== undefined || body !== undefined ? (['request.invalid'] as const) : []),
    // A parameter that could lead elsewhere, as one with a slash in it, makes a path that leads nowhere.
    ...(params === undefined ? [] : (['route.not-found'] as const)),
    ...(hasBody ? (['request.too-large'] as const) : []),
    ...(body === undefined ? [] : (['request.malformed', 'request.unsupported-type'] as const)),
    ...(access === 'public' ? [] : (['session.required', 'session.invalid', 'service.unavailable'] as const)),
    ...(typeof access === 'object' ? (['access.denied'] as const) : []),
    ...(idempotencyKey === 'none'
      ? []
      : (['idempotency-key.missing', 'idempotency-key.reused', 'idempotency-key.in-progress'] as const)),
    ...(app === 'api-gateway' ? [] : UPSTREAM_PROBLEMS),
  ];
}

/**
 * JSON Schema of a zod schema. What has an id becomes a component and is referred to.
 * @param direction `input` as a client may send it, `output` as we answer
 */
function schemaOf(schema: z.ZodType, direction: 'input' | 'output', schemas: Json): Json {
  const {
    $schema: _dialect,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io: direction }) as Json & { $defs?: Json };
  const moved = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  for (const [id, definition] of Object.entries($defs)) schemas[id] = withoutId(moved(definition) as Json);
  const { id } = own;
  if (typeof id !== 'string') return moved(own) as Json;
  schemas[id] = withoutId(moved(own) as Json);
  return { $ref: `#/components/schemas/${id}` };
}

function withoutId({ id: _id, ...definition }: Json): Json {
  return definition;
}
