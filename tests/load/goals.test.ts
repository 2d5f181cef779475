import { describe, expect, test } from '@jest/globals';
import { BARE_ROUTE, BEHIND_SIDECARS, type Goal, goalsOf, type Result } from './goals.ts';

interface Measured {
  readonly perSecond?: number;
  readonly database?: number;
  readonly sidecar?: number;
  readonly errors?: number;
}

function result({ perSecond = 0, database = 0, sidecar = 0, errors = 0 }: Measured): Result {
  return {
    figure: { requestsPerSecond: perSecond, p50: 1, p99: 1, errors, bytes: 1 },
    calls: { database, sidecar },
  };
}

/** Exactly as good as it must be, except what is said here. */
function measured(otherwise: Readonly<Record<string, Measured>> = {}): Map<string, Result> {
  const asGoodAsItMustBe: Readonly<Record<string, Measured>> = {
    [BARE_ROUTE]: { perSecond: 6000 },
    [BEHIND_SIDECARS]: { perSecond: 600 },
    'catalogue list, from memory': { perSecond: 2400 },
    'course page, from memory': { perSecond: 1200 },
    'catalogue list': { database: 3, sidecar: 2 },
    category: { database: 3, sidecar: 2 },
    'course page': { database: 3, sidecar: 2 },
    reviews: { database: 3, sidecar: 2 },
    'my courses': { perSecond: 120, database: 3, sidecar: 2 },
    'learning page': { perSecond: 120, database: 3, sidecar: 2 },
    completion: { perSecond: 100 },
  };
  return new Map(
    Object.entries(asGoodAsItMustBe).map(([name, values]) => [name, result({ ...values, ...otherwise[name] })]),
  );
}

const missed = (goals: readonly Goal[]) => goals.filter(({ met }) => !met).map(({ name }) => name);

describe('the goals', () => {
  test('are met by what is exactly good enough', () => {
    expect(missed(goalsOf(measured()))).toEqual([]);
  });

  test.each([
    ['catalogue list, from memory', 2399, '1/2.5', BARE_ROUTE],
    ['course page, from memory', 1199, '1/5', BARE_ROUTE],
    ['my courses', 119, '1/5', BEHIND_SIDECARS],
    ['learning page', 119, '1/5', BEHIND_SIDECARS],
    ['completion', 99, '1/6', BEHIND_SIDECARS],
  ])('miss %s at %d a second, which is less than %s of %s', (name, perSecond, share, of) => {
    expect(missed(goalsOf(measured({ [name]: { ...valuesOf(name), perSecond } })))).toEqual([
      `${name}: at least ${share} of ${of}`,
    ]);
  });

  test.each(['catalogue list', 'category', 'course page', 'reviews', 'my courses', 'learning page'])(
    'miss %s where a request asks more of database or sidecars',
    (name) => {
      for (const more of [{ database: 3.1 }, { sidecar: 2.1 }])
        expect(missed(goalsOf(measured({ [name]: { ...valuesOf(name), ...more } })))).toEqual([
          `${name}: at most 3 calls of the database and 2 of sidecars`,
        ]);
    },
  );

  test('miss where any request fails, of those without a goal of their own too', () => {
    expect(missed(goalsOf(measured().set('log-in', result({ perSecond: 1, errors: 1 }))))).toEqual([
      'no request fails',
    ]);
  });

  test('are not met by what was not measured', () => {
    const results = measured();
    results.delete('my courses');
    expect(() => goalsOf(results)).toThrow('my courses was not measured');
    expect(() => goalsOf(measured().set('category', { figure: result({}).figure }))).toThrow('were not counted');
  });
});

const valuesOf = (name: string): Measured => ({
  perSecond: measured().get(name)?.figure.requestsPerSecond,
  ...measured().get(name)?.calls,
});
