import { performance } from 'node:perf_hooks';
import { gunzipSync } from 'node:zlib';
import { Pool } from 'undici';
import type { z } from 'zod';
import type { Seen } from './figures.ts';

/** One request as it goes over the wire, and what is expected of its answer. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  /** What the body must be. Under load only the status is looked at, for looking takes time that the platform needs. */
  readonly answer?: z.ZodType;
}

/** Asks. @throws where the answer is not the expected one */
export type Ask = (request: Request) => Promise<Buffer>;

/** Something to do once. @returns how many bytes were answered @throws where an answer is not the expected one */
export type Work = (ask: Ask) => Promise<number>;

export interface LoadOptions {
  readonly origin: string;
  /** How many ask at once; each asks again as soon as it was answered. */
  readonly connections: number;
  readonly seconds: number;
  readonly work: Work;
}

/** The way to a server. Bodies may come packed, as every browser lets them. */
export function askAt(pool: Pool): Ask {
  return async ({ method, path, headers, body, status }) => {
    const accepting = { 'accept-encoding': 'gzip', ...headers };
    const answer = await pool.request({ method: method as 'GET', path, headers: accepting, body: body ?? null });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    if (answer.statusCode !== status) throw new Error(`${method} ${path}: ${answer.statusCode} ${bytes}`);
    return bytes;
  };
}

/** Asks and looks at what is answered. */
export function askStrictly(ask: Ask): Ask {
  return async (request) => {
    const bytes = await ask(request);
    request.answer?.parse(JSON.parse(unpacked(bytes).toString()));
    return bytes;
  };
}

/** A body as it was before gzip, whose first two bytes no JSON has. */
function unpacked(bytes: Buffer): Buffer {
  return bytes.readUInt16BE() === 0x1f8b ? gunzipSync(bytes) : bytes;
}

/** Runs first and is not counted: connections, caches and compilers become warm. */
const WARM_UP_SECONDS = 1;

/** Puts a load on a server for some seconds, from this process; both share the machine. */
export async function generateLoad({ origin, connections, seconds, work }: LoadOptions): Promise<Seen> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const ask = askAt(pool);
  const milliseconds: number[] = [];
  let errors = 0;
  let bytes = 0;
  const begin = performance.now() + WARM_UP_SECONDS * 1000;
  const end = begin + seconds * 1000;
  const client = async () => {
    for (let started = performance.now(); started < end; started = performance.now()) {
      try {
        const size = await work(ask);
        const answered = performance.now();
        if (answered < begin || answered > end) continue;
        milliseconds.push(answered - started);
        bytes += size;
      } catch (error) {
        if (errors === 0) process.stderr.write(`${error}\n`); // the first tells what the others are likely to be
        errors += 1;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, client));
  } finally {
    await pool.destroy();
  }
  return { milliseconds, errors, bytes, seconds };
}
