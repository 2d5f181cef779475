import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { internalRoutes, publicRoutes } from './all-routes.ts';
import { documentedPath, openApiDocument } from './openapi.ts';
import { fullPath } from './route.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: string[];
  readonly security: object[];
  readonly parameters: { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, { readonly content?: Record<string, { schema: unknown }> }>;
}

const document = openApiDocument({ serverUrl: 'https://studynotion.example' });
const paths = document.paths as Record<string, Record<string, Operation>>;
const operations = Object.values(paths).flatMap((path) => Object.values(path));
const operationOf = (method: string, path: string): Operation | undefined => paths[`/api/v1${path}`]?.[method];

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  });

  test('has every route from outside and no other', () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const declared = publicRoutes.map((route) => `${route.method} ${documentedPath(route)}`);
    expect(described.toSorted()).toEqual(declared.toSorted());
    for (const route of internalRoutes) expect(Object.keys(paths)).not.toContain(fullPath(route));
  });

  test('names every operation differently, in one word', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
  });

  test('says of every operation what it is for, whose it is and who may call it', () => {
    const tags = (document.tags as { name: string }[]).map(({ name }) => name);
    for (const { summary, tags: own, security } of operations) {
      expect(summary).toMatch(/^[A-Z].*[^.]$/);
      expect(tags).toEqual(expect.arrayContaining(own));
      expect([[], [{ accessToken: [] }]]).toContainEqual(security);
    }
  });

  test('declares every parameter of a path, once, and no other', () => {
    for (const [path, methods] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(declared).toEqual(inPath);
      }
    }
  });

  test('has one path for those that differ in the names of parameters only', () => {
    const shapes = Object.keys(paths).map((path) => path.replaceAll(/\{[^}]+\}/g, '{}'));
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(Object.keys(paths['/api/v1/courses/{slugOrCourseId}'] ?? {}).toSorted()).toEqual(['delete', 'get', 'patch']);
    expect(operationOf('get', '/courses/{slugOrCourseId}')?.parameters).toMatchObject([
      { name: 'slugOrCourseId', in: 'path', required: true, description: 'Here the `slug`.' },
    ]);
    expect(operationOf('patch', '/courses/{slugOrCourseId}')?.parameters).toMatchObject([
      { name: 'slugOrCourseId', description: 'Here the `courseId`.', schema: { $ref: '#/components/schemas/Id' } },
    ]);
  });

  test('tells the problems of every operation, and that a parameter may make a path that leads nowhere', () => {
    for (const { parameters, responses } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['429', '431', '500']));
      if (parameters.some((parameter) => parameter.in === 'path'))
        expect(JSON.stringify(responses['404'])).toContain('route.not-found');
    }
  });

  test('refers only to components that it has', () => {
    const components = document.components as { schemas: Record<string, unknown> };
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name = ''] of references) expect(Object.keys(components.schemas)).toContain(name);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  test('answers every problem as application/problem+json, with its codes', () => {
    for (const { responses } of operations) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      }
    }
    const schema = JSON.stringify(operationOf('get', '/courses/{slugOrCourseId}')?.responses['404']?.content);
    expect(schema).toContain('#/components/schemas/Problem');
    expect(schema).toContain('course.not-found');
  });

  test('asks for a bearer token where a route does, and only there', () => {
    expect(operationOf('get', '/courses')?.security).toEqual([]);
    expect(operationOf('get', '/profile')?.security).toEqual([{ accessToken: [] }]);
    expect(operationOf('get', '/profile')?.responses).toHaveProperty('401');
  });

  test('asks for the Idempotency-Key where a route needs one', () => {
    expect(operationOf('post', '/orders')?.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    );
    expect(operationOf('get', '/orders')?.parameters.map(({ name }) => name)).toEqual(['limit', 'cursor']);
  });

  test('says of a price what it may be', () => {
    const body = JSON.stringify(operationOf('patch', '/courses/{slugOrCourseId}')?.requestBody);
    expect(body).toContain('"anyOf":[{"const":0},{"type":"integer","minimum":100}]');
  });

  test('marks what a caller may leave out', () => {
    const optional = operationOf('get', '/orders')?.parameters.filter(({ required }) => !required);
    expect(optional?.map(({ name }) => name)).toEqual(['limit', 'cursor']);
    expect(operationOf('get', '/profile/{accountId}')?.parameters).toMatchObject([
      { name: 'accountId', in: 'path', required: true },
    ]);
  });

  test('blames no service for what the gateway answers itself', () => {
    expect(operationOf('get', '/courses')?.responses).toHaveProperty('502');
    expect(operationOf('get', '/status')?.responses).not.toHaveProperty('502');
  });

  test('knows a page from a document', () => {
    expect(Object.keys(operationOf('get', '/docs')?.responses['200']?.content ?? {})).toEqual(['text/html']);
  });

  test('says where an answer may be "as before"', () => {
    expect(operationOf('get', '/courses')?.responses).toHaveProperty('304');
    expect(operationOf('get', '/profile')?.responses).not.toHaveProperty('304');
  });

  test('says of a deprecated route that it is, and when it goes away', () => {
    const guide = 'https://studynotion.example/moving-on';
    const sunset = { deprecatedAt: '2026-01-01', goneAt: '2026-07-01', guide };
    const routes = publicRoutes.filter(({ path }) => path === '/courses').map((route) => ({ ...route, sunset }));
    expect(openApiDocument({ serverUrl: 'https://studynotion.example', routes }).paths).toMatchObject({
      '/api/v1/courses': { get: { deprecated: true, 'x-sunset': '2026-07-01', externalDocs: { url: guide } } },
    });
  });
});
