import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { allEvents, allRoutes, publicRoutes } from './all-routes.ts';
import { appIds } from './apps.ts';
import { CalendarDate } from './primitives.ts';
import { problems } from './problems.ts';
import { buildPath, fullPath, isInternal } from './route.ts';

/** A body that comes in several forms refuses in each of them. */
function alternativesOf(schema: z.ZodType | undefined): readonly z.ZodType[] {
  if (schema === undefined) return [];
  return schema instanceof z.ZodDiscriminatedUnion ? (schema.options as readonly z.ZodType[]) : [schema];
}

const named = allRoutes.map((route) => [`${route.method} ${fullPath(route)}`, route] as const);

describe('the routes', () => {
  test('are told apart by method and shape of their path: from outside across all services, between services by callee', () => {
    const shapes = named.map(([name, route]) => {
      const shape = name.replaceAll(/:[a-zA-Z]+/g, ':');
      return isInternal(route) ? `${route.app} ${shape}` : shape;
    });
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test.each(named)('%s has the same parameters in its path and in its schema', (_name, { path, params }) => {
    const inPath = [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => name);
    expect(new Set(inPath).size).toBe(inPath.length);
    expect(Object.keys(params?.shape ?? {}).toSorted()).toEqual(inPath.toSorted());
  });

  test.each(named)('%s belongs to an app and lets in only apps that exist', (_name, { app, access }) => {
    expect(appIds).toContain(app);
    if (typeof access !== 'object' || !('callers' in access)) return;
    expect(access.callers.length).toBeGreaterThan(0);
    expect(access.callers).not.toContain(app);
    for (const caller of access.callers) expect(appIds).toContain(caller);
  });

  test.each(named)('%s declares problems of the table, once each', (_name, route) => {
    expect(new Set(route.problems).size).toBe(route.problems.length);
    for (const code of route.problems) expect(Object.keys(problems)).toContain(code);
  });

  test.each(named)('%s answers with good statuses, and one without a body where it is 204', (_name, { answers }) => {
    const statuses = Object.keys(answers).map(Number);
    expect(statuses.length).toBeGreaterThan(0);
    for (const status of statuses) expect(status >= 200 && status < 400).toBe(true);
    if (answers[204] !== undefined) expect(answers[204].safeParse(undefined).success).toBe(true);
  });

  test.each(named)('%s keeps caching and keys where they make sense', (_name, route) => {
    if ((route.cacheSeconds ?? 0) > 0) expect([route.method, route.access]).toEqual(['GET', 'public']);
    // The gateway answers its own routes only in the way of reads that are the same for everybody.
    if (route.app === 'api-gateway') expect(route.cacheSeconds).toBeGreaterThan(0);
    // A key belongs to an account: a route without one could not tell two people apart.
    if ((route.idempotencyKey ?? 'none') !== 'none')
      expect([route.method, route.access]).toEqual(['POST', 'signed-in']);
    if (route.method === 'GET') expect(route.body).toBeUndefined();
    if (route.rawBody === true)
      expect([route.body, route.params, route.query]).toEqual([undefined, undefined, undefined]);
  });

  test.each(named)('%s is deprecated before it goes away, if it does', (_name, { sunset }) => {
    if (sunset === undefined) return;
    for (const date of [sunset.deprecatedAt, sunset.goneAt]) expect(CalendarDate.safeParse(date).success).toBe(true);
    expect(sunset.deprecatedAt < sunset.goneAt).toBe(true);
  });

  test.each(named)('%s refuses fields that it does not know', (_name, { params, query, body }) => {
    for (const schema of [params, query, body].flatMap(alternativesOf)) {
      const result = schema.safeParse({ unknownField: 1 });
      expect(result.error?.issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys' }));
    }
  });

  test('let the gateway ask each service for its status', () => {
    const asked = allRoutes.filter((route) => fullPath(route) === '/internal/status').map(({ app }) => app);
    expect(asked.toSorted()).toEqual(appIds.filter((id) => id !== 'api-gateway').toSorted());
  });

  test('from outside are never internal', () => {
    for (const route of publicRoutes) {
      expect(isInternal(route)).toBe(false);
      expect(fullPath(route)).toMatch(/^\/api\/v1\//);
    }
  });
});

describe('filling a path', () => {
  const route = allRoutes.find(({ path }) => path === '/courses/:slug');

  test('encodes what would lead elsewhere', () => {
    expect(route && buildPath(route, { slug: '../../internal?x#y' })).toBe(
      '/api/v1/courses/..%2F..%2Finternal%3Fx%23y',
    );
  });

  test('refuses a missing or empty parameter', () => {
    expect(() => route && buildPath(route)).toThrow(/needs the parameter slug/);
    expect(() => route && buildPath(route, { slug: '' })).toThrow(/needs the parameter slug/);
  });
});

describe('the events', () => {
  test('have types of their own, in the past tense of an aggregate, with a version', () => {
    const types = allEvents.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^studynotion\.[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.v[1-9]\d*$/);
  });

  test('come from an app that exists', () => {
    for (const { producer } of allEvents) expect(appIds).toContain(producer);
  });

  test('about an aggregate carry its id and version; only requests for mail, published directly, do not', () => {
    for (const { type, data } of allEvents) {
      const fields = Object.keys('shape' in data ? (data.shape as object) : {});
      const isAboutAggregate = fields.includes('aggregateId') && fields.includes('version');
      expect([type, isAboutAggregate]).toEqual([type, !type.startsWith('studynotion.mail.')]);
    }
  });

  test('are marked as personal where they tell who somebody is, or what they wrote', () => {
    const personal = ['email', 'firstName', 'lastName', 'contactNumber', 'about', 'text'];
    for (const { type, data, isPersonal = false } of allEvents) {
      const fields = Object.keys('shape' in data ? (data.shape as object) : {});
      expect([type, isPersonal]).toEqual([type, fields.some((name) => personal.includes(name))]);
    }
  });

  test('have a time to live where they carry a secret that expires', () => {
    for (const { data, timeToLiveSeconds } of allEvents) {
      const fields = Object.keys('shape' in data ? (data.shape as object) : {});
      if (fields.some((name) => name.startsWith('sealed'))) expect(timeToLiveSeconds).toBeGreaterThan(0);
    }
  });
});

describe('the problem codes', () => {
  test.each(Object.entries(problems))(
    '%s is well-formed, with an error status and a title that is a sentence',
    (code, problem) => {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
      expect(problem.status >= 400 && problem.status < 600).toBe(true);
      expect(problem.title).toMatch(/^[A-Z].*\.$/);
    },
  );
});
