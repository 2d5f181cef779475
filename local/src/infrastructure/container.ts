import { machineEnvironment } from '../environment.ts';
import type { Unit } from '../supervisor.ts';
import { type InfrastructureNeeds, infrastructureUnit } from './needs.ts';

export interface ContainerOptions {
  /** Name of the unit; the container's holds the instance as well. */
  readonly name: string;
  readonly image: string;
  /** As docker takes them: `outside:inside`. */
  readonly volumes: readonly string[];
  readonly port: { readonly outside: number; readonly inside: number };
  readonly command: readonly string[];
}

/** A container in the foreground, published on loopback only, that owns its files as we do. */
export function containerUnit(options: ContainerOptions, { installation, workshop }: InfrastructureNeeds): Unit {
  const { name, image, volumes, port, command } = options;
  const container = `studynotion-${installation.instance}-${name}`;
  return {
    ...infrastructureUnit(name, workshop),
    command: 'docker',
    parameters: [
      ...['run', '--rm', '--name', container, '--label', `studynotion.instance=${installation.instance}`],
      ...['--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`],
      ...['--publish', `127.0.0.1:${port.outside}:${port.inside}`],
      ...volumes.flatMap((volume) => ['--volume', volume]),
      image,
      ...command,
    ],
    environment: { ...machineEnvironment(workshop.environment), ...dockerEnvironment(workshop.environment) },
    container,
  };
}

/** Where the engine is, if it is not at the usual place. */
function dockerEnvironment(launcher: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(launcher).filter(([name]) => name.startsWith('DOCKER_')));
}
