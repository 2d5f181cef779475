import type { IncomingMessage } from 'node:http';
import { InputError } from '@studynotion/service-kit';

/**
 * Reads a body up to its route's limit. Bodies are small here (media never passes the gateway), and a sidecar would
 * answer 500 to one over its own limit.
 * @throws InputError `request.too-large`; `request.malformed` where the client left in the middle of it
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new InputError('request.too-large');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // What is left can still be read: who refuses it reads on for a while, see the kit's `sendBeforeRead`.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) break;
    }
  } catch (cause) {
    throw new InputError('request.malformed', { cause });
  }
  if (size > limit) throw new InputError('request.too-large');
  return Buffer.concat(chunks);
}
