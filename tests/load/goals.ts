import type { Figure } from './figures.ts';

/** Calls of one request, on average; of an answer that was not in the gateway's memory. */
export interface Calls {
  readonly database: number;
  readonly sidecar: number;
}

export interface Result {
  readonly figure: Figure;
  /** @default it is no request to the platform */
  readonly calls?: Calls;
}

export interface Goal {
  readonly name: string;
  readonly met: boolean;
  /** What was found, in words. */
  readonly found: string;
}

/** The least share of the bare route's requests per second. */
const SHARES = {
  'catalogue list, from memory': 1 / 2.5,
  'course page, from memory': 1 / 5,
  'my courses': 1 / 10,
  'learning page': 1 / 10,
  completion: 1 / 12,
} as const;

/** Reads; what is answered from the gateway's memory makes no calls and is not among them. */
const READS = ['catalogue list', 'category', 'course page', 'reviews', 'my courses', 'learning page'] as const;
const MOST_CALLS: Calls = { database: 3, sidecar: 2 };

export const BARE_ROUTE = 'bare Express route';

/** Holds results against the goals. @throws where a figure is missing, for a goal that nothing was measured for is not met */
export function goalsOf(results: ReadonlyMap<string, Result>): readonly Goal[] {
  return [
    ...Object.entries(SHARES).map(([name, share]) => shareGoal(results, name, share)),
    ...READS.map((name) => callsGoal(results, name)),
    errorsGoal(results),
  ];
}

function shareGoal(results: ReadonlyMap<string, Result>, name: string, least: number): Goal {
  const { requestsPerSecond } = resultNamed(results, name).figure;
  const share = requestsPerSecond / resultNamed(results, BARE_ROUTE).figure.requestsPerSecond;
  return {
    name: `${name}: at least 1/${1 / least} of the bare route`,
    met: share >= least,
    found: `1/${(1 / share).toFixed(1)}`,
  };
}

function callsGoal(results: ReadonlyMap<string, Result>, name: string): Goal {
  const { calls } = resultNamed(results, name);
  if (calls === undefined) throw new TypeError(`the calls of ${name} were not counted`);
  return {
    name: `${name}: at most ${MOST_CALLS.database} calls of the database and ${MOST_CALLS.sidecar} of sidecars`,
    met: calls.database <= MOST_CALLS.database && calls.sidecar <= MOST_CALLS.sidecar,
    found: `${calls.database} and ${calls.sidecar}`,
  };
}

function errorsGoal(results: ReadonlyMap<string, Result>): Goal {
  const errors = [...results.values()].reduce((sum, { figure }) => sum + figure.errors, 0);
  return { name: 'no request fails', met: errors === 0, found: `${errors} failed` };
}

function resultNamed(results: ReadonlyMap<string, Result>, name: string): Result {
  const result = results.get(name);
  if (result === undefined) throw new TypeError(`${name} was not measured`);
  return result;
}
