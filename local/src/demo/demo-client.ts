import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerOf, RouteDefinition } from '@studynotion/contracts';
import {
  type Answer,
  ApiClient,
  type ApiClientOptions,
  problemOf,
  type Sending,
  type SendingTo,
} from '../client/api-client.ts';
import { SetupError } from '../setup-error.ts';

/** How long a "not now" is believed to pass: longer than the pause between two codes to one address. */
const PATIENCE_SECONDS = 90;
const SHORTEST_PAUSE_SECONDS = 1;
const NOT_NOW = new Set([429, 503]);

/** A client that keeps to the limits: it comes again when it is told to, and not before. */
export class DemoClient extends ApiClient {
  readonly #stop: AbortSignal;

  constructor(options: ApiClientOptions & { readonly signal: AbortSignal }) {
    super(options);
    this.#stop = options.signal;
  }

  override async send(route: RouteDefinition, sending: Sending = {}): Promise<Answer> {
    const end = Date.now() + PATIENCE_SECONDS * 1000;
    for (;;) {
      const answer = await super.send(route, sending);
      const seconds = Math.max(SHORTEST_PAUSE_SECONDS, Number(answer.headers.get('retry-after') ?? 0));
      if (!NOT_NOW.has(answer.status) || Date.now() + seconds * 1000 > end) return answer;
      await pause(seconds * 1000, undefined, { signal: this.#stop });
    }
  }

  override async call<Route extends RouteDefinition, Status extends keyof Route['answers'] & number>(
    route: Route,
    status: Status,
    sending: SendingTo<Route> = {},
  ): Promise<AnswerOf<Route, Status>> {
    const result = await this.attempt(route, status, sending);
    if ('answer' in result) return result.answer;
    throw new SetupError(
      `The demo data could not be completed: ${route.method} ${route.path} answers ${result.refusal}`,
    );
  }

  /** Sends a request that may be refused. */
  async attempt<Route extends RouteDefinition, Status extends keyof Route['answers'] & number>(
    route: Route,
    status: Status,
    sending: SendingTo<Route> = {},
  ): Promise<{ readonly answer: AnswerOf<Route, Status> } | { readonly code?: string; readonly refusal: string }> {
    const answer = await this.send(route, sending);
    if (answer.status !== status)
      return { code: problemOf(answer), refusal: `${answer.status} ${answer.text.slice(0, 500)}` };
    return { answer: (answer.text === '' ? undefined : JSON.parse(answer.text)) as AnswerOf<Route, Status> };
  }
}
