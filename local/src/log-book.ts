import { createWriteStream, existsSync, renameSync, rmSync, statSync, type WriteStream } from 'node:fs';
import { type Installation, within } from './installation.ts';
import { type Level, readLogLine, renderLogLine } from './log-line.ts';
import { say } from './terminal.ts';

const BYTES_BEFORE_A_NEW_FILE = 50_000_000;
const LINES_REMEMBERED = 20;
const RANK: Readonly<Record<Level, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

interface Page {
  readonly file: string;
  stream: WriteStream;
  bytes: number;
  readonly last: string[];
}

/** Keeps what every process prints, as it came, in a file each, and shows the lines that matter. */
export class LogBook {
  readonly #installation: Installation;
  readonly #pages = new Map<string, Page>();
  readonly #nameWidth: number;
  #follows = false;
  #hushed = false;

  constructor(installation: Installation, names: readonly string[]) {
    this.#installation = installation;
    this.#nameWidth = Math.max(0, ...names.map((name) => name.length));
  }

  /** From now on shows everything from `info` on, not errors alone. */
  follow(): void {
    this.#follows = true;
  }

  /** From now on shows nothing; what is being stopped complains about it. */
  hush(): void {
    this.#hushed = true;
  }

  /** @param leastLevel least severe level that is shown while following; `never` only keeps the line */
  write(name: string, text: string, leastLevel: Level | 'never' = 'info'): void {
    const page = this.#page(name);
    page.stream.write(`${text}\n`);
    page.bytes += text.length + 1;
    page.last.push(text);
    if (page.last.length > LINES_REMEMBERED) page.last.shift();
    if (page.bytes > BYTES_BEFORE_A_NEW_FILE) this.#turn(name, page);

    if (this.#hushed || leastLevel === 'never') return;
    const line = readLogLine(text);
    if (RANK[line.level] >= RANK[this.#follows ? leastLevel : 'error']) say(renderLogLine(name, line, this.#nameWidth));
  }

  /** The last lines of a process, for a person to see why it did not start. */
  lastLines(name: string): string[] {
    const lines = this.#pages.get(name)?.last ?? [];
    return lines.map((text) => renderLogLine(name, readLogLine(text), this.#nameWidth));
  }

  close(): void {
    for (const { stream } of this.#pages.values()) stream.end();
  }

  #page(name: string): Page {
    const known = this.#pages.get(name);
    if (known !== undefined) return known;
    const file = within(this.#installation, 'logs', `${name}.log`);
    const bytes = existsSync(file) ? statSync(file).size : 0;
    const page: Page = { file, stream: createWriteStream(file, { flags: 'a' }), bytes, last: [] };
    this.#pages.set(name, page);
    return page;
  }

  #turn(name: string, page: Page): void {
    const older = within(this.#installation, 'logs', `${name}.older.log`);
    page.stream.end();
    rmSync(older, { force: true });
    renameSync(page.file, older);
    page.stream = createWriteStream(page.file, { flags: 'a' });
    page.bytes = 0;
  }
}
