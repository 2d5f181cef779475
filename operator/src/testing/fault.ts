import { ApiError } from '../kubernetes/kubernetes-api.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'apply' | 'applyStatus' | 'replace' | 'delete';

/** One call of the API, as it came in. */
export interface Call {
  /** Who called; @see FakeKubernetesApi.as */
  readonly client: string;
  readonly verb: Verb;
  readonly kind: string;
  readonly name?: string;
  readonly dryRun: boolean;
}

/** Goes wrong for the calls it fits; a field that is left out fits all. */
export interface Fault {
  readonly client?: string;
  readonly verbs?: readonly Verb[];
  readonly kind?: string;
  readonly name?: string;
  readonly dryRun?: boolean;
  /** How many calls it spoils. @default 1 */
  readonly times?: number;
  /** `after`: the server has done it, and only the answer goes wrong. @default 'before' */
  readonly when?: 'before' | 'after';
  /** What the call waits for. @default nothing */
  readonly waits?: Promise<unknown>;
  /** What the call is answered with. @default nothing goes wrong */
  readonly fails?: ApiError;
  /** What happens in that moment, e.g. somebody else's write or a process that dies. @default nothing */
  readonly happens?: (call: Call) => unknown;
}

/** Faults that are at work. */
export class Faults {
  readonly #active: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#active.length = 0;
  }

  async meet(call: Call, when: 'before' | 'after'): Promise<void> {
    const met = this.#active.find(
      ({ fault, left }) => left > 0 && (fault.when ?? 'before') === when && fits(fault, call),
    );
    if (met === undefined) return;
    met.left--;
    await met.fault.waits;
    await met.fault.happens?.(call);
    if (met.fault.fails !== undefined) throw met.fault.fails;
  }
}

function fits({ client, verbs, kind, name, dryRun }: Fault, call: Call): boolean {
  return (
    (client === undefined || client === call.client) &&
    (verbs === undefined || verbs.includes(call.verb)) &&
    (kind === undefined || kind === call.kind) &&
    (name === undefined || name === call.name) &&
    (dryRun === undefined || dryRun === call.dryRun)
  );
}

/** What goes wrong with a real server. */
export const failures = {
  conflict: () =>
    new ApiError(
      409,
      'Conflict',
      'the object has been modified; please apply your changes to the latest version and try again',
    ),
  forbidden: () => new ApiError(403, 'Forbidden', 'forbidden: User cannot do that in this namespace'),
  tooManyRequests: () => new ApiError(429, 'TooManyRequests', 'the server has received too many requests'),
  internal: () =>
    new ApiError(500, 'InternalError', 'an error on the server has prevented the request from succeeding'),
  unavailable: () => new ApiError(503, 'ServiceUnavailable', 'the server is currently unable to handle the request'),
  noAnswer: () => new ApiError(0, 'NoAnswer', 'connect ECONNREFUSED'),
} as const;
