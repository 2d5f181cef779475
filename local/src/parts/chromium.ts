import type { Progress } from '../terminal.ts';
import { firstOf, isExecutable, NotHere, onPath } from './sources.ts';
import { runTool, type Workshop } from './workshop.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium for the journeys: CHROMIUM, PATH, else installed by apt where we may. */
export function findChromium(workshop: Workshop, progress: Progress): Promise<string> {
  const { environment } = workshop;
  return firstOf(
    'Chromium, in which the journeys run,',
    [
      {
        name: 'CHROMIUM',
        find: async () => {
          if (!environment.CHROMIUM) return new NotHere('not set');
          return isExecutable(environment.CHROMIUM) ? environment.CHROMIUM : new NotHere('is no program');
        },
      },
      { name: 'PATH', find: async () => installed(environment) ?? new NotHere(`no ${NAMES.join(', ')}`) },
      {
        name: 'apt',
        find: async () => {
          if (process.getuid?.() !== 0) return new NotHere('installing needs root');
          if (onPath('apt-get', environment) === undefined) return new NotHere('there is no apt-get');
          await install(workshop, progress);
          return installed(environment) ?? new NotHere('its package brings no chromium');
        },
      },
    ],
    'install the package chromium, or set CHROMIUM to the path of one',
    progress,
  );
}

function installed(environment: NodeJS.ProcessEnv): string | undefined {
  return NAMES.map((name) => onPath(name, environment)).find((program) => program !== undefined);
}

async function install(workshop: Workshop, progress: Progress): Promise<void> {
  const aptGet = (...parameters: string[]) =>
    runTool(workshop, { command: 'apt-get', parameters, environment: { DEBIAN_FRONTEND: 'noninteractive' } });
  progress('reading package lists');
  await aptGet('update');
  progress('installing Debian’s chromium');
  await aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  progress('installed');
}
