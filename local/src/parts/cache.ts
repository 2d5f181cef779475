import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessRecord, processIdentity, runs } from '../../processes.mjs';
import type { Progress } from '../terminal.ts';
import type { Workshop } from './workshop.ts';

/** A part that is made once and then kept in the user's cache folder. */
export interface CachedPart {
  /** Name and version, as in `daprd-1.18.1`. */
  readonly name: string;
  /** Everything its content depends on besides the version. */
  readonly madeFrom: readonly string[];
  /** Makes it in `draft`; it will be moved to `place`. */
  readonly make: (folders: { readonly draft: string; readonly place: string }, progress: Progress) => Promise<void>;
}

export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studynotion');
}

/** Folder in which this very part is, or will be. */
export function placeOf({ name, madeFrom }: CachedPart, environment: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(madeFrom.join('\n')).digest('hex').slice(0, 8);
  return join(cacheFolder(environment), `${name}-${process.arch}-${hash}`);
}

export function isCached(part: CachedPart, environment: NodeJS.ProcessEnv): boolean {
  return existsSync(placeOf(part, environment));
}

/** The folder of the part, made first where it is missing. Two at once make it once; a half-made one is never seen. */
export async function fromCache(part: CachedPart, workshop: Workshop, progress: Progress): Promise<string> {
  const place = placeOf(part, workshop.environment);
  if (existsSync(place)) return place;
  mkdirSync(cacheFolder(workshop.environment), { recursive: true });
  // Spares double work; the rename at the end is what keeps the cache sound.
  await locked(`${place}.lock`, workshop.signal, progress, async () => {
    if (!existsSync(place)) await make(part, place, progress);
  });
  return place;
}

/** Does something while no other process holds the same lock file. */
export async function locked<Result>(
  file: string,
  signal: AbortSignal,
  progress: Progress,
  work: () => Promise<Result>,
): Promise<Result> {
  const unlock = await lock(file, signal, progress);
  try {
    return await work();
  } finally {
    unlock();
  }
}

async function make(part: CachedPart, place: string, progress: Progress): Promise<void> {
  removeOldDrafts(place);
  const draft = `${place}.draft-${randomBytes(4).toString('hex')}`;
  mkdirSync(draft);
  try {
    await part.make({ draft, place }, progress);
    renameSync(draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What a killed process left; nobody else makes this part while we hold its lock. */
function removeOldDrafts(place: string): void {
  const old = readdirSync(dirname(place)).filter((name) => name.startsWith(`${basename(place)}.draft-`));
  for (const name of old) rmSync(join(dirname(place), name), { recursive: true, force: true });
}

/** Waits until no other living process holds the lock, then gives a function that lets it go. */
export async function lock(file: string, signal: AbortSignal, progress: Progress): Promise<() => void> {
  for (;;) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder !== undefined && !runs(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    progress(`waiting for process ${holder?.pid ?? '?'}, which makes it already`);
    await pause(500, undefined, { signal });
  }
}

function readHolder(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Being written or removed this moment.
    return undefined;
  }
}
