import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CachedPart, fromCache } from '../parts/cache.ts';
import { makeRelocatable, unpackPackages, withoutDebian } from '../parts/debian.ts';
import { NotHere } from '../parts/sources.ts';
import { runTool, toolWorks, type Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';

/** Runs buildah with a storage of its own. */
export type Buildah = (parameters: readonly string[], onLine?: (line: string) => void) => Promise<string[]>;

/** Its layers are only a cache; with more than so many it begins anew. */
const MOST_LAYERS = 300;

/** buildah, unpacked from Debian's packages, with all it keeps below `state`. */
export async function prepareBuildah(state: string, workshop: Workshop, progress: Progress): Promise<Buildah> {
  const missing = withoutDebian(workshop);
  if (missing instanceof NotHere) throw new SetupError(`Images cannot be built here: ${missing.reason}.`);
  if (process.getuid?.() !== 0)
    throw new SetupError('Building images needs root here; with Docker, use "docker build".');
  const place = await fromCache(unpackedBuildah(workshop), workshop, progress);
  forgetManyLayers(state);
  for (const folder of ['storage', 'run', 'tmp', 'helpers']) mkdirSync(join(state, folder), { recursive: true });
  forgetScratch(state);
  const settings = writeSettings(state);
  const driver = (await canMountOverlay(state, workshop)) ? 'overlay' : 'vfs';
  const own = ['--root', join(state, 'storage'), '--runroot', join(state, 'run'), '--storage-driver', driver];
  return (parameters, onLine) =>
    runTool(workshop, {
      command: 'unshare',
      parameters: ['--mount', 'sh', '-ec', HIDE_SYSTEM, 'sh', join(place, 'usr/bin/buildah'), ...own, ...parameters],
      environment: settings,
      onLine,
    });
}

/** In mounts of its own, which end with it, so that neither its mounts nor its notes reach the system. */
const HIDE_SYSTEM = `
mount -t tmpfs tmpfs /var/lib
[ ! -d /run/lock ] || mount -t tmpfs tmpfs /run/lock
exec "$@"`;

function unpackedBuildah(workshop: Workshop): CachedPart {
  return {
    name: 'buildah',
    madeFrom: ['buildah', 'unsorted'],
    make: async ({ draft, place }, progress) => {
      const files = await unpackPackages(['buildah', 'patchelf'], draft, workshop, progress);
      await makeRelocatable({ draft, place, programs: ['usr/bin/buildah'], inGo: true }, workshop, progress);
      for (const folder of ['usr/share', 'var', 'etc']) rmSync(join(draft, folder), { recursive: true, force: true });
      progress(`unpacked from ${files.length} Debian packages`);
    },
  };
}

function forgetManyLayers(state: string): void {
  const file = join(state, 'storage', 'overlay-layers', 'layers.json');
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).length > MOST_LAYERS)
    rmSync(state, { recursive: true, force: true });
}

/** What a killed build left. The folder of cache mounts stays: npm's downloads are in it. */
function forgetScratch(state: string): void {
  for (const name of readdirSync(join(state, 'tmp')).filter((entry) => !entry.startsWith('buildah-cache')))
    rmSync(join(state, 'tmp', name), { recursive: true, force: true });
}

function writeSettings(state: string): NodeJS.ProcessEnv {
  const at = (name: string) => join(state, name);
  writeFileSync(at('policy.json'), JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  // It asks for a program that makes networks, and never calls it where the build runs in the network of the machine.
  writeFileSync(at('helpers/netavark'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  writeFileSync(at('containers.conf'), `[engine]\nhelper_binaries_dir = [${JSON.stringify(at('helpers'))}]\n`);
  writeFileSync(at('storage.conf'), '');
  writeFileSync(at('registries.conf'), '');
  return {
    CONTAINERS_CONF: at('containers.conf'),
    CONTAINERS_STORAGE_CONF: at('storage.conf'),
    CONTAINERS_REGISTRIES_CONF: at('registries.conf'),
    TMPDIR: at('tmp'),
  };
}

async function canMountOverlay(state: string, workshop: Workshop): Promise<boolean> {
  const folders = ['lower', 'upper', 'work', 'merged'].map((name) => join(state, 'tmp', `overlay-${name}`));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const [lower, upper, work, merged = ''] = folders;
  const mount = ['-t', 'overlay', 'overlay', '-o', `lowerdir=${lower},upperdir=${upper},workdir=${work}`, merged];
  return toolWorks(workshop, { command: 'unshare', parameters: ['--mount', 'mount', ...mount] });
}

/** Options of every build: rules of trust passed explicitly, the limits that this process has, no pulling. */
export function buildOptions(state: string): string[] {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const hard = (title: string) => limits.match(new RegExp(`^${title}\\s+\\S+\\s+(\\d+)`, 'm'))?.[1];
  const limit = (name: string, value: string | undefined) =>
    value === undefined ? [] : ['--ulimit', `${name}=${value}:${value}`];
  return [
    ...['--isolation', 'chroot', '--layers', '--pull-never', '--signature-policy', join(state, 'policy.json')],
    ...limit('nofile', hard('Max open files')),
    ...limit('nproc', hard('Max processes')),
  ];
}
