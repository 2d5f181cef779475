import type { ErrorRequestHandler, RequestHandler } from 'express';
import { errorFields, type Log } from '../log.ts';

interface Details {
  readonly status?: number;
  readonly code?: 'BAD_REQUEST_ERROR' | 'GATEWAY_ERROR' | 'SERVER_ERROR';
  readonly source?: string;
  readonly step?: string;
  readonly reason?: string;
  /** The parameter that caused it. */
  readonly field?: string;
}

/** An answer with an error. Its body follows https://razorpay.com/docs/errors/ and the failures on each API page. */
export class RazorpayError extends Error {
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };

  constructor(description: string, details: Details = {}) {
    super(description);
    this.name = 'RazorpayError';
    this.status = details.status ?? 400;
    const error = {
      code: details.code ?? 'BAD_REQUEST_ERROR',
      description,
      source: details.source ?? 'NA',
      step: details.step ?? 'NA',
      reason: details.reason ?? 'NA',
      metadata: {},
    };
    this.body = { error: details.field === undefined ? error : { ...error, field: details.field } };
  }
}

/** Something is wrong with what the caller sent. */
export function invalidInput(description: string, field?: string): RazorpayError {
  return new RazorpayError(description, {
    source: 'business',
    step: 'payment_initiation',
    reason: 'input_validation_failed',
    field,
  });
}

/** What Razorpay answers when it has trouble itself. */
export function serverTrouble(status: number): RazorpayError {
  const code = status < 500 ? 'BAD_REQUEST_ERROR' : status === 500 ? 'SERVER_ERROR' : 'GATEWAY_ERROR';
  return new RazorpayError('The request could not be processed at the moment. Please try again later.', {
    status,
    code,
  });
}

/** https://razorpay.com/docs/errors/common/ */
export const unknownAddress: RequestHandler = () => {
  throw new RazorpayError('The requested URL was not found on the server.');
};

export function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const answer = toRazorpayError(error);
    if (answer.status >= 500)
      log('error', 'Razorpay request failed', { 'url.path': request.path, ...errorFields(error) });
    response.status(answer.status).json(answer.body);
  };
}

function toRazorpayError(error: unknown): RazorpayError {
  if (error instanceof RazorpayError) return error;
  // Body parsers report what a client did wrong by a status of their own.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status < 500 ? new RazorpayError('The request body is not valid JSON.') : serverTrouble(500);
}
