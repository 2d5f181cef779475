import { apps } from '@studynotion/platform';
import { Chance } from './chance.ts';

/** Which process dies, and when: in milliseconds since the beginning. */
export interface Kill {
  readonly at: number;
  readonly process: string;
}

export interface KillScheduleOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly killsPerMinute: number;
}

/** Every service and its sidecar; the launcher starts them again. */
const victims = apps.flatMap(({ id }) => [id, `${id}-sidecar`]);

/**
 * The same seed gives the same deaths. They come at any moment, and none waits for another to be over; but nobody dies
 * again before all others have.
 */
export function killSchedule({ seed, seconds, killsPerMinute }: KillScheduleOptions): readonly Kill[] {
  const chance = new Chance(seed);
  const count = Math.round((seconds * killsPerMinute) / 60);
  const times = Array.from({ length: count }, () => chance.below(seconds * 1000)).toSorted((one, other) => one - other);
  let left: string[] = [];
  return times.map((at) => {
    if (left.length === 0) left = [...victims];
    const [process = ''] = left.splice(chance.below(left.length), 1);
    return { at, process };
  });
}
