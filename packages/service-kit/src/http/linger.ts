import { finished } from 'node:stream';
import type { Response } from 'express';

/** How long a client may go on sending what nobody wants, in milliseconds. */
export const LINGER = 1000;

/**
 * Sends the whole of an answer at once, but its end only when the request was read or `LINGER` is over. A connection
 * that closes while its client still writes is reset, and the client may never see the answer (RFC 9112 §9.6).
 */
export function sendBeforeRead(response: Response, text: string): void {
  const { req: request } = response;
  // To a string Express adds a charset, which JSON does not have (RFC 8259 §11).
  const body = Buffer.from(text);
  if (request.complete) {
    response.send(body);
    return;
  }
  response.set('content-length', String(body.length)).write(body);
  request.resume();
  const late = setTimeout(() => response.end(), LINGER).unref();
  finished(request, () => {
    clearTimeout(late);
    response.end();
  });
}
