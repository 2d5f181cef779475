import { gzipSync } from 'node:zlib';
import { type AppId, buildPath, isInternal, type ProblemCode, type RouteDefinition } from '@studynotion/contracts';
import { z } from 'zod';
import type { RawRequest } from '../support/raw-http.ts';
import { badBodies, type JsonSchema } from './bad-bodies.ts';
import type { ValidInput } from './valid-inputs.ts';

/** A request that must be refused. */
export interface BadRequest {
  readonly what: string;
  readonly request: RawRequest;
  /** The problems that may be answered. */
  readonly expected: readonly ProblemCode[];
}

/** What is changed about a valid request; a header that is `undefined` is left out. */
export interface Change {
  /** Follows the `?`. */
  readonly query?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
}

const DEFAULT_BODY_LIMIT = 64 * 1024;

/** The request of a valid input, with something changed. */
export function requestOf(route: RouteDefinition, valid: ValidInput, change: Change = {}): RawRequest {
  const params = { ...valid.params, ...change.params };
  const query = change.query ?? new URLSearchParams(valid.query).toString();
  const body = change.body ?? bodyText(valid);
  const headers = {
    authorization: valid.accessToken === undefined ? undefined : `Bearer ${valid.accessToken}`,
    'content-type': body === undefined ? undefined : 'application/json',
    'dapr-caller-app-id': callersOf(route)[0],
    ...valid.headers,
    ...change.headers,
  };
  return {
    method: route.method,
    target: `${buildPath(route, params)}${query === '' ? '' : `?${query}`}`,
    headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
    body,
  };
}

/** The apps that may call a route between services. */
export function callersOf({ access }: RouteDefinition): readonly AppId[] {
  return typeof access === 'object' && 'callers' in access ? access.callers : [];
}

function bodyText({ body }: ValidInput): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

/** All the ways in which a request of this route can be wrong, each by itself. */
export function badRequests(route: RouteDefinition, valid: ValidInput): BadRequest[] {
  const make = (what: string, expected: readonly ProblemCode[], change: Change): BadRequest => ({
    what,
    expected,
    request: requestOf(route, valid, change),
  });
  return [
    ...wrongParameters(route, make),
    ...(isInternal(route) ? [] : wrongQueries(route, make)), // a service leaves it to the gateway
    ...(route.method === 'GET' ? [] : tooLarge(route, valid, make)), // the body of a GET has no meaning and is not read
    ...(route.body === undefined ? [] : wrongBodies(route, valid, make)),
    ...(route.idempotencyKey === 'required' ? wrongKeys(make) : []),
  ];
}

type Make = (what: string, expected: readonly ProblemCode[], change: Change) => BadRequest;

const brokenParameters = [
  ...['1', '-1', '0', '1.5', '1e3', 'null', 'undefined', 'true', '[object Object]', '$gt', '{"$gt":""}', '$where'],
  ...['f'.repeat(23), 'f'.repeat(25), 'F'.repeat(24), 'g'.repeat(24), ` ${'f'.repeat(23)}`, `${'f'.repeat(24)}\n`],
  ...['__proto__', 'constructor', 'toString', '-', '--', 'a_b', 'a b', '*', "' or 1=1 --", '<script>', '🙂', '☃'],
  ...['..', '.', 'a/b', 'a\\b', 'a\0b', '%2e', 'a;b', 'x'.repeat(121), 'x'.repeat(5000)],
];

/** A few of these have the form of a slug or an id; then nothing is found. */
function wrongParameters({ params, problems }: RouteDefinition, make: Make): BadRequest[] {
  const notFound = problems.filter((code) => code.endsWith('.not-found'));
  const expected: readonly ProblemCode[] = ['request.invalid', 'route.not-found', ...notFound];
  const values = notFound.length === 0 ? brokenParameters : [...brokenParameters, 'a'.repeat(24)];
  return Object.keys(params?.shape ?? {}).flatMap((name) =>
    values.map((value) =>
      make(`${name} ${JSON.stringify(value.slice(0, 40))}`, expected, { params: { [name]: value } }),
    ),
  );
}

const unknownQueries = [
  ...['x=1', 'x', '=1', '%', '%zz=1', '$where=1', '$where', '__proto__=1', '__proto__[a]=1', 'constructor=1'],
  ...[
    'limit[]=1',
    'limit[$gt]=1',
    'limit%5B%24gt%5D=1',
    'limit%00=1',
    'Limit=1',
    'access_token=a.b.c',
    'dapr-app-id=a',
  ],
  `x=${'a'.repeat(5000)}`,
];
const wrongPages = [
  ...['0', '-1', '101', '1.5', '1e3', 'NaN', 'Infinity', '', '%20', 'ten', '0x', '1,2', '[1]', '{"$gt":1}', '١'].map(
    (limit) => `limit=${limit}`,
  ),
  ...['limit=1&limit=2', 'limit=1&limit=1', 'cursor=a&cursor=b', `limit=${'9'.repeat(400)}`],
  ...cursors([], [1], [1, 2], [1, 2, 3], {}, 'text', null, [null, null], [{ $gt: '' }, 'a'], ['2020', { $gt: '' }]),
  ...cursors(['2020', ['a']], ['no date', 'a'], [1e300, 'a'], [8.64e15 + 1, 'a'], ['', 'a'], [true, 'a']),
  ...['cursor=', 'cursor=a', 'cursor=%00', 'cursor=../..', 'cursor=[$ne]', `cursor=${'a'.repeat(301)}`],
];

function cursors(...contents: readonly unknown[]): string[] {
  return contents.map((content) => `cursor=${Buffer.from(JSON.stringify(content)).toString('base64url')}`);
}

function wrongQueries({ query }: RouteDefinition, make: Make): BadRequest[] {
  const wrong = [...unknownQueries, ...(query === undefined ? ['limit=1', 'cursor=a'] : wrongPages)];
  return wrong.map((text) => make(`query ${text.slice(0, 60)}`, ['request.invalid'], { query: text }));
}

/** One byte more than the route takes; blanks after it leave the JSON as it was. */
function tooLarge({ bodyLimit = DEFAULT_BODY_LIMIT }: RouteDefinition, valid: ValidInput, make: Make) {
  const body = (bodyText(valid) ?? '').padEnd(bodyLimit + 1);
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const expected: readonly ProblemCode[] = ['request.too-large'];
  const headers = { 'content-type': 'application/json' };
  return [
    make('too large a body', expected, { body, headers }),
    make('too large a body of unknown length', expected, {
      body: chunked,
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    }),
  ];
}

function wrongBodies(route: RouteDefinition, valid: ValidInput, make: Make): BadRequest[] {
  const schema = z.toJSONSchema(route.body as z.ZodType, { io: 'input' }) as JsonSchema;
  const text = bodyText(valid) ?? '';
  return [
    ...badBodies(schema, valid.body, valid.leftOut).map(({ what, value }) =>
      make(what, isJsonText(value) ? ['request.invalid'] : ['request.malformed'], { body: JSON.stringify(value) }),
    ),
    make('no body', ['request.invalid'], { body: '' }),
    ...brokenJson(text).map(([what, body]) => make(what, ['request.malformed'], { body })),
    ...nested().map(([what, body]) => make(what, ['request.invalid'], { body })),
    ...otherTypes.map((type) =>
      make(`content type ${type}`, ['request.unsupported-type'], { headers: { 'content-type': type } }),
    ),
    ...(isInternal(route) ? [] : [packed(text, make)]), // services take it from each other
  ];
}

/** The gateway does not pass on how a body is encoded. */
function packed(text: string, make: Make): BadRequest {
  const headers = { 'content-encoding': 'gzip' };
  return make('a packed body', ['request.malformed', 'request.unsupported-type'], { body: gzipSync(text), headers });
}

/** Express' parser takes objects and lists only. */
function isJsonText(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A way of breaking it that finds nothing to break is left out. */
function brokenJson(text: string): [string, string | Buffer][] {
  const broken: [string, string | Buffer][] = [
    ['half of the JSON', text.slice(0, text.length / 2)],
    ['JSON and a comma', `${text},`],
    ['the JSON twice', `${text}${text}`],
    ['a comma too many', text.replace(/}$/, ',}')],
    ['single quotes', text.replaceAll('"', "'")],
    ['names without quotes', text.replaceAll(/"(\w+)":/g, '$1:')],
    ['a comment', `/* */${text}`],
    ['NaN', text.replace(/:.*/, ':NaN}')],
    ['a control character in a text', text.replace(/(?<=[:[]")/, '\u0001')],
    ['NUL after the JSON', `${text}\0`],
    ['a form', 'a=b&c=d'],
    ['XML', '<a>b</a>'],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['a parenthesis that never ends', '['.repeat(30_000)],
  ];
  return broken.filter(([, body]) => body !== text);
}

function nested(): [string, string][] {
  const depth = 10_000;
  return [
    ['lists in lists', '['.repeat(depth) + ']'.repeat(depth)],
    ['objects in objects', `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
    ['thousands of fields', `{${Array.from({ length: 5000 }, (_, index) => `"f${index}":1`).join(',')}}`],
  ];
}

const otherTypes = [
  'text/plain',
  'text/json',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=a',
  'application/xml',
  'application/jsonp',
  'application/cloudevents+json',
  'application/json-patch+json',
  'application/octet-stream',
  'application/json; charset=latin1',
  'application/json, text/plain',
  'json',
  '*/*',
  '',
];

function wrongKeys(make: Make): BadRequest[] {
  const keys = [undefined, '', 'short', 'with a blank in it', 'ü'.repeat(10), '$'.repeat(10), 'x'.repeat(101)];
  return [
    ...keys.map((key) =>
      make(`Idempotency-Key ${key?.slice(0, 20)}`, ['idempotency-key.missing'], {
        headers: { 'idempotency-key': key },
      }),
    ),
    make('two Idempotency-Keys', ['idempotency-key.missing'], {
      headers: { 'idempotency-key': undefined, 'Idempotency-Key': 'first-key', 'idempotency-Key': 'second-key' },
    }),
  ];
}
