import { setTimeout as pause } from 'node:timers/promises';
import { type AnswerOf, Problem, type ProblemCode, type RouteDefinition } from '@studynotion/contracts';
import type { Answer, ApiClient, Sending } from '../support/api-client.ts';
import { OUTAGES } from '../support/outages.ts';

/** What clients saw while processes died. */
export interface Tally {
  requests: number;
  /** Answers that said: not now. */
  putOff: number;
  /** Requests whose connection ended without an answer, because the gateway died. */
  unanswered: number;
}

/** An answer that counts, and whether an earlier try of the same request may have been carried out already. */
export interface Settled<Body> {
  readonly status: number;
  readonly body: Body;
  readonly isRepeat: boolean;
}

/** For so long the site would let somebody wait who presses the button again and again, in milliseconds. */
const PATIENCE = 90_000;
const PAUSE_SECONDS = 0.3;

/**
 * Sends a request as a patient user does: again while it is put off or cut off, and until it is settled.
 * @param settled the statuses and codes of problems that end it
 * @throws where something else is answered, which would be a fault of the platform at any time
 */
export async function settle(
  { client, tally }: { readonly client: ApiClient; readonly tally: Tally },
  route: RouteDefinition,
  settled: readonly (number | ProblemCode)[],
  sending: Sending = {},
): Promise<Settled<unknown>> {
  const end = Date.now() + PATIENCE;
  for (let isRepeat = false; Date.now() < end; isRepeat = true) {
    const answer = await trySending(client, route, sending);
    tally.requests += 1;
    if (answer === undefined) {
      tally.unanswered += 1;
      await pause(PAUSE_SECONDS * 1000);
      continue;
    }
    const problem = problemIn(answer);
    const what = problem?.code ?? answer.status;
    if (settled.includes(what as ProblemCode)) return { status: answer.status, body: bodyOf(answer), isRepeat };
    if (problem === undefined || !mayComeAgain(problem))
      throw new Error(`${describe(route, sending)} was answered with ${answer.status} ${answer.text.slice(0, 500)}`);
    tally.putOff += 1;
    await pause((problem.retryAfterSeconds ?? PAUSE_SECONDS) * 1000);
  }
  throw new Error(`${describe(route, sending)} was put off for ${PATIENCE / 1000} s`);
}

/** The same for a request that can end in one way only. @returns the body of the answer with this status */
export async function done<Route extends RouteDefinition, Status extends keyof Route['answers'] & number>(
  user: { readonly client: ApiClient; readonly tally: Tally },
  route: Route,
  status: Status,
  sending: Sending = {},
): Promise<AnswerOf<Route, Status>> {
  return (await settle(user, route, [status], sending)).body as AnswerOf<Route, Status>;
}

/** @returns undefined where the connection ended without an answer, or in the middle of one */
async function trySending(client: ApiClient, route: RouteDefinition, sending: Sending): Promise<Answer | undefined> {
  try {
    return await client.send(route, sending);
  } catch (error) {
    // `fetch` says so of refused, reset and broken connections alike; a time that ran out has another name. Tests have a
    // TypeError of their own, so the name must do.
    if ((error as Error).name === 'TypeError') return undefined;
    throw new Error(`${describe(route, sending)} got no answer`, { cause: error });
  }
}

function problemIn({ status, headers, text }: Answer): Problem | undefined {
  if (status < 400 || !String(headers.get('content-type')).startsWith('application/problem+json')) return undefined;
  return Problem.parse(JSON.parse(text));
}

function mayComeAgain({ code }: Problem): boolean {
  return ([...OUTAGES, 'idempotency-key.in-progress'] as string[]).includes(code);
}

const bodyOf = ({ text }: Answer): unknown => (text === '' ? undefined : JSON.parse(text));

const describe = ({ method, path }: RouteDefinition, { params, body }: Sending): string =>
  `${method} ${path} ${JSON.stringify({ params, body })}`;
