import { machineEnvironment } from '../environment.ts';
import type { Installation } from '../installation.ts';
import type { Workshop } from '../parts/workshop.ts';
import type { InstallationSecrets } from '../secrets.ts';
import type { Supervisor, Unit } from '../supervisor.ts';

export const START_SECONDS = 60;

export interface InfrastructureNeeds {
  readonly installation: Installation;
  readonly secrets: InstallationSecrets;
  readonly supervisor: Supervisor;
  readonly workshop: Workshop;
}

/** What all processes of the infrastructure have in common. */
export function infrastructureUnit(
  name: string,
  { environment }: Workshop,
): Pick<Unit, 'name' | 'kind' | 'environment' | 'leastLevel'> {
  return { name, kind: 'infrastructure', environment: machineEnvironment(environment), leastLevel: 'warn' };
}
