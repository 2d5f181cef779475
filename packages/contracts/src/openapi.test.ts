import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { internalRoutes, publicRoutes } from './all-routes.ts';
import { openApiDocument } from './openapi.ts';
import { fullPath } from './route.ts';

interface Operation {
  readonly operationId: string;
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
    const declared = publicRoutes.map(
      (route) => `${route.method} ${fullPath(route).replaceAll(/:([a-zA-Z]+)/g, '{$1}')}`,
    );
    expect(described.toSorted()).toEqual(declared.toSorted());
    for (const route of internalRoutes) expect(Object.keys(paths)).not.toContain(fullPath(route));
  });

  test('names every operation differently', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
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
    const schema = JSON.stringify(operationOf('get', '/courses/{slug}')?.responses['404']?.content);
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

  test('marks what a caller may leave out', () => {
    const optional = operationOf('get', '/orders')?.parameters.filter(({ required }) => !required);
    expect(optional?.map(({ name }) => name)).toEqual(['limit', 'cursor']);
    expect(operationOf('get', '/courses/{slug}')?.parameters).toMatchObject([
      { name: 'slug', in: 'path', required: true },
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
