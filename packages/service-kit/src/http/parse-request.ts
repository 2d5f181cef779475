import type { FieldProblem, RouteDefinition } from '@studynotion/contracts';
import type { Request } from 'express';
import type { z } from 'zod';
import { InputError } from '../errors.ts';

export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly rawBody: Buffer;
}

/**
 * Checks path, query and body against the route's schemas, all at once, so that one answer names every field.
 * @throws InputError `request.invalid`, or `request.unsupported-type` where a body came in another form than JSON
 */
export function parseRequest(route: RouteDefinition, request: Request): ParsedRequest {
  const errors: FieldProblem[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown, place: string): unknown => {
    if (schema === undefined) return {};
    const result = schema.safeParse(value);
    if (!result.success) errors.push(...toFieldProblems(result.error, place));
    return result.data;
  };

  if (route.rawBody === true) {
    return {
      params: {},
      query: {},
      body: undefined,
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    };
  }
  requireJson(route, request);
  const parsed = {
    params: check(route.params, request.params, 'path'),
    query: check(route.query, request.query, 'query'),
    body: route.body === undefined ? undefined : check(route.body, request.body, ''),
    rawBody: Buffer.alloc(0),
  };
  if (errors.length > 0) throw new InputError('request.invalid', { errors });
  return parsed;
}

function requireJson(route: RouteDefinition, request: Request): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody || route.body === undefined) return;
  if (!request.is('application/json')) throw new InputError('request.unsupported-type');
}

/** Zod's issues as field errors; a path names the field as the client wrote it. */
export function toFieldProblems(error: z.ZodError, place = ''): FieldProblem[] {
  return error.issues.map((issue) => ({
    path: [...(place === '' ? [] : [place]), ...issue.path.map(String)].join('.'),
    message: issue.code === 'unrecognized_keys' ? `unknown field ${issue.keys.join(', ')}` : issue.message,
  }));
}
