import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { repository } from './installation.ts';

const QUIET_MILLISECONDS = 150;

export interface Watched {
  /** Folder below the repository. */
  readonly folder: string;
  /** What is to be started again when something in it changes. */
  readonly affects: readonly string[];
}

/** Source folders of these programs and of the packages that all of them use. */
export function sourcesOf(apps: readonly string[]): Watched[] {
  const packages = readdirSync(join(repository, 'packages'));
  return [
    ...apps.map((app) => ({ folder: `services/${app}/src`, affects: [app] })),
    ...packages.map((name) => ({ folder: `packages/${name}/src`, affects: apps })),
    { folder: 'sandbox/src', affects: ['sandbox'] },
    { folder: 'frontend/server', affects: ['frontend'] },
    { folder: 'frontend/src', affects: ['frontend'] },
  ].filter(({ folder }) => existsSync(join(repository, folder)));
}

/** Tells what must start again, once an editor has finished writing. Tests do not count. */
export function watchSources(
  watched: readonly Watched[],
  onChange: (affected: readonly string[]) => void,
  signal: AbortSignal,
): void {
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    const affected = [...pending];
    pending.clear();
    onChange(affected);
  };
  for (const { folder, affects } of watched)
    watch(join(repository, folder), { recursive: true, signal }, (_, file) => {
      if (file === null || !/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file)) return;
      for (const name of affects) pending.add(name);
      clearTimeout(timer);
      timer = setTimeout(settle, QUIET_MILLISECONDS);
    });
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}
