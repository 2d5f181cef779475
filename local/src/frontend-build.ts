import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './installation.ts';
import { runTool, type Workshop } from './parts/workshop.ts';
import type { Progress } from './terminal.ts';

const folder = join(repository, 'frontend');
const built = join(folder, 'dist');
const stamp = join(built, '.made-from');

/** Builds the front end when its inputs differ from those of the last build. */
export async function buildFrontend(workshop: Workshop, progress: Progress): Promise<void> {
  const inputs = hashOfInputs();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return progress('unchanged');
  progress('building');
  const draft = `dist.draft-${process.pid}`;
  try {
    await runTool(workshop, {
      command: process.execPath,
      parameters: [
        join(repository, 'node_modules', 'vite', 'bin', 'vite.js'),
        'build',
        '--outDir',
        draft,
        '--emptyOutDir',
      ],
      folder,
      environment: { NODE_ENV: 'production' },
    });
    writeFileSync(join(folder, draft, '.made-from'), inputs);
    rmSync(built, { recursive: true, force: true });
    renameSync(join(folder, draft), built);
  } finally {
    rmSync(join(folder, draft), { recursive: true, force: true });
  }
  progress('built');
}

function hashOfInputs(): string {
  const hash = createHash('sha256').update(readFileSync(join(repository, 'package-lock.json')));
  const inputs = [folder, join(repository, 'packages', 'contracts')];
  for (const file of inputs.flatMap(filesBelow)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesBelow(place: string): string[] {
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\/(node_modules|dist[^/]*|server|test)\//.test(file))
    .sort();
}
