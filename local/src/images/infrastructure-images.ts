import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POSTGRESQL_SETTINGS } from '../infrastructure/postgresql.ts';
import { type CachedPart, fromCache } from '../parts/cache.ts';
import { VERSION as DAPR_VERSION, daprdFromSource } from '../parts/daprd.ts';
import { ferretdbFromSource } from '../parts/database-server.ts';
import { makeRelocatable, multiarch } from '../parts/debian.ts';
import { postgresqlPrograms, postgresqlWithDocumentdb } from '../parts/postgresql.ts';
import { unpackedRedis } from '../parts/redis-server.ts';
import type { Workshop } from '../parts/workshop.ts';
import type { Progress } from '../terminal.ts';
import { debianFiles, rabbitmqFiles } from './debian-parts.ts';
import type { ImageConfig } from './image-store.ts';
import { addShell, copyFolders, copyProgram, makeRoot, USER } from './root-folder.ts';

/** An image made of files alone: no build in a container, one layer. */
export interface FileImage {
  readonly reference: string;
  /** Parts of the cache that it is made of. */
  readonly parts: (workshop: Workshop) => readonly CachedPart[];
  readonly config: ImageConfig;
  /** Fills the root file system. */
  readonly fill: (root: string, places: readonly string[], workshop: Workshop, progress: Progress) => Promise<void>;
}

const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const LIBRARIES = `usr/lib/${multiarch}`;
const PATCHELF = 'usr/bin/patchelf';
const runsAs = { User: `${USER}:${USER}`, WorkingDir: '/' };

const registry = 'localhost/studynotion';

/** The broker and state store. */
const redis = (version: string): FileImage => ({
  reference: `${registry}/redis:${version}`,
  parts: (workshop) => [debianFiles(workshop), unpackedRedis(workshop)],
  config: { ...runsAs, Env: [PATH], Entrypoint: ['/entry'] },
  fill: async (root, [debian = '', unpacked = ''], workshop, progress) => {
    makeRoot(root, debian);
    await copyFolders(unpacked, root, [LIBRARIES, PATCHELF], workshop);
    copyProgram(join(unpacked, 'usr/bin/redis-check-rdb'), root, 'usr/bin/redis-server');
    addShell(root, debian);
    await settle(root, ['usr/bin/redis-server'], undefined, workshop, progress);
    addEntry(root, 'redis');
  },
});

/** The database behind FerretDB. */
const postgresql = (version: string): FileImage => ({
  reference: `${registry}/postgresql:${version}`,
  parts: (workshop) => [debianFiles(workshop), postgresqlWithDocumentdb(workshop)],
  // SIGTERM would wait for every client to leave.
  config: { ...runsAs, Env: [PATH], Entrypoint: ['/entry'], StopSignal: 'SIGINT' },
  fill: async (root, [debian = '', unpacked = ''], workshop, progress) => {
    makeRoot(root, debian);
    const shares = ['postgresql', 'postgresql-common', 'proj', 'gdal', 'zoneinfo'].map((name) => `usr/share/${name}`);
    const folders = [LIBRARIES, 'usr/lib/postgresql', ...shares, PATCHELF];
    await copyFolders(
      unpacked,
      root,
      folders.filter((folder) => existsSync(join(unpacked, folder))),
      workshop,
    );
    addShell(root, debian);
    const programs = ['postgres', 'initdb', 'psql'].map((name) => join(postgresqlPrograms, name));
    await settle(root, programs, 'usr/lib/postgresql/18/lib', workshop, progress);
    writeFileSync(join(root, 'etc/postgresql.conf'), postgresqlConfiguration());
    addEntry(root, 'postgresql');
  },
});

/** Speaks MongoDB's protocol in front of PostgreSQL. */
const ferretdb = (version: string): FileImage => ({
  reference: `${registry}/ferretdb:${version}`,
  parts: (workshop) => [debianFiles(workshop), ferretdbFromSource(workshop)],
  config: {
    ...runsAs,
    Env: [PATH, 'LISTEN_ADDRESS=0.0.0.0:27017', 'STATE_FOLDER=/data', 'DO_NOT_TRACK=1'],
    Entrypoint: ['/ferretdb'],
  },
  fill: async (root, [debian = '', built = '']) => {
    makeRoot(root, debian);
    copyProgram(join(built, 'ferretdb'), root, 'ferretdb');
  },
});

/** The broker as in production. */
const rabbitmq = (version: string): FileImage => ({
  reference: `${registry}/rabbitmq:${version}`,
  parts: (workshop) => [debianFiles(workshop), rabbitmqFiles(workshop)],
  config: {
    ...runsAs,
    Env: [
      'PATH=/usr/local/bin:/usr/lib/rabbitmq/bin:/usr/bin:/bin',
      'HOME=/data',
      'LANG=C.UTF-8',
      'RABBITMQ_NODENAME=rabbit@localhost',
      'RABBITMQ_MNESIA_BASE=/data',
      'RABBITMQ_LOG_BASE=/tmp',
      'RABBITMQ_LOGS=-',
      'RABBITMQ_ENABLED_PLUGINS_FILE=/etc/rabbitmq/enabled_plugins',
      'RABBITMQ_PID_FILE=/tmp/rabbitmq.pid',
    ],
    Entrypoint: ['/entry'],
  },
  fill: async (root, [debian = '', unpacked = ''], workshop) => {
    makeRoot(root, debian);
    await copyFolders(unpacked, root, [LIBRARIES, 'usr/lib/erlang', 'usr/lib/rabbitmq'], workshop);
    addShell(root, debian);
    for (const name of ['erl', 'erlc', 'escript', 'epmd'])
      symlinkSync(`../lib/erlang/bin/${name}`, join(root, 'usr/bin', name));
    mkdirSync(join(root, 'etc/rabbitmq'));
    writeFileSync(join(root, 'etc/rabbitmq/enabled_plugins'), '[rabbitmq_prometheus].\n');
    addEntry(root, 'rabbitmq');
  },
});

/** The sidecar, as Dapr's chart expects it. */
const daprd: FileImage = {
  reference: `localhost/dapr/daprd:${DAPR_VERSION}`,
  parts: (workshop) => [debianFiles(workshop), daprdFromSource(workshop)],
  config: { ...runsAs, Env: [PATH], Entrypoint: ['/daprd'] },
  fill: async (root, [debian = '', built = '']) => {
    makeRoot(root, debian);
    copyProgram(join(built, 'daprd'), root, 'daprd');
  },
};

/** What the cluster of a development machine needs besides the project's own programs. */
export function infrastructureImages(version: string): Readonly<Record<string, FileImage>> {
  return {
    redis: redis(version),
    postgresql: postgresql(version),
    ferretdb: ferretdb(version),
    rabbitmq: rabbitmq(version),
    daprd,
  };
}

/** The places of an image's parts, made first where they are missing. */
export async function partsOf(image: FileImage, workshop: Workshop, progress: Progress): Promise<string[]> {
  const places: string[] = [];
  for (const part of image.parts(workshop)) places.push(await fromCache(part, workshop, progress));
  return places;
}

/** Lets programs that were made for a place in the cache run from the root of an image. */
async function settle(
  root: string,
  programs: readonly string[],
  modules: string | undefined,
  workshop: Workshop,
  progress: Progress,
): Promise<void> {
  await makeRelocatable({ draft: root, place: '/', programs, modules }, workshop, progress);
  rmSync(join(root, PATCHELF));
}

function addEntry(root: string, name: string): void {
  copyProgram(join(import.meta.dirname, 'entry', `${name}.sh`), root, 'entry');
}

/** The settings of a development machine, for whoever comes from other pods. */
function postgresqlConfiguration(): string {
  const settings = {
    ...POSTGRESQL_SETTINGS,
    listen_addresses: '*',
    // DocumentDB looks for work every two seconds; nobody reads so many lines.
    'cron.log_statement': 'off',
    'cron.log_run': 'off',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('');
}

/** Text of everything here that decides what the images hold. */
export function recipesText(): string {
  const files = ['infrastructure-images.ts', 'root-folder.ts', 'debian-parts.ts', 'image-store.ts'];
  const entries = ['redis', 'postgresql', 'rabbitmq'].map((name) => `entry/${name}.sh`);
  const own = [...files, ...entries].map((file) => join(import.meta.dirname, file));
  const settings = join(import.meta.dirname, '..', 'infrastructure', 'postgresql.ts');
  return [...own, settings].map((file) => readFileSync(file, 'utf8')).join('\n');
}
