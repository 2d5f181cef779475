/**
 * Lets work on the same thing happen one after another in this process, in the order in which it came. Whoever changes
 * a thing by compare-and-set then loses to other replicas at most, and not to the crowd that came with him.
 */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Runs work when its turn has come; what failed before does not matter.
   * @param key names the thing
   * @throws whatever `work` throws
   */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const over = turn.then(nothing, nothing);
    this.#last.set(key, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }
}

function nothing(): void {}
