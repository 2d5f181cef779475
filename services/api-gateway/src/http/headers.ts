import type { RouteDefinition } from '@studynotion/contracts';
import { traceFrom, withTrace } from '@studynotion/service-kit';
import type { RequestHandler } from 'express';

/** Begins a trace, whose id is the request's. What a client says of either is not believed. */
export const identified: RequestHandler = (_request, response, next) => {
  const trace = traceFrom(undefined);
  response.set('x-request-id', trace.traceId);
  withTrace(trace, next);
};

const SECURITY_HEADERS = new Map([
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
]);

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeaders(SECURITY_HEADERS);
  next();
};

/** Other origins may call only where they are on the exact list; the site itself is of the same origin and needs none of it. */
export function crossOrigin(allowed: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const origin = request.header('origin');
    response.vary('origin');
    if (origin === undefined || !allowed.includes(origin)) {
      next();
      return;
    }
    response.set({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.set({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, content-type, idempotency-key',
      'access-control-max-age': '600',
    });
    response.status(204).end();
  };
}

/** Says since when a route is deprecated (RFC 9745), until when it answers (RFC 8594), and where to read more. */
export function sunsetHeaders({ sunset }: RouteDefinition): Record<string, string> {
  if (sunset === undefined) return {};
  return {
    deprecation: `@${Date.parse(sunset.deprecatedAt) / 1000}`,
    sunset: new Date(sunset.goneAt).toUTCString(),
    ...(sunset.guide === undefined ? {} : { link: `<${sunset.guide}>; rel="deprecation"` }),
  };
}
