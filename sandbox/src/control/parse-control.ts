import type { ErrorRequestHandler } from 'express';
import type { z } from 'zod';

/** A test asked for something that the sandbox cannot do. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}

/** What a test sent, checked; throws an error that names what is wrong. */
export function parseControl<Schema extends z.ZodType>(schema: Schema, sent: unknown): z.output<Schema> {
  const parsed = schema.safeParse(sent ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new ControlError(400, problems.join('; '));
}

/** Any error that knows its status is the caller's to read: this API serves tests. */
export const answerControlErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (!(error instanceof Error) || !('status' in error)) return next(error);
  response.status(Number(error.status)).json({ message: error.message });
};
