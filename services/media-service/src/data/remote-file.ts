import { UnavailableError } from '@studynotion/service-kit';
import type { StoredFile } from '../domain/media-provider.ts';

/** Every look at a file begins with its head; it is fetched once. */
const HEAD_LENGTH = 256 * 1024;

/** A file behind an address that answers ranges (RFC 9110, 14). */
export class RemoteFile implements StoredFile {
  readonly size: number;
  readonly #url: string;
  readonly #head: Buffer;
  readonly #timeout: number;

  private constructor(url: string, timeout: number, { bytes, total }: Range) {
    this.#url = url;
    this.#timeout = timeout;
    this.#head = bytes;
    this.size = total;
  }

  /** @returns undefined where there is none. @throws UnavailableError `service.unavailable` */
  static async open(url: string, timeoutMilliseconds: number): Promise<RemoteFile | undefined> {
    const range = await fetchRange(url, 0, HEAD_LENGTH, timeoutMilliseconds);
    return range === undefined ? undefined : new RemoteFile(url, timeoutMilliseconds, range);
  }

  async read(start: number, length: number): Promise<Buffer> {
    const wanted = Math.min(length, this.size - start);
    if (wanted <= 0) return Buffer.alloc(0);
    if (start + wanted <= this.#head.length) return this.#head.subarray(start, start + wanted);
    const range = await fetchRange(this.#url, start, wanted, this.#timeout);
    // What was there a moment ago is being replaced or deleted.
    if (range?.total !== this.size || range.bytes.length !== wanted) throw unavailable('the file has changed');
    return range.bytes;
  }
}

interface Range {
  readonly bytes: Buffer;
  /** Length of the whole file. */
  readonly total: number;
}

async function fetchRange(url: string, start: number, length: number, timeout: number): Promise<Range | undefined> {
  try {
    const headers = { range: `bytes=${start}-${start + length - 1}` };
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(timeout) });
    return await rangeIn(answer, start);
  } catch (cause) {
    throw cause instanceof UnavailableError ? cause : unavailable('no answer', cause);
  }
}

async function rangeIn(answer: Response, start: number): Promise<Range | undefined> {
  if (answer.status === 206) {
    const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? [];
    if (Number(first) !== start || total === undefined) throw unavailable('another range than was asked for');
    return { bytes: Buffer.from(await answer.arrayBuffer()), total: Number(total) };
  }
  await answer.body?.cancel();
  if (answer.status === 404) return undefined;
  if (answer.status === 416 && start === 0) return { bytes: Buffer.alloc(0), total: 0 };
  throw unavailable(`status ${answer.status}`);
}

function unavailable(what: string, cause?: unknown): UnavailableError {
  return new UnavailableError('service.unavailable', {
    cause: new Error(`The file cannot be read: ${what}`, { cause }),
  });
}
