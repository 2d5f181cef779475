import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { daprObjects, exampleEnvironment } from '@studynotion/platform';
import { z } from 'zod';
import { repository } from '../installation.ts';
import { SetupError } from '../setup-error.ts';
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
      alsoMadeFrom: [...usedComponents(), UNCONFIRMED.right],
      prepare: prepareModules,
    },
    workshop,
  );
}

/** Gives the build copies of two modules: Dapr without components that are not used here, and its components, one mended. */
async function prepareModules(scratch: string, go: GoCommand): Promise<string[]> {
  const dapr = await copyModule('github.com/dapr/dapr', scratch, go);
  leaveOutComponents(dapr.copy);
  const contrib = await copyModule('github.com/dapr/components-contrib', scratch, go);
  refuseUnconfirmed(contrib.copy);

  const module = join(scratch, 'go.mod');
  for (const file of ['go.mod', 'go.sum'])
    cpSync(join(repository, 'local', 'tools', 'daprd', file), join(scratch, file));
  const replaced = [dapr, contrib].flatMap(({ path, copy }) => ['-replace', `${path}=${copy}`]);
  await go(['mod', 'edit', ...replaced, module]);
  return [`-modfile=${module}`];
}

async function copyModule(path: string, scratch: string, go: GoCommand): Promise<{ path: string; copy: string }> {
  const described = await go(['mod', 'download', '-json', path]);
  const { Dir: original } = JSON.parse(described.filter((line) => !line.startsWith('go: ')).join('\n'));
  const copy = join(scratch, basename(path));
  cpSync(original, copy, { recursive: true });
  makeWritable(copy);
  return { path, copy };
}

/** Each component of daprd is one file that registers it. */
function leaveOutComponents(dapr: string): void {
  const components = join(dapr, 'cmd', 'daprd', 'components');
  const used = usedComponents().map((name) => `${name}.go`);
  for (const file of readdirSync(components)) if (!used.includes(file)) rmSync(join(components, file));
}

/**
 * The RabbitMQ component of 1.18 writes into its log that an event was not confirmed and says nevertheless that it was
 * published: one that is on its way while the broker dies would be lost (docs/decisions/0011-mended-rabbitmq-component.md).
 */
const UNCONFIRMED = {
  wrong: 'logMessagePrefix, req.Topic, err)\n\t\t}\n\t}\n\n\treturn r.channel, r.connectionCount, nil\n}',
  right:
    'logMessagePrefix, req.Topic, err)\n\n\t\t\treturn r.channel, r.connectionCount, err\n\t\t}\n\t}\n\n\treturn r.channel, r.connectionCount, nil\n}',
};

function refuseUnconfirmed(contrib: string): void {
  const file = join(contrib, 'pubsub', 'rabbitmq', 'rabbitmq.go');
  const source = readFileSync(file, 'utf8');
  if (source.split(UNCONFIRMED.wrong).length !== 2)
    throw new SetupError('The RabbitMQ component of this Dapr is another than the one that is mended here.');
  writeFileSync(file, source.replace(UNCONFIRMED.wrong, UNCONFIRMED.right));
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
