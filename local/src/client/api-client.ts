import {
  type AnswerOf,
  type BodyOf,
  buildPath,
  Problem,
  type ProblemCode,
  type RouteDefinition,
} from '@studynotion/contracts';

export interface Sending {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type SendingTo<Route extends RouteDefinition> = Omit<Sending, 'body'> & { readonly body?: BodyOf<Route> };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An answer and what was asked. Header names are in lower case. */
export interface SeenAnswer {
  readonly method: string;
  readonly url: string;
  readonly asked: { readonly headers: Readonly<Record<string, string | undefined>>; readonly body?: string };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ApiClientOptions {
  /** Base address of the gateway, asked for at each request. */
  readonly gateway: () => string;
  /** Where it says it comes from; believed only by a gateway that trusts whoever stands before it. */
  readonly address: string;
  /** Calls off what is under way. @default never */
  readonly signal?: AbortSignal;
}

const PATIENCE_MILLISECONDS = 30_000;

/** Somebody's program that talks to the gateway: an address, cookies and an access token of its own. */
export class ApiClient {
  readonly address: string;
  readonly cookies = new Map<string, string>();
  accessToken: string | undefined;
  readonly #gateway: () => string;
  readonly #signal: AbortSignal | undefined;

  constructor({ gateway, address, signal }: ApiClientOptions) {
    this.address = address;
    this.#gateway = gateway;
    this.#signal = signal;
  }

  /** Sends a request, well-formed or not, and gives whatever is answered. */
  async send(route: RouteDefinition, { params, query, body, headers }: Sending = {}): Promise<Answer> {
    const search = new URLSearchParams(query).toString();
    const url = `${this.#gateway()}${buildPath(route, params)}${search === '' ? '' : `?${search}`}`;
    const sentHeaders: Record<string, string> = {
      'x-forwarded-for': this.address,
      ...(this.accessToken === undefined ? {} : { authorization: `Bearer ${this.accessToken}` }),
      ...(this.cookies.size === 0 ? {} : { cookie: this.#cookieHeader() }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const sentBody = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const answer = await fetch(url, {
      method: route.method,
      redirect: 'manual',
      headers: sentHeaders,
      body: sentBody ?? null,
      signal: this.#signal === undefined ? patience : AbortSignal.any([patience, this.#signal]),
    });
    this.#keepCookies(answer.headers.getSetCookie());
    const { status } = answer;
    const text = await answer.text();
    this.noteAnswer({
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
    const code = problemOf(answer);
    if (code === undefined)
      throw new Error(`${route.method} ${route.path} was not refused by a problem: ${answer.status} ${answer.text}`);
    return code;
  }

  /** Sees every answer. */
  protected noteAnswer(_answer: SeenAnswer): void {}

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

/** The code of a problem that was answered; undefined where it is none. */
export function problemOf({ headers, text }: Answer): ProblemCode | undefined {
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true) return undefined;
  return Problem.parse(JSON.parse(text)).code as ProblemCode;
}
