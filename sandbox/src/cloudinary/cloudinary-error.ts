import type { ErrorRequestHandler, RequestHandler } from 'express';
import { errorFields, type Log } from '../log.ts';

/**
 * An answer with an error; its form and statuses follow https://cloudinary.com/documentation/upload_images#error_handling.
 * Texts that no page shows are those that the real one is known to answer.
 */
export class CloudinaryError extends Error {
  readonly status: number;
  readonly body: { readonly error: { readonly message: string } };

  constructor(status: number, message: string) {
    super(message);
    this.name = 'CloudinaryError';
    this.status = status;
    this.body = { error: { message } };
  }
}

export const resourceNotFound = (publicId: string) => new CloudinaryError(404, `Resource not found - ${publicId}`);

/** What Cloudinary answers when it has trouble itself. */
export function serverTrouble(status: number): CloudinaryError {
  return new CloudinaryError(status, status === 420 ? 'Rate Limit Exceeded.' : 'General Error');
}

export const unknownAddress: RequestHandler = ({ path }) => {
  throw new CloudinaryError(404, `Resource not found - ${path}`);
};

function toCloudinaryError(error: unknown): CloudinaryError {
  if (error instanceof CloudinaryError) return error;
  // What reads requests and sends files reports by a status of its own what a client did wrong, e.g. 416.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status < 500 ? new CloudinaryError(status, 'The request cannot be answered') : serverTrouble(500);
}

export function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const answer = toCloudinaryError(error);
    if (answer.status >= 500)
      log('error', 'Cloudinary request failed', { 'url.path': request.path, ...errorFields(error) });
    // Deliveries tell in this header what the API tells in the body.
    response.status(answer.status).set('x-cld-error', answer.message).json(answer.body);
  };
}
