import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Film } from './film.ts';

type Outcome = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly trouble: string };

interface Task {
  readonly film: Film;
  readonly done: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly failed: (error: Error) => void;
}

/** Leaves one core to the platform that is being filled. */
const MOST_WORKERS = 3;

/** Makes films in threads of their own, one after another in each, so that requests go on meanwhile. */
export class Studio {
  readonly #waiting: Task[] = [];
  readonly #busy = new Map<Worker, Task>();
  readonly #idle: Worker[] = [];

  shoot(film: Film): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((done, failed) => {
      this.#waiting.push({ film, done, failed });
      this.#assign();
    });
  }

  /** Ends the threads; what is not made yet is given up. */
  async close(): Promise<void> {
    for (const { failed } of this.#waiting.splice(0)) failed(new Error('The studio is closed'));
    await Promise.all([...this.#busy.keys(), ...this.#idle].map((worker) => worker.terminate()));
  }

  #assign(): void {
    if (this.#waiting.length === 0) return;
    const worker = this.#idle.pop() ?? this.#hire();
    const task = worker === undefined ? undefined : this.#waiting.shift();
    if (worker === undefined || task === undefined) return;
    this.#busy.set(worker, task);
    worker.postMessage(task.film);
  }

  #hire(): Worker | undefined {
    if (this.#busy.size >= Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1))) return undefined;
    const worker = new Worker(new URL('./studio-worker.ts', import.meta.url));
    worker.on('message', (outcome: Outcome) => {
      this.#finish(worker, outcome);
      this.#idle.push(worker);
      this.#assign();
    });
    worker.on('error', (error) => this.#finish(worker, { trouble: String(error) }));
    worker.on('exit', () => this.#finish(worker, { trouble: 'it was called off' }));
    return worker;
  }

  #finish(worker: Worker, outcome: Outcome): void {
    const task = this.#busy.get(worker);
    this.#busy.delete(worker);
    if (task === undefined) return;
    if ('bytes' in outcome) task.done(outcome.bytes);
    else task.failed(new Error(`The film ${task.film.number} could not be made: ${outcome.trouble}`));
  }
}
