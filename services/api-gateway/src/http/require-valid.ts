import type { RouteDefinition } from '@studynotion/contracts';
import { InputError, toFieldProblems } from '@studynotion/service-kit';

/** Parameters are checked before a path is rebuilt from them. @throws InputError `request.invalid` */
export function requireValid(
  route: RouteDefinition,
  params: Readonly<Record<string, string>>,
  query: URLSearchParams,
): void {
  const names = [...query.keys()];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const errors = [
    ...repeated.map((name) => ({ path: `query.${name}`, message: 'is given more than once' })),
    ...(route.params === undefined ? [] : problemsOf(route.params, params, 'path')),
    ...(route.query === undefined ? [] : problemsOf(route.query, Object.fromEntries(query), 'query')),
    ...(route.query === undefined && names.length > 0 ? [{ path: 'query', message: 'this address takes none' }] : []),
  ];
  if (errors.length > 0) throw new InputError('request.invalid', { errors });
}

function problemsOf(schema: NonNullable<RouteDefinition['params']>, value: unknown, place: string) {
  const result = schema.safeParse(value);
  return result.success ? [] : toFieldProblems(result.error, place);
}
