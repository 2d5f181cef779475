export interface Position {
  readonly seconds: number;
  /** When it was watched, so that a newer position of another device is not overwritten. */
  readonly watchedAt: string;
}

export interface PositionKeeperNeeds {
  readonly save: (position: Position, leaving: boolean) => void;
  readonly now: () => number;
}

/** So many milliseconds of watching may be lost when a computer dies. */
const SAVED_EVERY = 5_000;

/** Remembers where a video is: now and then while it plays, and at once when it is stopped or left. */
export function positionKeeper({ save, now }: PositionKeeperNeeds) {
  let unsaved: Position | undefined;
  let lastSecond: number | undefined;
  let savedAt = now();

  function flush(leaving = false): void {
    if (unsaved === undefined) return;
    save(unsaved, leaving);
    unsaved = undefined;
    savedAt = now();
  }

  return {
    move(at: number): void {
      const seconds = Math.floor(at);
      if (seconds === lastSecond) return;
      lastSecond = seconds;
      unsaved = { seconds, watchedAt: new Date(now()).toISOString() };
      if (now() - savedAt >= SAVED_EVERY) flush();
    },
    flush,
  };
}
