import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppDefinition, type HelperDefinition, helpers, infrastructurePorts } from '@studynotion/platform';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One platform on this machine: its name, its ports and the folder that holds all of its state. */
export interface Installation {
  readonly instance: string;
  readonly portOffset: number;
  /** Holds `data`, `secrets`, `dapr`, `run` and `logs`. */
  readonly folder: string;
}

export function installationNamed({
  instance,
  portOffset,
}: {
  readonly instance: string;
  readonly portOffset: number;
}): Installation {
  return { instance, portOffset, folder: join(repository, '.studynotion', instance) };
}

/** Path below the installation's folder. */
export function within({ folder }: Installation, ...path: string[]): string {
  return join(folder, ...path);
}

export function makeFolders(installation: Installation): void {
  for (const name of ['data', 'secrets', 'dapr', 'run', 'logs'])
    mkdirSync(within(installation, name), { recursive: true, mode: 0o700 });
}

export interface UsedPort {
  readonly port: number;
  /** What listens there. */
  readonly by: string;
}

/** The ports these apps and their sidecars listen on. */
export function appPortsOf({ portOffset }: Installation, apps: readonly AppDefinition[]): UsedPort[] {
  return apps
    .flatMap((app) => [
      { port: app.port, by: app.id },
      { port: app.operationsPort, by: `${app.id} (probes and metrics)` },
      ...Object.values(app.dapr).map((port) => ({ port, by: `the sidecar of ${app.id}` })),
    ])
    .map(({ port, by }) => ({ port: port + portOffset, by }));
}

/** The ports of a helper. */
export function helperPortsOf({ portOffset }: Installation, id: HelperDefinition['id']): UsedPort[] {
  const ports = helpers.find((helper) => helper.id === id)?.ports ?? {};
  return Object.values(ports).map((port) => ({ port: port + portOffset, by: id }));
}

/** The ports of Redis, or of the database. */
export function infrastructurePortsOf(
  { portOffset }: Installation,
  names: readonly (keyof typeof infrastructurePorts)[],
): UsedPort[] {
  return names.map((by) => ({ port: infrastructurePorts[by] + portOffset, by }));
}

/** Port of a helper, such as `helperPort(installation, 'sandbox', 'smtp')`. */
export function helperPort(installation: Installation, id: HelperDefinition['id'], name: string): number {
  const port = helpers.find((helper) => helper.id === id)?.ports[name];
  if (port === undefined) throw new TypeError(`The platform's table has no port ${name} of ${id}`);
  return port + installation.portOffset;
}

export function infrastructurePort(installation: Installation, name: keyof typeof infrastructurePorts): number {
  return infrastructurePorts[name] + installation.portOffset;
}
