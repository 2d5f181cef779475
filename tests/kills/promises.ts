import type { Everything } from './everything.ts';

/** What clients were told is done, by a 2xx. Of what can change the last word counts. */
export class Promises {
  readonly #made = new Map<string, (found: Everything) => boolean>();

  make(what: string, isKept: (found: Everything) => boolean): void {
    this.#made.set(what, isKept);
  }

  /** Forgets what was promised about somebody or something. */
  release(about: string): void {
    for (const what of this.#made.keys()) if (what.includes(about)) this.#made.delete(what);
  }

  get count(): number {
    return this.#made.size;
  }

  /** @returns what was said to be done and is not found */
  broken(found: Everything): readonly string[] {
    return [...this.#made].flatMap(([what, isKept]) => (isKept(found) ? [] : [`promised and not found: ${what}`]));
  }
}
