import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../terminal.ts';
import { type CachedPart, fromCache, isCached } from './cache.ts';
import { copyFromImage, withoutImage } from './docker.ts';
import { goProgram } from './go-program.ts';
import { firstOf, isExecutable, NotHere, onPath, type Source } from './sources.ts';
import { runTool, toolWorks, type Workshop } from './workshop.ts';

const VERSION = '1.18.1';
const SUPPORTED = /^v?1\.(1[89]|[2-9]\d)\./;

/** The Dapr sidecar's program. */
export function findDaprd(workshop: Workshop, progress: Progress): Promise<string> {
  const built = daprdFromSource(workshop);
  const copied = daprdFromImage(workshop);
  const image = `daprio/daprd:${VERSION}`;
  const kept: Source<string> = {
    name: 'cache',
    find: async () => {
      for (const part of [copied, built])
        if (isCached(part, workshop.environment)) return join(await fromCache(part, workshop, progress), 'daprd');
      return new NotHere('not there yet');
    },
  };
  const sources: Source<string>[] = [
    { name: 'PATH and ~/.dapr/bin', find: () => installedDaprd(workshop) },
    kept,
    {
      name: 'Docker',
      find: async () =>
        (await withoutImage(image, workshop, progress)) ?? join(await fromCache(copied, workshop, progress), 'daprd'),
    },
    {
      name: 'Go',
      find: async () => {
        if (!(await toolWorks(workshop, { command: 'go', parameters: ['version'] })))
          return new NotHere('there is no go command to build it with');
        return join(await fromCache(built, workshop, progress), 'daprd');
      },
    },
  ];
  if (workshop.environment.DAPRD)
    return firstOf('DAPRD', [configured(workshop)], 'set it to the path of a daprd 1.18 or later', progress);
  return firstOf(
    'daprd, the Dapr sidecar,',
    sources,
    'install Go 1.26 or the Dapr CLI ("dapr init --slim"), or set DAPRD to the path of a daprd',
    progress,
  );
}

function configured(workshop: Workshop): Source<string> {
  const program = workshop.environment.DAPRD ?? '';
  return {
    name: program,
    find: async () =>
      (await versionOf(program, workshop)) === undefined ? new NotHere('is no daprd that runs') : program,
  };
}

async function installedDaprd(workshop: Workshop): Promise<string | NotHere> {
  const candidates = [onPath('daprd', workshop.environment), join(homedir(), '.dapr', 'bin', 'daprd')];
  const program = candidates.find((candidate) => candidate !== undefined && isExecutable(candidate));
  if (program === undefined) return new NotHere('no daprd');
  const version = await versionOf(program, workshop);
  if (version === undefined || !SUPPORTED.test(version))
    return new NotHere(`${program} is ${version ?? 'broken'}, not 1.18 or later`);
  return program;
}

async function versionOf(program: string, workshop: Workshop): Promise<string | undefined> {
  if (!(await toolWorks(workshop, { command: program, parameters: ['--version'] }))) return undefined;
  const [version] = await runTool(workshop, { command: program, parameters: ['--version'] });
  return version;
}

function daprdFromImage(workshop: Workshop): CachedPart {
  return {
    name: `daprd-image-${VERSION}`,
    madeFrom: [],
    make: ({ draft }) => copyFromImage(`daprio/daprd:${VERSION}`, '/daprd', join(draft, 'daprd'), workshop),
  };
}

/** Built with all components, as the official releases are; the name resolution by SQLite is not in a smaller set. */
export function daprdFromSource(workshop: Workshop): CachedPart {
  return goProgram(
    {
      name: 'daprd',
      version: VERSION,
      package: 'github.com/dapr/dapr/cmd/daprd',
      sources: ['go.mod', 'go.sum'],
      tags: 'allcomponents',
      linkerFlags: `-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=${VERSION}`,
    },
    workshop,
  );
}
