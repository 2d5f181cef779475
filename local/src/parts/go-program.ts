import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../installation.ts';
import type { Progress } from '../terminal.ts';
import type { CachedPart } from './cache.ts';
import { runTool, type ToolRun, type Workshop } from './workshop.ts';

export interface GoProgram {
  /** Name of the program and of its tools module in `local/tools`. */
  readonly name: string;
  readonly version: string;
  /** Import path of the main package; of several, each becomes a program with the last word of its path as name. */
  readonly package: string | readonly string[];
  /** Files of the tools module that it is made from. */
  readonly sources: readonly string[];
  /** @default none */
  readonly tags?: string;
  /** @default '-s -w' */
  readonly linkerFlags?: string;
  /** What else its content depends on. @default nothing */
  readonly alsoMadeFrom?: readonly string[];
  /** Does what must be done before it is built; gives flags for the go command. @default nothing */
  readonly prepare?: (scratch: string, go: GoCommand) => Promise<readonly string[]>;
}

/** Runs the go command in the tools module; gives what it printed. */
export type GoCommand = (parameters: readonly string[], onLine?: (line: string) => void) => Promise<string[]>;

/** A Go program built from its module, whose every dependency is pinned by the checksums in go.sum. */
export function goProgram(program: GoProgram, workshop: Workshop): CachedPart {
  const folder = join(repository, 'local', 'tools', program.name);
  const linkerFlags = program.linkerFlags ?? '-s -w';
  const packages = typeof program.package === 'string' ? [program.package] : program.package;
  const tags = program.tags === undefined ? [] : ['-tags', program.tags];
  const go: GoCommand = (parameters, onLine) => runTool(workshop, goRun(folder, parameters, onLine));
  return {
    name: `${program.name}-${program.version}`,
    madeFrom: [
      ...program.sources.map((source) => readFileSync(join(folder, source), 'utf8')),
      ...(program.alsoMadeFrom ?? []),
      ...tags,
      linkerFlags,
      // The first follows from the name.
      ...packages.slice(1),
    ],
    make: async ({ draft }, progress) => {
      progress('asking for its modules');
      const scratch = join(draft, '.scratch');
      mkdirSync(scratch);
      const prepared = (await program.prepare?.(scratch, go)) ?? [];
      const flags = [...prepared, '-mod=readonly', ...tags];
      const all = await countPackages(go, [...flags, ...packages], progress);
      const output = packages.length === 1 ? join(draft, program.name) : `${draft}/`;
      let compiled = 0;
      await go(
        [...['build', ...flags, '-v', '-trimpath', '-ldflags', linkerFlags], ...['-o', output, ...packages]],
        () => progress(`compiling, ${Math.min(++compiled, all)} of ${all} packages`),
      );
      rmSync(scratch, { recursive: true });
      progress(`built from source, ${all} packages`);
    },
  };
}

async function countPackages(go: GoCommand, parameters: readonly string[], progress: Progress): Promise<number> {
  let downloaded = 0;
  const lines = await go(['list', '-deps', ...parameters], (line) => {
    if (line.startsWith('go: downloading')) progress(`downloading modules, ${++downloaded} so far`);
  });
  return lines.filter((line) => !line.startsWith('go: ')).length;
}

function goRun(folder: string, parameters: readonly string[], onLine?: (line: string) => void): ToolRun {
  return { command: 'go', parameters, folder, environment: { CGO_ENABLED: '0', GOWORK: 'off' }, onLine };
}
