export interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly sides: number;
}

export interface Cover {
  readonly from: string;
  readonly to: string;
  readonly glow: string;
  readonly rings: readonly Ring[];
  /** Degrees. */
  readonly turn: number;
}

/** Pairs that stand well beside each other on a dark ground. */
const palettes = [
  ['#0b3b5e', '#051423', '#12d8fa'],
  ['#3b1d5c', '#140a26', '#b58cff'],
  ['#0f4a3c', '#04181a', '#06d6a0'],
  ['#5a3a06', '#1d1204', '#ffd60a'],
  ['#5c1830', '#1e0812', '#ff7a9a'],
  ['#17306b', '#070f26', '#6aa5ff'],
] as const;

/** Draws lots from the letters of a slug: the same slug gives the same cover. */
export function coverOf(slug: string): Cover {
  const next = numbersFrom(slug);
  const [from, to, glow] = palettes[next(palettes.length)] ?? palettes[0];
  const sides = [3, 4, 6, 64][next(4)] ?? 6;
  const x = 190 + next(80);
  const y = 50 + next(80);
  const rings = Array.from({ length: 6 }, (_, ring) => ({ x, y, radius: 18 + ring * (16 + next(6)), sides }));
  return { from, to, glow, rings, turn: next(90) };
}

/** Numbers below a bound, in an order that only the seed decides (FNV-1a, then a linear congruence). */
function numbersFrom(seed: string): (bound: number) => number {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
