import type { Logger } from 'pino';
import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  type ObjectReference,
  type StoredObject,
} from '../kubernetes/kubernetes-api.ts';
import { type Clock, within } from '../operations/clock.ts';

export interface LeaderElectionOptions {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The Lease. */
  readonly namespace: string;
  readonly name: string;
  /** Of this process alone: a container that is started again in its pod is another one. */
  readonly identity: string;
  /** How long others leave a leader in peace that they hear nothing of. @default 15 */
  readonly leaseSeconds?: number;
  /** How long a leader acts without having renewed; shorter, so that it has stopped when another begins. @default 10 */
  readonly renewSeconds?: number;
  /** Pause between attempts. @default 2 */
  readonly retrySeconds?: number;
  /** From 0 to 1, so that several do not ask at the same moment. @default Math.random */
  readonly random?: () => number;
  /** Is told when it begins and ends to lead. @default nobody */
  readonly onChange?: (leads: boolean) => void;
}

export interface LeaderElection {
  /** Resolves with true when this process leads, with false where it is stopped before. */
  readonly elected: Promise<boolean>;
  /** Whether it may act in this very moment: asked before each write, for a process may have stood still. */
  leads(): boolean;
  /** Says when it led and does no longer, also by `stop`. It never leads again: the process ends and starts anew. */
  readonly lost: AbortSignal;
  /** Asks no more and, where it leads, makes room at once. Everything the leader does must have ended before. */
  stop(): Promise<void>;
}

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

/**
 * Of several processes one leads, after client-go's leader election. The Lease tells that its holder is alive by changing;
 * how long ago that was, everybody measures on a clock of its own, since dates of different machines cannot be compared.
 */
export function electLeader(options: LeaderElectionOptions): LeaderElection {
  const stopping = new AbortController();
  const lost = new AbortController();
  const candidate = new Candidate(options);
  let tellElected: (leads: boolean) => void;
  const elected = new Promise<boolean>((resolve) => {
    tellElected = resolve;
  });
  const loop = async () => {
    await candidate.acquire(stopping.signal);
    // One that was stopped in the moment in which it won has a lease to give up, and does nothing with it.
    tellElected(!stopping.signal.aborted);
    if (stopping.signal.aborted) return;
    options.logger.info(`${options.identity} leads`);
    options.onChange?.(true);
    await candidate.renew(stopping.signal);
    if (stopping.signal.aborted) return;
    options.logger.error(`${options.identity} could not renew its lease and leads no longer`);
    options.onChange?.(false);
    lost.abort();
  };
  const ended = loop();
  return {
    elected,
    leads: () => !lost.signal.aborted && candidate.leads(),
    lost: lost.signal,
    async stop() {
      stopping.abort();
      await ended;
      const led = candidate.leads();
      lost.abort();
      if (!led) return;
      await candidate.release();
      options.onChange?.(false);
    },
  };
}

class Candidate {
  readonly #options: Required<Omit<LeaderElectionOptions, 'onChange'>>;
  /** The Lease as it was last seen, and when, by our clock. */
  #seen: { readonly lease: StoredObject; readonly at: number } | undefined;
  /** When the last renewal that succeeded was begun: from then on the others count, at the earliest. */
  #renewedAt: number | undefined;

  constructor(options: LeaderElectionOptions) {
    this.#options = { leaseSeconds: 15, renewSeconds: 10, retrySeconds: 2, random: Math.random, ...options };
  }

  leads(): boolean {
    const { clock, renewSeconds } = this.#options;
    return this.#renewedAt !== undefined && clock.elapsed() - this.#renewedAt < renewSeconds * 1000;
  }

  /** Tries until it succeeds or is stopped. */
  async acquire(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#attempt();
      if (this.leads()) return;
      await this.#pause(signal);
    }
  }

  /** Renews until it is too late or it is stopped. */
  async renew(signal: AbortSignal): Promise<void> {
    while (this.leads() && !signal.aborted) {
      await this.#pause(signal);
      // Not after the limit: in a process that stood still another may have led meanwhile.
      if (!signal.aborted && this.leads()) await this.#attempt();
    }
  }

  /** Makes room for the next. Where that fails the others wait for the end of the lease. */
  async release(): Promise<void> {
    const lease = this.#seen?.lease;
    this.#renewedAt = undefined;
    if (lease === undefined) return;
    const { leaseTransitions } = specOf(lease);
    const now = microTime(this.#options.clock.now());
    const spec = { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions };
    try {
      await this.#limited(this.#options.api.replace({ ...lease, spec }));
    } catch (error) {
      this.#options.logger.warn({ error }, 'the lease could not be given up');
    }
  }

  async #attempt(): Promise<void> {
    const began = this.#options.clock.elapsed();
    try {
      const taken = await this.#limited(this.#take());
      // Only then: an answer that comes after the limit says nothing of the present.
      if (taken === true) this.#renewedAt = began;
    } catch (error) {
      this.#options.logger.warn({ error }, 'the lease could not be read or written');
    }
  }

  /** A call that hangs must not let the leader believe that it still is one. */
  #limited<Result>(work: Promise<Result>): Promise<Result | undefined> {
    return within(this.#options.clock, this.#limitMilliseconds(), work);
  }

  #limitMilliseconds(): number {
    const { clock, renewSeconds } = this.#options;
    const since = this.#renewedAt === undefined ? 0 : clock.elapsed() - this.#renewedAt;
    return Math.max(0, renewSeconds * 1000 - since);
  }

  /** @returns whether the Lease is ours now */
  async #take(): Promise<boolean> {
    const { api } = this.#options;
    const found = await api.get(this.#reference());
    if (found === undefined) return this.#write(() => api.create(this.#lease({}, 0)));
    this.#see(found);
    const spec = specOf(found);
    const ours = spec.holderIdentity === this.#options.identity;
    if (!ours && !this.#isFree(spec)) {
      this.#renewedAt = undefined; // whoever took it, it is no longer ours
      return false;
    }
    const kept = ours ? spec : {};
    const transitions = (spec.leaseTransitions ?? 0) + (ours ? 0 : 1);
    const { metadata } = found;
    return this.#write(() => api.replace({ ...found, ...this.#lease(kept, transitions), metadata }));
  }

  /** The arbiter of every race is the server: one of two writes on the same version is refused. */
  async #write(write: () => Promise<StoredObject>): Promise<boolean> {
    try {
      this.#see(await write());
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) return false; // another was faster
      throw error;
    }
  }

  /** Whether it was given up, or its holder has not been heard of for as long as the Lease itself says. */
  #isFree({ holderIdentity = '', leaseDurationSeconds = this.#options.leaseSeconds }: LeaseSpec): boolean {
    const age = this.#options.clock.elapsed() - (this.#seen?.at ?? 0);
    return holderIdentity === '' || age >= leaseDurationSeconds * 1000;
  }

  #see(lease: StoredObject): void {
    if (lease.metadata.resourceVersion === this.#seen?.lease.metadata.resourceVersion) return;
    this.#seen = { lease, at: this.#options.clock.elapsed() };
  }

  #lease({ acquireTime }: LeaseSpec, leaseTransitions: number): KubernetesObject {
    const { clock, identity, leaseSeconds } = this.#options;
    const { apiVersion, kind, namespace, name } = this.#reference();
    const now = microTime(clock.now());
    return {
      ...{ apiVersion, kind },
      metadata: { namespace, name },
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: leaseSeconds,
        acquireTime: acquireTime ?? now,
        renewTime: now,
        leaseTransitions,
      },
    };
  }

  #reference(): ObjectReference {
    const { namespace, name } = this.#options;
    return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
  }

  #pause(signal: AbortSignal): Promise<void> {
    const { clock, retrySeconds, random } = this.#options;
    return clock.wait(retrySeconds * 1000 * (1 + random() * 0.2), signal);
  }
}

function specOf({ spec }: StoredObject): LeaseSpec {
  return (spec ?? {}) as LeaseSpec;
}

/** Six digits of a second: the server refuses a time of this type with three. */
function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
