import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemCode } from '@studynotion/contracts';
import type { Logger } from '../observability/logger.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import { LINGER } from './linger.ts';
import { PROBLEM_TYPE, problemDocument } from './problem-handler.ts';

/** What Node's parser and timers complain of; anything else cannot be read. */
const codes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'request.too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};

/**
 * Answers what is no HTTP request, or too much of one, with a problem document like everything else. Such a request
 * never reaches the app; Node by itself would answer an empty body.
 */
export function answerClientErrors(server: Server, logger: Logger): void {
  const answering = new WeakMap<object, Set<ServerResponse>>();
  const answered = new WeakSet<object>();
  server.on('request', ({ socket }, response) => {
    const open = answering.get(socket) ?? new Set();
    answering.set(socket, open.add(response));
    response.once('close', () => open.delete(response));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, duplex) => {
    const socket = duplex as Socket; // of an HTTP server without TLS it always is
    // What still comes is an error again. A connection cut while its bytes are unread takes the answer with it.
    if (answered.has(socket)) return;
    const hasBegun = [...(answering.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    // Bytes of ours in the middle of an answer would be taken for a part of it.
    if (!socket.writable || hasBegun) {
      socket.destroy();
      return;
    }
    withTrace(traceFrom(undefined), () => {
      logger.debug({ error }, 'a request could not be read');
      socket.end(answerOf(codes[error.code ?? ''] ?? 'request.malformed'));
    });
    answered.add(socket);
    setTimeout(() => socket.destroy(), LINGER).unref();
  });
}

function answerOf(code: ProblemCode): string {
  const problem = problemDocument(code);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${problem.traceId}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
