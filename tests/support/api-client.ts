import { randomInt } from 'node:crypto';
import {
  type AnswerOf,
  type BodyOf,
  buildPath,
  Problem,
  type ProblemCode,
  type RouteDefinition,
} from '@studynotion/contracts';
import { runningPlatform } from './running-platform.ts';
import { noteAnswer } from './seen-answers.ts';

export interface Sending {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type SendingTo<Route extends RouteDefinition> = Omit<Sending, 'body'> & { readonly body?: BodyOf<Route> };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Somebody's program that talks to the gateway: an address, cookies and an access token of its own. */
export class ApiClient {
  /** In the range kept for documentation (RFC 5737 and 2544); limits count by it. */
  readonly address = `198.18.${randomInt(256)}.${randomInt(1, 255)}`;
  readonly cookies = new Map<string, string>();
  accessToken: string | undefined;
  readonly #gateway: string | undefined;

  /** @param gateway where it sends its requests; the gateway of the running platform by default */
  constructor(gateway?: string) {
    this.#gateway = gateway;
  }

  /** Sends a request, well-formed or not, and gives whatever is answered. */
  async send(route: RouteDefinition, { params, query, body, headers }: Sending = {}): Promise<Answer> {
    const search = new URLSearchParams(query).toString();
    const gateway = this.#gateway ?? runningPlatform().addresses.gateway;
    const url = `${gateway}${buildPath(route, params)}${search === '' ? '' : `?${search}`}`;
    const sentHeaders: Record<string, string> = {
      // The tests stand where the trusted proxy would.
      'x-forwarded-for': this.address,
      ...(this.accessToken === undefined ? {} : { authorization: `Bearer ${this.accessToken}` }),
      ...(this.cookies.size === 0 ? {} : { cookie: this.#cookieHeader() }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const sentBody = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url, {
      method: route.method,
      redirect: 'manual',
      headers: sentHeaders,
      body: sentBody ?? null,
      signal: AbortSignal.timeout(30_000),
    });
    this.#keepCookies(answer.headers.getSetCookie());
    const { status } = answer;
    const text = await answer.text();
    noteAnswer({
      method: route.method,
      url,
      asked: { headers: sentHeaders, body: sentBody },
      status,
      headers: Object.fromEntries(answer.headers),
      body: text,
    });
    return { status, headers: answer.headers, text };
  }

  /** Sends a request that must be answered with this status. @throws what was answered instead */
  async call<Route extends RouteDefinition, Status extends keyof Route['answers'] & number>(
    route: Route,
    status: Status,
    sending: SendingTo<Route> = {},
  ): Promise<AnswerOf<Route, Status>> {
    const answer = await this.send(route, sending);
    if (answer.status !== status) throw new Error(`${route.method} ${route.path}: ${answer.status} ${answer.text}`);
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as AnswerOf<Route, Status>;
  }

  /** Sends a request that must be refused. @returns the code of the problem @throws what was answered instead */
  async refusal(route: RouteDefinition, sending: Sending = {}): Promise<ProblemCode> {
    const answer = await this.send(route, sending);
    if (answer.headers.get('content-type') !== 'application/problem+json; charset=utf-8')
      throw new Error(`${route.method} ${route.path} was not refused by a problem: ${answer.status} ${answer.text}`);
    return Problem.parse(JSON.parse(answer.text)).code as ProblemCode;
  }

  #cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
