import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../installation.ts';
import type { Progress } from '../terminal.ts';
import { type CachedPart, fromCache } from './cache.ts';
import { firstOf, NotHere, onPath } from './sources.ts';
import { runTool, toolWorks, type Workshop } from './workshop.ts';

const VERSION = '4.32.5';
const NEEDED_PYTHON = '3.11';

/** Schemathesis, which tries an API against its own description; a Python that has it (`-m schemathesis.cli`). */
export function findSchemathesis(workshop: Workshop, progress: Progress): Promise<string> {
  return firstOf(
    'Schemathesis, which tests the API against its OpenAPI document,',
    [
      {
        name: 'pip',
        find: async () => {
          const python = await suitablePython(workshop);
          if (python instanceof NotHere) return python;
          return join(await fromCache(installedWith(python, workshop), workshop, progress), 'bin', 'python');
        },
      },
    ],
    `install Python ${NEEDED_PYTHON} or newer with its venv module (on Debian the packages python3 and python3-venv)`,
    progress,
  );
}

/** Its full path, for an environment goes with the very Python that made it. */
async function suitablePython(workshop: Workshop): Promise<string | NotHere> {
  const command = onPath('python3', workshop.environment);
  if (command === undefined) return new NotHere('there is no python3');
  const run = (code: string) => ({ command, parameters: ['-c', code] });
  if (!(await toolWorks(workshop, run('import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'))))
    return new NotHere(`${command} is older than ${NEEDED_PYTHON} or has no venv module`);
  const [program = command] = await runTool(workshop, run('import sys; print(sys.executable)'));
  return program;
}

/** An environment of its own, with every package pinned by its checksum. */
function installedWith(python: string, workshop: Workshop): CachedPart {
  const requirements = join(repository, 'local', 'tools', 'schemathesis', 'requirements.txt');
  return {
    name: `schemathesis-${VERSION}`,
    madeFrom: [python, readFileSync(requirements, 'utf8')],
    make: async ({ draft }, progress) => {
      progress('making a Python environment');
      await runTool(workshop, { command: python, parameters: ['-m', 'venv', draft] });
      progress('installing its packages');
      const install = [
        '-m',
        'pip',
        'install',
        '--require-hashes',
        '--only-binary',
        ':all:',
        '--requirement',
        requirements,
      ];
      await runTool(workshop, { command: join(draft, 'bin', 'python'), parameters: install });
      progress('installed');
    },
  };
}
