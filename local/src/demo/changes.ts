const kinds = [
  'people',
  'categories',
  'courses',
  'lectures',
  'orders',
  'things in carts',
  'completed lectures',
  'reviews',
] as const;
export type Kind = (typeof kinds)[number];

/** Counts what was made; what was there already is not counted. */
export class Changes {
  readonly #counts = new Map<Kind, number>();

  made(kind: Kind): void {
    this.#counts.set(kind, this.count(kind) + 1);
  }

  count(kind: Kind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** Such as `15 people, 12 courses`; empty where nothing was made. */
  toString(): string {
    return kinds
      .filter((kind) => this.count(kind) > 0)
      .map((kind) => `${this.count(kind)} ${kind}`)
      .join(', ');
  }
}
