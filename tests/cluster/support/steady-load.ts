import { setTimeout as pause } from 'node:timers/promises';

export interface Seen {
  readonly what: string;
  /** Status that was answered, or why there was no answer. */
  readonly outcome: number | string;
}

/** What is sent again and again; no client here tries anything twice by itself. */
export type Requests = Readonly<Record<string, () => Promise<{ readonly status: number }>>>;

export interface SteadyLoad {
  /** Stops, waits for what is under way. @returns all that was seen */
  end(): Promise<readonly Seen[]>;
}

/** Sends requests in turn at a rate, whether or not those before were answered. */
export function startLoad({
  perSecond,
  requests,
}: {
  readonly perSecond: number;
  readonly requests: Requests;
}): SteadyLoad {
  const seen: Seen[] = [];
  const underWay = new Set<Promise<void>>();
  const all = Object.entries(requests);
  let isOver = false;
  const send = async (turn: number): Promise<void> => {
    const [what, request] = all[turn % all.length] as (typeof all)[number];
    try {
      seen.push({ what, outcome: (await request()).status });
    } catch (error) {
      seen.push({ what, outcome: String((error as Error).cause ?? error) });
    }
  };
  const running = (async () => {
    // The rate is the test's own clockwork; nothing is waited for here.
    for (let turn = 0; !isOver; turn += 1) {
      const sent = send(turn).finally(() => underWay.delete(sent));
      underWay.add(sent);
      await pause(1000 / perSecond);
    }
  })();
  return {
    async end() {
      isOver = true;
      await running;
      await Promise.all(underWay);
      return seen;
    },
  };
}

/** How often each outcome was seen, as in `{ 'my courses 200': 40 }`. */
export function tallyOf(seen: readonly Seen[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const { what, outcome } of seen) tally[`${what} ${outcome}`] = (tally[`${what} ${outcome}`] ?? 0) + 1;
  return tally;
}
