import { type Problem, type ProblemCode, problems } from '@studynotion/contracts';
import type { ErrorRequestHandler, Response } from 'express';
import { BusinessError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import { currentTrace } from '../observability/trace.ts';
import { SidecarError } from '../sidecar/sidecar.ts';
import { sendBeforeRead } from './linger.ts';

/** Media type of problem documents. */
export const PROBLEM_TYPE = 'application/problem+json';

type ProblemDetails = Pick<Problem, 'detail' | 'errors' | 'retryAfterSeconds'>;

/** The problem document of a code (RFC 9457), with the trace of the work at hand. */
export function problemDocument(code: ProblemCode, details: ProblemDetails = {}): Problem {
  const { status, title } = problems[code];
  return {
    type: `urn:studynotion:problem:${code}`,
    title,
    status,
    code,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    ...(details.errors === undefined ? {} : { errors: details.errors }),
    ...(details.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
    traceId: currentTrace()?.traceId,
  };
}

/** Sends a problem document. */
export function sendProblem(response: Response, code: ProblemCode, details: ProblemDetails = {}): void {
  const problem = problemDocument(code, details);
  if (details.retryAfterSeconds !== undefined)
    response.set('retry-after', String(Math.ceil(details.retryAfterSeconds)));
  response.status(problem.status).type(PROBLEM_TYPE).set('cache-control', 'no-store');
  sendBeforeRead(response, JSON.stringify(problem));
}

/** The one place where errors become HTTP. What nobody foresaw is logged once, with its cause, and tells the outside nothing. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof BusinessError) {
      if (problems[error.code].status >= 500)
        logger.warn({ error }, `${request.method} ${request.path} answers ${error.code}`);
      sendProblem(response, error.code, {
        detail: error.detail,
        errors: error.errors === undefined ? undefined : [...error.errors],
        retryAfterSeconds: error.retryAfterSeconds,
      });
      return;
    }
    if (error instanceof SidecarError) {
      logger.warn({ error }, `${request.method} ${request.path} answers service.unavailable`);
      sendProblem(response, 'service.unavailable');
      return;
    }
    const code = codeOfParserError(error);
    if (code !== undefined) {
      sendProblem(response, code);
      return;
    }
    logger.error({ error }, `${request.method} ${request.path} failed`);
    sendProblem(response, 'internal.error');
  };
}

/**
 * Errors of Express' body parsers and of its path decoder, by their documented `type` and `status`. Errors of other
 * libraries carry a `status` too, but theirs says nothing about the request.
 */
function codeOfParserError(error: unknown): ProblemCode | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (typeof type !== 'string' && !(error instanceof URIError)) return undefined;
  if (type === 'entity.too.large') return 'request.too-large';
  if (error.status === 415) return 'request.unsupported-type';
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500) return 'request.malformed';
  return undefined;
}
