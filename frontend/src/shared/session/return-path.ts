/** Only to tell whether a path stays on this site; never visited. */
const SOME_ORIGIN = 'https://site.invalid';

/** Where to go after logging in: `candidate` if it is a path of this site, else the fallback. */
export function safeReturnPath(candidate: string | null | undefined, fallback: string): string {
  if (candidate === null || candidate === undefined || !candidate.startsWith('/')) return fallback;
  if (!URL.canParse(candidate, SOME_ORIGIN)) return fallback;
  const { origin, pathname, search, hash } = new URL(candidate, SOME_ORIGIN);
  // A browser reads "//host", "/\host" and "/<tab>/host" as other sites, and so does URL.
  if (origin !== SOME_ORIGIN || pathname.startsWith('//')) return fallback;
  return `${pathname}${search}${hash}`;
}

const RETURN_TO = 'returnTo';

/** The address of a page that leads back to `returnTo` when it is done. */
export function withReturnPath(page: string, returnTo: string | undefined): string {
  return returnTo === undefined ? page : `${page}?${new URLSearchParams({ [RETURN_TO]: returnTo })}`;
}

/** The return path in the query of a page, if there is a safe one. */
export function returnPathIn(search: string): string | undefined {
  return safeReturnPath(new URLSearchParams(search).get(RETURN_TO), '') || undefined;
}
