import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../installation.ts';
import type { CachedPart } from './cache.ts';
import { runTool, type ToolRun, type Workshop } from './workshop.ts';

export interface GoProgram {
  /** Name of the program and of its tools module in `local/tools`. */
  readonly name: string;
  readonly version: string;
  /** Import path of the main package. */
  readonly package: string;
  readonly sources: readonly string[];
  /** @default none */
  readonly tags?: string;
  /** @default '-s -w' */
  readonly linkerFlags?: string;
}

/** A Go program built from its module, whose every dependency is pinned by the checksums in go.sum. */
export function goProgram(program: GoProgram, workshop: Workshop): CachedPart {
  const folder = join(repository, 'local', 'tools', program.name);
  const linkerFlags = program.linkerFlags ?? '-s -w';
  const tags = program.tags === undefined ? [] : ['-tags', program.tags];
  const go = (parameters: string[], onLine: (line: string) => void): ToolRun => ({
    command: 'go',
    parameters,
    folder,
    environment: { CGO_ENABLED: '0', GOWORK: 'off' },
    onLine,
  });
  return {
    name: `${program.name}-${program.version}`,
    madeFrom: [...program.sources.map((source) => readFileSync(join(folder, source), 'utf8')), ...tags, linkerFlags],
    make: async ({ draft }, progress) => {
      progress('asking for its modules');
      let downloaded = 0;
      const listed = await runTool(
        workshop,
        go(['list', '-mod=readonly', '-deps', ...tags, program.package], (line) => {
          if (line.startsWith('go: downloading')) progress(`downloading modules, ${++downloaded} so far`);
        }),
      );
      const all = listed.filter((line) => !line.startsWith('go: ')).length;
      let compiled = 0;
      await runTool(
        workshop,
        go(
          [
            ...['build', '-mod=readonly', '-v', '-trimpath', ...tags, '-ldflags', linkerFlags],
            ...['-o', join(draft, program.name), program.package],
          ],
          () => progress(`compiling, ${Math.min(++compiled, all)} of ${all} packages`),
        ),
      );
      progress(`built from source, ${all} packages`);
    },
  };
}
