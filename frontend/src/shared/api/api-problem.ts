import { type FieldProblem, Problem, type ProblemCode, problems } from '@studynotion/contracts';

/** What went wrong with a call, as the pages see it. */
export interface ApiProblem {
  /** From the contracts' table, or what the browser found out by itself. */
  readonly code: ProblemCode | 'network.unreachable' | 'answer.unreadable';
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** Reads the problem out of an answer. A code this version does not know stands for its status. */
export function toApiProblem(status: number, body: unknown): ApiProblem {
  const problem = Problem.safeParse(body);
  if (!problem.success) return { code: 'answer.unreadable' };
  const { code, errors, retryAfterSeconds } = problem.data;
  return { code: isProblemCode(code) ? code : codeOfStatus(status), errors, retryAfterSeconds };
}

const transientCodes: readonly ApiProblem['code'][] = [
  'network.unreachable',
  'answer.unreadable',
  'service.unavailable',
  'service.unreachable',
  'service.timeout',
  'internal.error',
];

/** Whether the same call may succeed a moment later. */
export function isTransient({ code }: ApiProblem): boolean {
  return transientCodes.includes(code);
}

/** The problem of a failed query or mutation; what is none was thrown on the way and is an error of ours. */
export function problemOf(error: unknown): ApiProblem {
  return isApiProblem(error) ? error : { code: 'internal.error' };
}

function isApiProblem(error: unknown): error is ApiProblem {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return false;
  return isProblemCode(error.code) || error.code === 'network.unreachable' || error.code === 'answer.unreadable';
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

function codeOfStatus(status: number): ProblemCode {
  if (status === 401) return 'session.required';
  if (status === 403) return 'access.denied';
  if (status === 404) return 'route.not-found';
  if (status === 429) return 'rate.limited';
  return status < 500 ? 'request.invalid' : 'internal.error';
}
