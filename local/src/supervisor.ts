import { setTimeout as pause } from 'node:timers/promises';
import type { Child, Children } from './children.ts';
import type { LogBook } from './log-book.ts';
import type { Level } from './log-line.ts';
import { paint, say, seconds } from './terminal.ts';

/** In the order in which they are stopped. */
export const kinds = ['service', 'sidecar', 'helper', 'infrastructure'] as const;
export type Kind = (typeof kinds)[number];

/** A process that is kept running. */
export interface Unit {
  readonly name: string;
  readonly kind: Kind;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder?: string;
  /** Signal that asks it to end. @default 'SIGTERM' */
  readonly signal?: NodeJS.Signals;
  /** Name of the container it stands for. @default none */
  readonly container?: string;
  /** Least severe level of its lines that is shown. @default 'info' */
  readonly leastLevel?: Level;
  /** Lines that are true and help nobody; kept in the file, not shown. @default none */
  readonly hidden?: RegExp;
}

export interface SupervisorOptions {
  readonly children: Children;
  readonly logs: LogBook;
  /** Called whenever a process was started. */
  readonly onChange?: () => void;
}

interface Kept {
  readonly unit: Unit;
  child?: Child;
  restarts: number;
  restartWanted: boolean;
  readonly stopping: AbortController;
  /** Ends the pause before the next start. */
  wake: AbortController;
  loop: Promise<void>;
}

const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 30_000;
/** After so long a run an end counts as the first again. */
const STEADY_MILLISECONDS = 60_000;

/** How long to wait before the process is started again after its nth quick end. */
export function pauseBefore(nthEnd: number): number {
  return Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (nthEnd - 1), LONGEST_PAUSE_MILLISECONDS);
}

/** Keeps processes running: starts again what ends, with growing pauses, until it is told to stop. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  start(unit: Unit): void {
    const kept: Kept = {
      unit,
      restarts: 0,
      restartWanted: false,
      stopping: new AbortController(),
      wake: new AbortController(),
      loop: Promise.resolve(),
    };
    this.#kept.set(unit.name, kept);
    kept.loop = this.#keepRunning(kept);
  }

  /** Ends a process and starts it again at once, also when it waits for its next start. */
  async restart(name: string): Promise<void> {
    const kept = this.#kept.get(name);
    kept?.wake.abort();
    if (kept?.child === undefined || !kept.child.running) return;
    kept.restartWanted = true;
    await kept.child.stop();
  }

  /** Stops all processes of a kind. */
  async stop(kind: Kind): Promise<void> {
    const affected = [...this.#kept.values()].filter(({ unit }) => unit.kind === kind);
    for (const { stopping } of affected) stopping.abort();
    await Promise.all(
      affected.map(async ({ child, loop }) => {
        await child?.stop();
        await loop;
      }),
    );
    for (const { unit } of affected) this.#kept.delete(unit.name);
  }

  /** The running processes by name. */
  processes(): { readonly name: string; readonly kind: Kind; readonly pid: number; readonly restarts: number }[] {
    return [...this.#kept.values()].map(({ unit, child, restarts }) => ({
      name: unit.name,
      kind: unit.kind,
      pid: child?.pid ?? 0,
      restarts,
    }));
  }

  async #keepRunning(kept: Kept): Promise<void> {
    const { unit, stopping } = kept;
    const { children, logs, onChange } = this.#options;
    let quickEnds = 0;
    while (!stopping.signal.aborted) {
      const started = Date.now();
      kept.child = children.start({
        ...unit,
        onLine: (line) => logs.write(unit.name, line, unit.hidden?.test(line) ? 'never' : unit.leastLevel),
      });
      onChange?.();
      const how = await kept.child.ended;
      if (stopping.signal.aborted) return;
      kept.restarts += 1;
      if (kept.restartWanted) {
        kept.restartWanted = false;
        continue;
      }
      quickEnds = Date.now() - started > STEADY_MILLISECONDS ? 1 : quickEnds + 1;
      const wait = pauseBefore(quickEnds);
      say(paint('yellow', `  ${unit.name} ended (${how}); it is started again in ${seconds(wait)}`));
      kept.wake = new AbortController();
      const signal = AbortSignal.any([stopping.signal, kept.wake.signal]);
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}
