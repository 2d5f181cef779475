import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { messageOf, SetupError, StoppedError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';

/** One place a part may come from. */
export interface Source<Part> {
  /** As in "PATH" or "Docker". */
  readonly name: string;
  /** The part, or a few words on why it is not to be had from here; may throw a SetupError for the same. */
  readonly find: (progress: Progress) => Promise<Part | NotHere>;
}

export class NotHere {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The part from the first source that has it; otherwise one sentence with all that was tried and what to install. */
export async function firstOf<Part>(
  part: string,
  sources: readonly Source<Part>[],
  advice: string,
  progress: Progress,
): Promise<Part> {
  const tried: string[] = [];
  for (const { name, find } of sources) {
    const found = await find(progress).catch(reasonOf);
    if (!(found instanceof NotHere)) return found;
    tried.push(`${name}: ${found.reason}`);
  }
  throw new SetupError(`${part} is missing (${tried.join('; ')}): ${advice}.`);
}

function reasonOf(error: unknown): NotHere {
  if (error instanceof StoppedError || (error instanceof Error && error.name === 'AbortError')) throw error;
  if (error instanceof SetupError) return new NotHere(messageOf(error));
  throw error;
}

/** Full path of a program on PATH. */
export function onPath(program: string, environment: NodeJS.ProcessEnv): string | undefined {
  return (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
