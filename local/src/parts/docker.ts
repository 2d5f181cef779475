import type { Progress } from '../terminal.ts';
import { NotHere, onPath } from './sources.ts';
import { runTool, toolWorks, type Workshop } from './workshop.ts';

const PULL_SECONDS = 600;

/** Undefined when a Docker engine answers and has the image, pulled first where it must be; else why not. */
export async function withoutImage(
  image: string,
  workshop: Workshop,
  progress: Progress,
): Promise<NotHere | undefined> {
  if (onPath('docker', workshop.environment) === undefined) return new NotHere('there is no docker command');
  const docker = (parameters: string[]) => ({ command: 'docker', parameters });
  if (!(await toolWorks(workshop, docker(['version', '--format', '{{.Server.Version}}']))))
    return new NotHere('no Docker engine answers');
  if (await toolWorks(workshop, docker(['image', 'inspect', '--format', '{{.Id}}', image]))) return undefined;
  progress(`pulling the image ${image}`);
  if (await toolWorks(workshop, { ...docker(['pull', '--quiet', image]), seconds: PULL_SECONDS })) return undefined;
  return new NotHere(`the image ${image} cannot be pulled`);
}

/** Copies one file out of an image. */
export async function copyFromImage(image: string, file: string, to: string, workshop: Workshop): Promise<void> {
  const [container = ''] = await runTool(workshop, { command: 'docker', parameters: ['create', image] });
  try {
    await runTool(workshop, { command: 'docker', parameters: ['cp', `${container}:${file}`, to] });
  } finally {
    await toolWorks(workshop, { command: 'docker', parameters: ['rm', '--force', container] });
  }
}
