import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { daprObjects, exampleEnvironment } from '@studynotion/platform';
import { z } from 'zod';
import { repository } from '../installation.ts';
import type { Progress } from '../terminal.ts';
import { type CachedPart, fromCache, isCached } from './cache.ts';
import { copyFromImage, withoutImage } from './docker.ts';
import { type GoCommand, goProgram } from './go-program.ts';
import { firstOf, isExecutable, NotHere, onPath, type Source } from './sources.ts';
import { runTool, toolWorks, type Workshop } from './workshop.ts';

export const VERSION = '1.18.1';
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

const ComponentType = z.object({ kind: z.literal('Component'), spec: z.object({ type: z.string() }) });
const NameResolution = z.object({
  kind: z.literal('Configuration'),
  spec: z.object({ nameResolution: z.object({ component: z.string() }) }),
});

/** What the same sidecar uses in a cluster and not on a development machine. */
const IN_A_CLUSTER = ['nameresolution_kubernetes', 'pubsub_rabbitmq', 'secretstores_kubernetes'];

/** Names of daprd's source files for the components that the platform uses anywhere, as in `pubsub_redis`. */
export function usedComponents(): string[] {
  const names = daprObjects(exampleEnvironment).flatMap(({ object }) => {
    const component = ComponentType.safeParse(object);
    if (component.success) return [component.data.spec.type.replaceAll('.', '_')];
    const configuration = NameResolution.safeParse(object);
    return configuration.success ? [`nameresolution_${configuration.data.spec.nameResolution.component}`] : [];
  });
  return [...new Set([...names, ...IN_A_CLUSTER])].sort();
}

/**
 * daprd of the release's sources with the components that are used here. With all of them, as released, the build
 * takes five times as long, and each sidecar twice the memory.
 */
export function daprdFromSource(workshop: Workshop): CachedPart {
  return goProgram(
    {
      name: 'daprd',
      version: VERSION,
      package: 'github.com/dapr/dapr/cmd/daprd',
      sources: ['go.mod', 'go.sum'],
      tags: 'allcomponents',
      linkerFlags: `-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=${VERSION}`,
      alsoMadeFrom: usedComponents(),
      prepare: leaveOutComponents,
    },
    workshop,
  );
}

/** Each component of daprd is one file that registers it; the build gets a copy of the module without the other files. */
async function leaveOutComponents(scratch: string, go: GoCommand): Promise<string[]> {
  const described = await go(['mod', 'download', '-json', 'github.com/dapr/dapr']);
  const { Dir: original } = JSON.parse(described.filter((line) => !line.startsWith('go: ')).join('\n'));
  const copy = join(scratch, 'dapr');
  cpSync(original, copy, { recursive: true });
  makeWritable(copy);
  const components = join(copy, 'cmd', 'daprd', 'components');
  const used = usedComponents().map((name) => `${name}.go`);
  for (const file of readdirSync(components)) if (!used.includes(file)) rmSync(join(components, file));

  const module = join(scratch, 'go.mod');
  for (const file of ['go.mod', 'go.sum'])
    cpSync(join(repository, 'local', 'tools', 'daprd', file), join(scratch, file));
  await go(['mod', 'edit', '-replace', `github.com/dapr/dapr=${copy}`, module]);
  return [`-modfile=${module}`];
}

/** Go's module cache is read-only, and so is what is copied from it. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(place);
    else chmodSync(place, 0o644);
  }
}
