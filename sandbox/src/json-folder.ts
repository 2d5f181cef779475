import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Stored<Item> {
  readonly sequence: number;
  readonly item: Item;
}

/**
 * Items in memory, each mirrored by one JSON file so that it survives a restart.
 * A file is written beside its place and renamed, so that a kill leaves the old or the new one, never half.
 * Writing is synchronous: what a caller changes in one go no other request can see half done.
 */
export class JsonFolder<Item extends { readonly id: string }> {
  readonly #folder: string;
  readonly #items = new Map<string, Stored<Item>>();
  #lastSequence = 0;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const stored of this.#read()) {
      this.#items.set(stored.item.id, stored);
      this.#lastSequence = stored.sequence;
    }
  }

  /** Every item, in the order in which they came. */
  all(): Item[] {
    return [...this.#items.values()].map(({ item }) => item);
  }

  get(id: string): Item | undefined {
    return this.#items.get(id)?.item;
  }

  /** Adds the item, or replaces the one with its id in its place. */
  put(item: Item): void {
    const stored = { sequence: this.#items.get(item.id)?.sequence ?? ++this.#lastSequence, item };
    const path = this.#path(item.id);
    writeFileSync(`${path}.new`, JSON.stringify(stored));
    renameSync(`${path}.new`, path);
    this.#items.set(item.id, stored);
  }

  delete(id: string): void {
    rmSync(this.#path(id), { force: true });
    this.#items.delete(id);
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #read(): Stored<Item>[] {
    const names = readdirSync(this.#folder);
    for (const unfinished of names.filter((name) => name.endsWith('.new'))) rmSync(join(this.#folder, unfinished));
    return names
      .filter((name) => name.endsWith('.json'))
      .map((name) => this.#parse(join(this.#folder, name)))
      .sort((one, other) => one.sequence - other.sequence);
  }

  #parse(path: string): Stored<Item> {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Stored<Item>;
    } catch (cause) {
      throw new Error(`${path} is not JSON; delete it to go on without it`, { cause });
    }
  }
}
