import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RouteDefinition } from '@studynotion/contracts';
import type { Request, Response } from 'express';
import type { Dispatcher } from 'undici';
import { noAnswer } from './upstream.ts';
import { wholeBody } from './whole-body.ts';

/** An answer that anybody may get who asks the same. */
export interface SharedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A character for each byte (latin1): Node.js sends a text in one piece with the headers, a Buffer in a second one. */
  readonly body: string;
  /** The same for those who take gzip; absent where it would not be worth it. */
  readonly packed?: string;
  /** Of the body, without quotation marks. */
  readonly digest: string;
}

const packed = promisify(gzip);
/** A shorter body is sent in one packet anyway, in bytes. */
const WORTH_PACKING = 1400;
/** zlib's quickest: four fifths of what the default saves, in a third of the time. */
const LEVEL = 1;

/** Each byte as the character of its number. */
const BYTES = 'latin1';

const HEADERS = ['content-type', 'content-language', 'retry-after'];
/** A larger body is not held in memory for others, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** Whether the table lets the answers of this route be shared. */
export function isShared({ method, access, cacheSeconds = 0 }: RouteDefinition): boolean {
  return method === 'GET' && access === 'public' && cacheSeconds > 0;
}

export async function sharedAnswer(
  status: number,
  headers: SharedAnswer['headers'],
  body: Buffer,
): Promise<SharedAnswer> {
  const digest = createHash('sha256').update(body).digest('base64url');
  const answer = { status, headers, body: body.toString(BYTES), digest };
  if (body.length < WORTH_PACKING) return answer;
  return { ...answer, packed: (await packed(body, { level: LEVEL })).toString(BYTES) };
}

/**
 * Reads a service's answer for everybody who waits for it.
 * @returns undefined where it is not for everybody, or too large to be held: then each asks for itself
 * @throws BusinessError `service.unreachable`, `service.timeout` where it breaks off
 */
export async function readShared(
  route: RouteDefinition,
  answer: Dispatcher.ResponseData,
): Promise<SharedAnswer | undefined> {
  const { statusCode, headers, body } = answer;
  const isForOne = headers['set-cookie'] !== undefined || /private|no-store/.test(String(headers['cache-control']));
  if (isForOne) {
    await body.dump();
    return undefined;
  }
  const bytes = await readUpTo(LARGEST_BODY, wholeBody(route, answer));
  if (bytes === undefined) return undefined;
  const kept = HEADERS.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return sharedAnswer(statusCode, Object.fromEntries(kept), bytes);
}

async function readUpTo(limit: number, body: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw noAnswer(cause);
  }
  return Buffer.concat(chunks);
}

/** Sends a shared answer, or 304 where the client has it already (RFC 9110 §13.1.2; Express compares). */
export function sendShared(request: Request, response: Response, answer: SharedAnswer, seconds: number): void {
  const { status, headers, digest, packed } = answer;
  response.statusCode = status;
  response.vary('accept-encoding');
  // Before all else: a browser takes what a 304 says in the place of what it has, such as a page's own policy.
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const text = packed !== undefined && request.acceptsEncodings('gzip') !== false ? packed : answer.body;
  if (status === 200) {
    response.setHeader('cache-control', `public, max-age=${seconds}`);
    // Strong, so other bytes have another tag: packed ones too.
    response.setHeader('etag', text === packed ? `"${digest}-gzip"` : `"${digest}"`);
    if (request.fresh) {
      response.statusCode = 304;
      response.removeHeader('content-type');
      response.end();
      return;
    }
  } else response.setHeader('cache-control', 'no-store');
  if (text === packed) response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-length', text.length);
  response.end(text, BYTES);
}
