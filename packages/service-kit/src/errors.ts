import { type FieldProblem, type ProblemCode, problems } from '@studynotion/contracts';

export interface BusinessErrorOptions {
  /** What this case is about, for the person who reads it. @default the code's title alone */
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  /** When it makes sense to try again, in seconds. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An outcome that the business foresees. It knows its code from the table in contracts, and nothing of HTTP. */
export class BusinessError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, { detail, errors, retryAfterSeconds, cause }: BusinessErrorOptions = {}) {
    super(detail ?? problems[code].title, { cause });
    this.name = new.target.name;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What was given cannot be accepted. */
export class InputError extends BusinessError {}
/** The thing does not exist, or not for this caller. */
export class NotFoundError extends BusinessError {}
/** It does not go together with the present state. */
export class ConflictError extends BusinessError {}
/** Nobody knows who is asking. */
export class NotAuthenticatedError extends BusinessError {}
/** The caller is known and may not. */
export class NotAllowedError extends BusinessError {}
/** Asked too often. */
export class LimitError extends BusinessError {}
/** A part that is needed does not answer; nothing was changed. */
export class UnavailableError extends BusinessError {}
