import { basename } from 'node:path';
import type { Children } from '../children.ts';
import { SetupError, StoppedError } from '../setup-error.ts';

/** What the making of a part needs: a place to run tools, a way to be called off, a log. */
export interface Workshop {
  readonly children: Children;
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  /** Gets everything the tools print. */
  readonly log: (line: string) => void;
}

export interface ToolRun {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly onLine?: (line: string) => void;
  /** @default none */
  readonly seconds?: number;
}

const LINES_SHOWN_ON_FAILURE = 5;

/** Runs a tool to its end and gives the lines it printed; a SetupError with the last of them when it fails. */
export async function runTool(workshop: Workshop, run: ToolRun): Promise<string[]> {
  if (workshop.signal.aborted) throw new StoppedError();
  const lines: string[] = [];
  const child = workshop.children.start({
    name: run.command,
    command: run.command,
    parameters: run.parameters,
    folder: run.folder,
    environment: { ...workshop.environment, ...run.environment },
    onLine: (line) => {
      lines.push(line);
      workshop.log(line);
      run.onLine?.(line);
    },
  });
  const end = () => void child.stop(2000);
  workshop.signal.addEventListener('abort', end, { once: true });
  const limit = run.seconds === undefined ? undefined : setTimeout(end, run.seconds * 1000);
  const outcome = await child.ended;
  clearTimeout(limit);
  workshop.signal.removeEventListener('abort', end);
  if (workshop.signal.aborted) throw new StoppedError();
  if (outcome !== 'exit code 0')
    throw new SetupError(
      `"${[basename(run.command), ...run.parameters.slice(0, 2)].join(' ')}" ended with ${outcome}: ${tellingLines(lines)}`,
    );
  return lines;
}

/** The first lines that speak of an error, or else the last ones. */
function tellingLines(lines: readonly string[]): string {
  const errors = lines.filter(
    (line) => /\b(error|failed|fatal|cannot|unable|denied)\b/i.test(line) && !/^\s*at /.test(line),
  );
  const shown = errors.length > 0 ? errors.slice(0, LINES_SHOWN_ON_FAILURE) : lines.slice(-LINES_SHOWN_ON_FAILURE);
  return shown.map((line) => line.trim()).join(' | ');
}

/** Whether a tool runs at all and ends well. */
export async function toolWorks(workshop: Workshop, run: ToolRun): Promise<boolean> {
  try {
    await runTool(workshop, { seconds: 10, ...run });
    return true;
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    return false;
  }
}
