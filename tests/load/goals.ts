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

export const BARE_ROUTE = 'bare Express route';
export const BEHIND_SIDECARS = 'the same behind two sidecars';

/** The least share of a yardstick's requests per second; why these, docs/decisions/0010. */
const SHARES: readonly { name: string; of: string; least: number }[] = [
  { name: 'catalogue list, from memory', of: BARE_ROUTE, least: 1 / 2.5 },
  { name: 'course page, from memory', of: BARE_ROUTE, least: 1 / 5 },
  { name: 'my courses', of: BEHIND_SIDECARS, least: 1 / 5 },
  { name: 'learning page', of: BEHIND_SIDECARS, least: 1 / 5 },
  { name: 'completion', of: BEHIND_SIDECARS, least: 1 / 6 },
];

/** Reads; what is answered from the gateway's memory makes no calls and is not among them. */
const READS = ['catalogue list', 'category', 'course page', 'reviews', 'my courses', 'learning page'] as const;
const MOST_CALLS: Calls = { database: 3, sidecar: 2 };

/** Holds results against the goals. @throws where a figure is missing, for a goal that nothing was measured for is not met */
export function goalsOf(results: ReadonlyMap<string, Result>): readonly Goal[] {
  return [
    ...SHARES.map((share) => shareGoal(results, share)),
    ...READS.map((name) => callsGoal(results, name)),
    errorsGoal(results),
  ];
}

function shareGoal(results: ReadonlyMap<string, Result>, { name, of, least }: (typeof SHARES)[number]): Goal {
  const { requestsPerSecond } = resultNamed(results, name).figure;
  const share = requestsPerSecond / resultNamed(results, of).figure.requestsPerSecond;
  return {
    name: `${name}: at least 1/${1 / least} of ${of}`,
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
