import { API_PREFIX, normalizeEmail, publicRoutes, type RouteDefinition } from '@studynotion/contracts';
import type { SeenAnswer } from '../support/seen-answers.ts';
import type { Canary, Knowledge } from './knowledge.ts';
import { legitimate, type Recipient } from './legitimate.ts';

/** What always has this form, whoever's it is; a refresh token is `session.secret.seal`. */
const forms = [
  { kind: 'secret', what: 'the hash of a password', form: /\$(?:argon2\w*|2[aby])\$[^\s"\\]+/g },
  { kind: 'refresh token', what: 'a refresh token', form: /\b[0-9a-f]{24}\.[\w-]{43}\.[\w-]{8,}/g },
  { kind: 'access token', what: 'an access token', form: /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g },
  // https://cloudinary.com/documentation/control_access_to_media: an address that expires, or one that is signed
  {
    kind: 'video address',
    what: 'the address of a video',
    form: /https?:[^\s"]+\/video\/(?:download\?|authenticated\/)[^\s"]+/g,
  },
] as const;

/** No canary is shorter. */
const BEGINNING = 10;

const EMAIL = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;
const CODE = /(?<=")\d{6}(?=")|(?<!\S)\d{6}(?!\S)/g;

/** What stands in answers and should not, a line each. */
export function findLeaks(answers: readonly SeenAnswer[], knowledge: Knowledge): string[] {
  const findWords = finderOf(knowledge.canaries);
  const lines = answers.flatMap((answer) => {
    const text = textOf(answer);
    const leaked = [...findWords(text), ...canariesByForm(text, knowledge)].filter(
      (canary) => !isLegitimate(canary, answer, knowledge),
    );
    const { method, url, status } = answer;
    return leaked.map(({ what, text }) => `${method} ${new URL(url).pathname} (${status}) tells ${what}: ${text}`);
  });
  return [...new Set(lines)];
}

/** Body and headers, but for the cookies, and once more as they are after one decoding. */
function textOf({ headers, body }: SeenAnswer): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => (name === 'set-cookie' ? [] : [value]));
  const text = [body, ...lines].join('\n');
  const unescaped = text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  const decoded = text.replaceAll(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  return [text, ...(unescaped === text ? [] : [unescaped]), ...(decoded === text ? [] : [decoded])].join('\n');
}

/** Thousands of answers are looked through for thousands of words; the first letters tell which may stand at a place. */
function finderOf(canaries: readonly Canary[]): (text: string) => Canary[] {
  const byBeginning = Map.groupBy(canaries, ({ text }) => text.slice(0, BEGINNING));
  return (text) => {
    const found: Canary[] = [];
    for (let place = 0; place + BEGINNING <= text.length; place += 1)
      for (const canary of byBeginning.get(text.slice(place, place + BEGINNING)) ?? [])
        if (text.startsWith(canary.text, place)) found.push(canary);
    return found;
  };
}

function canariesByForm(text: string, { codes, accountOfEmail }: Knowledge): Canary[] {
  const formed = forms.flatMap(({ kind, what, form }) =>
    (text.match(form) ?? []).map((found): Canary => ({ kind, what, text: found, accountId: accountOfToken(found) })),
  );
  const emails = (text.match(EMAIL) ?? []).flatMap((found): Canary[] => {
    const accountId = accountOfEmail.get(normalizeEmail(found));
    return accountId === undefined
      ? []
      : [{ kind: 'e-mail address', what: "somebody's address", text: found, accountId }];
  });
  const mailed = (text.match(CODE) ?? []).filter((found) => codes.has(found));
  return [
    ...formed,
    ...emails,
    ...mailed.map((found): Canary => ({ kind: 'secret', what: 'the code of a mail', text: found })),
  ];
}

function isLegitimate(canary: Canary, answer: SeenAnswer, knowledge: Knowledge): boolean {
  const route = routeOf(answer);
  const askers = askersOf(answer, knowledge);
  const isFor: Readonly<Record<Recipient, () => boolean>> = {
    anybody: () => true,
    administrator: () => askers.some((asker) => knowledge.administrators.has(asker)),
    own: () => canary.accountId !== undefined && askers.includes(canary.accountId),
    reader: () =>
      askers.some(
        (asker) =>
          knowledge.administrators.has(asker) || knowledge.readers.has(`${asker}:${route?.params.courseId ?? ''}`),
      ),
  };
  return legitimate.some(
    ({ kind, to, routes }) => kind === canary.kind && routes.some((one) => one === route?.route) && isFor[to](),
  );
}

/** Whoever asked, as far as they proved it: by their token, their cookie, or the address they log in with. */
function askersOf({ asked: { headers, body = '' }, status }: SeenAnswer, knowledge: Knowledge): string[] {
  const byToken = accountOfToken(headers.authorization?.replace(/^Bearer /, '') ?? '');
  const session = /studynotion-refresh-[^=]*=([0-9a-f]{24})\./.exec(headers.cookie ?? '')?.[1];
  const bySession = session === undefined ? undefined : knowledge.accountOfSession.get(session);
  const email = status < 300 ? /"email":"([^"]+)"/.exec(body)?.[1] : undefined;
  const byEmail = email === undefined ? undefined : knowledge.accountOfEmail.get(normalizeEmail(email));
  return [byToken, bySession, byEmail].filter((asker) => asker !== undefined);
}

function accountOfToken(token: string): string | undefined {
  const [, claims] = token.split('.');
  if (claims === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(claims, 'base64url').toString()).sub;
  } catch {
    return undefined; // something else with a dot
  }
}

interface AskedRoute {
  readonly route: RouteDefinition;
  readonly params: Readonly<Record<string, string>>;
}

const patterns = publicRoutes
  // Of two that fit, the one with fewer parameters is meant.
  .toSorted((left, right) => left.path.split(':').length - right.path.split(':').length)
  .map((route) => ({
    route,
    pattern: new RegExp(`^${API_PREFIX}${route.path.replaceAll('.', '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  }));

function routeOf({ method, url }: SeenAnswer): AskedRoute | undefined {
  const { pathname } = new URL(url);
  for (const { route, pattern } of patterns) {
    const found = route.method === method ? pattern.exec(pathname) : null;
    if (found !== null) return { route, params: { ...found.groups } };
  }
  return undefined;
}
