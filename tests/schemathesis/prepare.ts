import {
  documentedPath,
  fullPath,
  getOpenApiDocument,
  publicRoutes,
  type Role,
  type RouteDefinition,
} from '@studynotion/contracts';
import { claimsOf } from '../bad-input/bad-callers.ts';
import { type ValidInput, validInputOf } from '../bad-input/valid-inputs.ts';
import { ApiClient } from '../support/api-client.ts';

export type Asker = 'anonymous' | Role;

/** An operation of the document, with a request that it accepts. */
export interface PreparedOperation {
  readonly id: string;
  /** As Schemathesis names it. */
  readonly label: string;
  readonly asker: Asker;
  /** Values of parameters by where they stand, as in `path.courseId`. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
  examples?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { examples?: unknown }>> };
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const AT_ONCE = 4;

/** The document as the gateway gives it, with a request of ours as the example of each operation. */
export async function prepare() {
  const document = readable(await new ApiClient().call(getOpenApiDocument, 200));
  const operations: PreparedOperation[] = [];
  const waiting = [...publicRoutes];
  const work = async () => {
    for (let route = waiting.pop(); route !== undefined; route = waiting.pop())
      operations.push(giveExample(document, route, await validInputOf(route)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { document, operations };
}

/** Schemathesis takes letters of other scripts for none: without patterns that speak of them. */
function readable(document: object): Document {
  return JSON.parse(
    JSON.stringify(document, (name, value) => (name === 'pattern' && /\\p\{/.test(value) ? undefined : value)),
  );
}

function giveExample(document: Document, route: RouteDefinition, valid: ValidInput): PreparedOperation {
  const path = documentedPath(route);
  const operation = document.paths[path]?.[route.method.toLowerCase()];
  if (operation === undefined) throw new Error(`The document of the gateway has no ${route.method} ${path}`);
  const { accessToken } = valid;
  const prepared: PreparedOperation = {
    id: operation.operationId,
    label: `${route.method} ${path}`,
    asker: accessToken === undefined ? 'anonymous' : (claimsOf(accessToken).role as Role),
    parameters: { ...inPath(route, path, valid.params), ...inQuery(operation, valid.query) },
    headers: {
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      ...(valid.headers?.cookie === undefined ? {} : { cookie: valid.headers.cookie }),
    },
    body: typeof valid.body === 'string' ? JSON.parse(valid.body) : valid.body,
  };
  addTo(operation, prepared);
  return prepared;
}

/** Under the names that the document has for them. */
function inPath(route: RouteDefinition, path: string, params: ValidInput['params'] = {}): Record<string, string> {
  const documented = path.split('/');
  const places = fullPath(route).split('/').entries();
  return Object.fromEntries(
    [...places]
      .filter(([, segment]) => segment.startsWith(':'))
      .map(([place, segment]) => [`path.${documented[place]?.slice(1, -1)}`, params[segment.slice(1)] ?? '']),
  );
}

function inQuery({ parameters }: Operation, query: ValidInput['query'] = {}): Record<string, string | number> {
  const isNumber = (name: string) => parameters.find((one) => one.name === name)?.schema.type === 'integer';
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [`query.${name}`, isNumber(name) ? Number(value) : value]),
  );
}

function addTo(operation: Operation, { parameters, body }: PreparedOperation): void {
  for (const parameter of operation.parameters) {
    const value = parameters[`${parameter.in}.${parameter.name}`];
    if (value !== undefined) parameter.examples = { prepared: { value } };
  }
  const content = operation.requestBody?.content['application/json'];
  if (content !== undefined && body !== undefined) content.examples = { prepared: { value: body } };
}
