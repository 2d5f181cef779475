import { createHash } from 'node:crypto';
import type { RouteDefinition } from '@studynotion/contracts';
import type { Response } from 'express';
import type { Dispatcher } from 'undici';
import { noAnswer } from './upstream.ts';

/** An answer that anybody may get who asks the same. */
export interface SharedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Strong: other bytes, another tag. */
  readonly etag: string;
}

const HEADERS = ['content-type', 'content-language', 'retry-after'];
/** A larger body is not held in memory for others, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/** Whether the table lets the answers of this route be shared. */
export function isShared({ method, access, cacheSeconds = 0 }: RouteDefinition): boolean {
  return method === 'GET' && access === 'public' && cacheSeconds > 0;
}

export function sharedAnswer(status: number, headers: SharedAnswer['headers'], body: Buffer): SharedAnswer {
  const digest = createHash('sha256').update(body).digest('base64url');
  return { status, headers, body, etag: `"${digest}"` };
}

/**
 * Reads a service's answer for everybody who waits for it.
 * @returns undefined where it is not for everybody, or too large to be held: then each asks for itself
 * @throws BusinessError `service.unreachable`, `service.timeout` where it breaks off
 */
export async function readShared({
  statusCode,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<SharedAnswer | undefined> {
  const isForOne = headers['set-cookie'] !== undefined || /private|no-store/.test(String(headers['cache-control']));
  if (isForOne) {
    await body.dump();
    return undefined;
  }
  const bytes = await readUpTo(LARGEST_BODY, body);
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
export function sendShared(response: Response, { status, headers, body, etag }: SharedAnswer, seconds: number): void {
  response.status(status).set(headers);
  if (status === 200) response.set({ etag, 'cache-control': `public, max-age=${seconds}` });
  else response.set('cache-control', 'no-store');
  response.send(body);
}
