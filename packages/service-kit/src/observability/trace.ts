import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';

/** Trace context of the work at hand (W3C Trace Context, level 1). */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits: this piece of work. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const current = new AsyncLocalStorage<Trace>();
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** Continues the trace of a `traceparent` header; begins a new one where there is none or a malformed one. */
export function traceFrom(traceparent: string | undefined): Trace {
  const parsed = TRACEPARENT.exec(traceparent ?? '');
  const random = randomHex();
  return {
    traceId: parsed?.[1] ?? random.slice(16),
    spanId: random.slice(0, 16),
    sampled: parsed === null ? false : (Number.parseInt(parsed[2] ?? '0', 16) & 1) === 1,
  };
}

/** Asking for random bytes costs the same for any few of them, and nearly as much as all else that a request begins with. */
const BYTES = 24;
const supply = Buffer.alloc(BYTES * 128);
let used = supply.length;

function randomHex(): string {
  if (used === supply.length) {
    randomFillSync(supply);
    used = 0;
  }
  used += BYTES;
  return supply.toString('hex', used - BYTES, used);
}

/** Runs `work` within a trace: its logs and outgoing calls carry it. */
export function withTrace<Result>(trace: Trace, work: () => Result): Result {
  return current.run(trace, work);
}

export function currentTrace(): Trace | undefined {
  return current.getStore();
}

/** The `traceparent` header of outgoing calls and events. */
export function traceparent(trace: Trace | undefined = currentTrace()): string | undefined {
  return trace === undefined ? undefined : `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}
