import { Pool } from 'undici';
import { runningPlatform } from '../support/running-platform.ts';
import { countCalls } from './count-calls.ts';
import { figureOf, type Seen } from './figures.ts';
import { askAt, askStrictly, generateLoad, type Work } from './generate-load.ts';
import { BARE_ROUTE, BEHIND_SIDECARS, type Calls, type Result } from './goals.ts';
import { logInAgain, type Population, populate } from './population.ts';
import { workloadsOf } from './workloads.ts';
import { SMALL_ANSWER, YARDSTICK_PATH } from './yardstick-route.ts';
import type { Yardsticks } from './yardsticks.ts';

export interface MeasureOptions {
  /** Of each load and round. */
  readonly seconds: number;
  /** The loads follow each other this many times, so that what disturbs the machine meets all of them. */
  readonly rounds: number;
  readonly yardsticks: Yardsticks;
  /** Gets told what is being done. */
  readonly onProgress: (text: string) => void;
}

interface Load {
  readonly name: string;
  readonly origin: string;
  readonly work: Work;
  /** @default 'none' */
  readonly calls?: 'counted' | 'none';
}

/** As many as ask at once. */
const CONNECTIONS = 8;
/** One after the other, to count what a request asks for. */
const COUNTED_REQUESTS = 10;

/** Fills the running platform and measures it, and the yardsticks beside it. */
export async function measure({
  seconds,
  rounds,
  yardsticks,
  onProgress,
}: MeasureOptions): Promise<ReadonlyMap<string, Result>> {
  onProgress('courses and learners');
  const population = await populate();
  const loads = loadsOf(population, yardsticks);
  const calls = new Map<string, Calls>();
  for (const load of loads) calls.set(load.name, await lookAt(load));
  const seen = new Map<string, Seen[]>(loads.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    await logInAgain(population);
    for (const { name, origin, work } of loads) {
      onProgress(`${name}, round ${round} of ${rounds}`);
      seen.get(name)?.push(await generateLoad({ origin, connections: CONNECTIONS, seconds, work }));
    }
  }
  const resultOf = ({ name, calls: counted }: Load): Result => ({
    figure: figureOf(seen.get(name) ?? []),
    calls: counted === 'counted' ? calls.get(name) : undefined,
  });
  return new Map(loads.map((load) => [load.name, resultOf(load)]));
}

function loadsOf(population: Population, { bare, behindSidecars }: Yardsticks): readonly Load[] {
  const { gateway } = runningPlatform().addresses;
  const yardstick: Work = async (ask) => {
    const bytes = await ask({ method: 'GET', path: YARDSTICK_PATH, status: 200 });
    if (bytes.toString() !== JSON.stringify(SMALL_ANSWER)) throw new Error(`the yardstick answered ${bytes}`);
    return bytes.length;
  };
  return [
    { name: BARE_ROUTE, origin: bare, work: yardstick },
    { name: BEHIND_SIDECARS, origin: behindSidecars, work: yardstick },
    ...workloadsOf(population).map(
      ({ name, work, fromMemory = false }): Load => ({
        name,
        origin: gateway,
        work,
        calls: fromMemory ? 'none' : 'counted',
      }),
    ),
  ];
}

/** Does it some times, looks at every answer, and counts what each costs. */
async function lookAt({ origin, work }: Load): Promise<Calls> {
  const pool = new Pool(origin);
  const ask = askStrictly(askAt(pool));
  try {
    return await countCalls(COUNTED_REQUESTS, () => work(ask));
  } finally {
    await pool.destroy();
  }
}
