import {
  type AnswerOf,
  type BodyOf,
  buildPath,
  type ParamsOf,
  Problem,
  type ProblemCode,
  problems,
  type RouteDefinition,
} from '@studynotion/contracts';
import { BusinessError, UnavailableError } from '../errors.ts';
import { type InvocationAnswer, type Sidecar, SidecarError } from './sidecar.ts';

export interface RouteCall<Route extends RouteDefinition> {
  readonly params?: ParamsOf<Route>;
  readonly body?: BodyOf<Route>;
  /** @default 5000 */
  readonly timeoutMilliseconds?: number;
}

/**
 * Calls a route of another service and checks its answer against the contract.
 * @throws BusinessError with the code that the callee gave, where the route declares it;
 *   UnavailableError `service.unavailable` where the callee cannot be reached, fails, or breaks the contract
 */
export async function callRoute<Route extends RouteDefinition, Status extends keyof Route['answers'] & number>(
  sidecar: Sidecar,
  route: Route,
  status: Status,
  { params, body, timeoutMilliseconds }: RouteCall<Route> = {},
): Promise<AnswerOf<Route, Status>> {
  const path = buildPath(route, params as Record<string, string> | undefined);
  let answer: InvocationAnswer;
  try {
    answer = await sidecar.invoke({ app: route.app, method: route.method, path, body, timeoutMilliseconds });
  } catch (cause) {
    if (cause instanceof SidecarError) throw new UnavailableError('service.unavailable', { cause });
    throw cause;
  }
  if (answer.status !== status) throw toError(route, answer);
  const checked = route.answers[status]?.safeParse(answer.body.length === 0 ? undefined : parseJson(answer));
  if (checked?.success !== true) {
    const what = `the answer of ${route.method} ${route.path} does not keep its contract`;
    throw new UnavailableError('service.unavailable', { cause: new Error(what, { cause: checked?.error }) });
  }
  return checked.data as AnswerOf<Route, Status>;
}

function toError(route: RouteDefinition, answer: InvocationAnswer): BusinessError {
  const problem = Problem.safeParse(parseJson(answer));
  if (problem.success && isDeclared(route, problem.data.code)) {
    return new BusinessError(problem.data.code, {
      detail: problem.data.detail,
      retryAfterSeconds: problem.data.retryAfterSeconds,
    });
  }
  return new UnavailableError('service.unavailable', {
    cause: new Error(`${route.method} ${route.path} of ${route.app} answered ${answer.status}`),
  });
}

function isDeclared(route: RouteDefinition, code: string): code is ProblemCode {
  return code in problems && (route.problems as readonly string[]).includes(code);
}

function parseJson(answer: InvocationAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return undefined; // whatever it is, it keeps no contract
  }
}
