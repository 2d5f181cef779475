import { problems } from '@studynotion/contracts';
import { BusinessError } from '../errors.ts';
import type { FaultPoint } from '../fault-points.ts';
import type { Logger } from '../observability/logger.ts';

/** One step of a saga. Both ways may run twice: their effects carry ids made from the subject. */
export interface SagaStep<Subject> {
  readonly name: string;
  readonly do: (subject: Subject) => Promise<void>;
  /** Takes the step back when a later one is impossible. @default nothing to take back */
  readonly undo?: (subject: Subject) => Promise<void>;
}

/** How far a saga is; stored in the subject's own document. */
export interface SagaProgress {
  readonly state: 'running' | 'undoing' | 'done' | 'undone';
  /** Number of steps that are done and not taken back. */
  readonly completed: number;
}

export const sagaBegun: SagaProgress = { state: 'running', completed: 0 };

export interface SagaOptions<Subject> {
  readonly name: string;
  readonly steps: readonly SagaStep<Subject>[];
  readonly progressOf: (subject: Subject) => SagaProgress;
  /** Stores the progress where it still is `from`; the loser of a race simply stops. @returns whether it was stored */
  readonly store: (subject: Subject, from: SagaProgress, to: SagaProgress) => Promise<boolean>;
  /** Subjects whose saga runs or is being undone, oldest first. */
  readonly unfinished: (limit: number) => Promise<readonly Subject[]>;
  readonly logger: Logger;
  readonly faultPoint: FaultPoint;
}

const BATCH = 50;

/**
 * Work that spans several documents or services, with the order (or the account) as its state. A crash at any point is
 * resumed by `sweep`. A step that fails for a passing reason is tried again; one that a BusinessError says is impossible
 * has the steps before it undone, last first.
 */
export class Saga<Subject> {
  readonly #options: SagaOptions<Subject>;

  constructor(options: SagaOptions<Subject>) {
    this.#options = options;
  }

  /** Runs what is left. @throws what a step throws for a passing reason */
  async advance(subject: Subject): Promise<SagaProgress> {
    const { steps, progressOf, store, name, faultPoint } = this.#options;
    let progress = progressOf(subject);
    while (progress.state === 'running' || progress.state === 'undoing') {
      const next =
        progress.state === 'running' ? await this.#forward(subject, progress) : await this.#back(subject, progress);
      faultPoint(`saga-before-store.${name}.${steps[progress.completed]?.name ?? 'end'}`);
      if (!(await store(subject, progress, next))) return progress;
      progress = next;
    }
    return progress;
  }

  /** Resumes what a crash left. One that cannot go on now does not hold up the others. */
  async sweep(): Promise<void> {
    const { unfinished, logger, name } = this.#options;
    for (const subject of await unfinished(BATCH)) {
      try {
        await this.advance(subject);
      } catch (error) {
        logger.warn({ error }, `saga ${name} cannot go on yet`);
      }
    }
  }

  async #forward(subject: Subject, { completed }: SagaProgress): Promise<SagaProgress> {
    const { steps, logger, name } = this.#options;
    const step = steps[completed];
    if (step === undefined) return { state: 'done', completed };
    try {
      await step.do(subject);
    } catch (error) {
      if (!isFinal(error)) throw error;
      logger.warn({ error }, `saga ${name}: ${step.name} is impossible, the steps before it are undone`);
      return { state: 'undoing', completed };
    }
    return { state: completed + 1 === steps.length ? 'done' : 'running', completed: completed + 1 };
  }

  async #back(subject: Subject, { completed }: SagaProgress): Promise<SagaProgress> {
    if (completed === 0) return { state: 'undone', completed };
    await this.#options.steps[completed - 1]?.undo?.(subject);
    return { state: completed === 1 ? 'undone' : 'undoing', completed: completed - 1 };
  }
}

/** Whether trying again cannot help. A part that does not answer, or asks for patience, may answer later. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof BusinessError)) return false;
  const { status } = problems[error.code];
  return status < 500 && status !== 429;
}
