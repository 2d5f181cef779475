import { API_PREFIX, type ProblemCode, type RouteDefinition } from '@studynotion/contracts';

export interface MatchedRoute {
  readonly route: RouteDefinition;
  readonly params: Readonly<Record<string, string>>;
}

export type Match = MatchedRoute | { readonly problem: ProblemCode; readonly allowed?: readonly string[] };

/** A part of a path that a sidecar would read as something else than text; daprd decodes and cleans what it gets. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern refuses
const UNSAFE_SEGMENT = /^\.{1,2}$|[/\\%;\u0000-\u001f\u007f]/;

const OTHER_VERSION = new RegExp(`^/api/v(?!${API_PREFIX.slice('/api/v'.length)}(?:/|$))\\d+(?:/|$)`);

/**
 * Finds the route of a raw request path, as it stood on the wire. Each segment is decoded exactly once; one that holds a
 * separator, a dot segment or another escape after that belongs to no route. The path is never passed on: it is rebuilt.
 */
export type MatchRoute = (method: string, rawPath: string) => Match;

export function routeMatcher(routes: readonly RouteDefinition[]): MatchRoute {
  const templates = routes.map((route): Template => ({ route, parts: route.path.slice(1).split('/') }));
  const byLength = Map.groupBy(templates, ({ parts }) => parts.length);
  return (method, rawPath) => {
    if (!rawPath.startsWith(`${API_PREFIX}/`)) {
      return { problem: OTHER_VERSION.test(rawPath) ? 'api-version.unknown' : 'route.not-found' };
    }
    const segments = decodeSegments(rawPath.slice(API_PREFIX.length + 1));
    if (segments === undefined) return { problem: 'route.not-found' };
    const found = mostConcrete(
      (byLength.get(segments.length) ?? []).flatMap((template) => {
        const params = paramsOf(template, segments);
        return params === undefined ? [] : [{ route: template.route, params }];
      }),
    );
    const match = found.find(({ route }) => route.method === method);
    if (match !== undefined) return match;
    if (found.length === 0) return { problem: 'route.not-found' };
    return { problem: 'route.method-not-allowed', allowed: [...new Set(found.map(({ route }) => route.method))] };
  };
}

interface Template {
  readonly route: RouteDefinition;
  /** Of its path, cut once because every request is compared with them. */
  readonly parts: readonly string[];
}

function decodeSegments(path: string): string[] | undefined {
  try {
    const segments = path.split('/').map(decodeURIComponent);
    return segments.some((segment) => segment === '' || UNSAFE_SEGMENT.test(segment)) ? undefined : segments;
  } catch {
    return undefined; // not valid percent-encoding, so no address of ours
  }
}

/** `/profile/picture` is not the profile of somebody called picture, whatever its method: a word of ours comes first. */
function mostConcrete(matches: readonly MatchedRoute[]): MatchedRoute[] {
  const fewest = Math.min(...matches.map(({ params }) => Object.keys(params).length));
  return matches.filter(({ params }) => Object.keys(params).length === fewest);
}

/** Both are of one length. */
function paramsOf({ parts }: Template, segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
