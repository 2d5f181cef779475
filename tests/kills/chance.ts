import prand from 'pure-rand';

/** Chance that a seed makes repeatable. */
export class Chance {
  readonly #generator: prand.RandomGenerator;

  constructor(seed: number) {
    this.#generator = prand.xoroshiro128plus(seed);
  }

  /** A whole number from 0 to below this limit. */
  below(limit: number): number {
    return prand.unsafeUniformIntDistribution(0, limit - 1, this.#generator);
  }

  /** Whether something happens that happens so often in a hundred times. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }

  /** One of these. @returns undefined where there is none */
  one<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }
}
