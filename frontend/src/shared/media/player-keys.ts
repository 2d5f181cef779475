/** What the keys of a player change. */
export interface PlayerState {
  readonly seconds: number;
  readonly duration: number;
  readonly paused: boolean;
  readonly muted: boolean;
  readonly rate: number;
}

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/**
 * What a key does to the player; `undefined` where it does nothing there. Space and arrows are left to the browser's own
 * controls: they act on them whatever a page prevents, so doing it here too would do it twice.
 */
export function stateAfterKey(key: string, state: PlayerState): Partial<PlayerState> | undefined {
  switch (key.toLowerCase()) {
    case 'k':
      return { paused: !state.paused };
    case 'j':
      return { seconds: Math.max(0, state.seconds - 10) };
    case 'l':
      return { seconds: Math.min(state.duration || state.seconds, state.seconds + 10) };
    case 'm':
      return { muted: !state.muted };
    case '<':
      return { rate: RATES.findLast((rate) => rate < state.rate) ?? RATES[0] };
    case '>':
      return { rate: RATES.find((rate) => rate > state.rate) ?? 2 };
    default:
      return undefined;
  }
}
