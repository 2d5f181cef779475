import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { Problem, type ProblemCode, type RouteDefinition } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import type { Answer, ApiClient, Sending } from './api-client.ts';

/** What a client is told where a part of the platform is missing; it may come again. */
export const OUTAGES: readonly ProblemCode[] = ['service.unavailable', 'service.unreachable', 'service.timeout'];

/** Either it was done, with this status, or the client was told clearly that it does not work now. */
export function expectDoneOrOutage(answer: Answer, done: number): void {
  if (answer.status !== done) expectPutOff(answer, OUTAGES);
}

/** Sends a request again for as long as it is put off, no sooner than asked. @returns the body of the answer with this status */
export async function sendUntil<Result>(
  client: ApiClient,
  route: RouteDefinition,
  status: number,
  sending: Sending,
  putOffBy: readonly ProblemCode[] = [],
): Promise<Result> {
  let body: unknown;
  await waitUntil(
    `${status} from ${route.method} ${route.path}`,
    async () => {
      const answer = await client.send(route, sending);
      body = JSON.parse(answer.text);
      if (answer.status === status) return true;
      const { retryAfterSeconds = 0.2 } = expectPutOff(answer, [...OUTAGES, ...putOffBy]);
      await pause(retryAfterSeconds * 1000);
      return false;
    },
    70,
  );
  return body as Result;
}

/** The code of a refusal. @throws where the answer is no problem document */
export const problemOf = ({ text }: Answer): ProblemCode => Problem.parse(JSON.parse(text)).code as ProblemCode;

function expectPutOff({ text }: Answer, codes: readonly ProblemCode[]): Problem {
  const problem = Problem.parse(JSON.parse(text));
  expect(codes).toContain(problem.code);
  return problem;
}
