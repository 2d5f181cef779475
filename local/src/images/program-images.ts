import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { apps, helpers } from '@studynotion/platform';
import { repository } from '../installation.ts';

/** The Node programs that have an image each. */
export const programs: readonly string[] = [...[...apps, ...helpers].map(({ id }) => id), 'operator'];

export function folderOf(program: string): string {
  const service = join('services', program);
  return existsSync(join(repository, service)) ? service : program;
}

/** Hash of all that the image of a program is built from. */
export function sourcesHash(program: string): string {
  const hash = createHash('sha256');
  const add = (file: string) => hash.update(`${file}\0`).update(readFileSync(join(repository, file)));
  for (const file of ['Dockerfile', '.dockerignore', 'package.json', 'package-lock.json', 'tsconfig.base.json'])
    add(file);
  for (const folder of linkedFolders(program)) for (const file of filesOf(folder)) add(file);
  return hash.digest('hex');
}

/** The workspace of a program and those it is linked to, from one to the next. */
export function linkedFolders(program: string): string[] {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    if (found.has(folder)) return;
    found.add(folder);
    const manifest = JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8'));
    const names = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@studynotion/'));
    for (const name of names) visit(workspaceOf(name.slice('@studynotion/'.length)));
  };
  visit(folderOf(program));
  return [...found].sort();
}

function workspaceOf(name: string): string {
  const shared = join('packages', name);
  return existsSync(join(repository, shared)) ? shared : name;
}

/** Changes of these make no other image; .dockerignore leaves them out. */
const NOT_IN_IMAGES =
  /(^|\/)(node_modules|dist[^/]*|test|testing|fixtures|coverage)(\/|$)|^(synthesized|tools)(\/|$)|\.test\.ts$|\.md$|\.tsbuildinfo$/;

function filesOf(folder: string): string[] {
  const walk = (place: string): string[] =>
    readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
      const file = join(place, entry.name);
      if (NOT_IN_IMAGES.test(relative(join(repository, folder), file))) return [];
      return entry.isDirectory() ? walk(file) : [relative(repository, file)];
    });
  return walk(join(repository, folder)).sort();
}

/** Writes the settings of npm where only we can read them, for as long as a build needs them. */
export async function withSecretFile<Result>(
  folder: string,
  text: string,
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `npmrc-${process.pid}`);
  writeFileSync(file, text, { mode: 0o600 });
  try {
    return await work(file);
  } finally {
    rmSync(file, { force: true });
  }
}
