import { type AppId, fullPath, type RouteDefinition } from '@studynotion/contracts';
import type { KubernetesDaprEnvironment } from './dapr-environment.ts';
import { allowedCalls } from './table.ts';

/** What an app may do with another, as Dapr's Configuration has it. */
export interface AllowedOperation {
  readonly name: string;
  readonly httpVerb: readonly string[];
  readonly action: 'allow';
}

const ONE = '*';
const ONE_ON_THE_WAY = '**';

/**
 * Who may call `callee`, and what: the calls of the table, everything else is refused. Without an identity of this trust
 * domain and namespace nothing is allowed either.
 */
export function accessControl(
  callee: AppId,
  { namespace, trustDomain }: Pick<KubernetesDaprEnvironment, 'namespace' | 'trustDomain'>,
) {
  return {
    defaultAction: 'deny',
    trustDomain,
    policies: allowedCalls()
      .filter((call) => call.callee === callee)
      .map(({ caller, routes }) => ({
        appId: caller,
        defaultAction: 'deny',
        trustDomain,
        namespace,
        operations: allowedOperations(routes),
      }))
      .toSorted((one, other) => compare(one.appId, other.appId)),
  };
}

/**
 * Routes in the form that Dapr's access control understands (pkg/config/acl_trie.go of Dapr 1.18). It looks a path up
 * segment by segment, takes the first fit, never goes back, and stops at the first operation on the way. Therefore
 * - a parameter at the end is `*`, one on the way `**` (a `*` is passed over there, and `**` fits one segment);
 * - a path that others begin with gets `/*`, which fits the path itself as well. Its verbs then count for one more
 *   segment too, on which the app has no route or one of the same verbs;
 * - what is narrower stands first.
 */
export function allowedOperations(routes: readonly RouteDefinition[]): readonly AllowedOperation[] {
  const patterns = routes.map((route) => ({ verb: route.method, segments: patternOf(route) }));
  const begunWith = ({ segments }: { segments: readonly string[] }) =>
    patterns.some((other) => other.segments.length > segments.length && startsWith(other.segments, segments));
  const verbs = new Map<string, Set<string>>();
  for (const pattern of patterns) {
    const name = `/${[...pattern.segments, ...(begunWith(pattern) ? [ONE] : [])].join('/')}`;
    verbs.set(name, (verbs.get(name) ?? new Set()).add(pattern.verb));
  }
  return [...verbs]
    .toSorted(([one], [other]) => compareSegments(one.split('/'), other.split('/')))
    .map(([name, set]) => ({ name, httpVerb: [...set].sort(), action: 'allow' }));
}

function patternOf(route: RouteDefinition): string[] {
  const segments = fullPath(route).split('/').slice(1);
  return segments.map((segment, index) => {
    if (!segment.startsWith(':')) return segment;
    return index === segments.length - 1 ? ONE : ONE_ON_THE_WAY;
  });
}

function startsWith(segments: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((segment, index) => segment === segments[index]);
}

function compareSegments(one: readonly string[], other: readonly string[]): number {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const [a = '', b = ''] = [one[index], other[index]];
    const difference = breadth(a) - breadth(b) || compare(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

function breadth(segment: string): number {
  if (segment === ONE) return 1;
  return segment === ONE_ON_THE_WAY ? 2 : 0;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
