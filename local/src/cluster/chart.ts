import { join } from 'node:path';
import { type PlatformEnvironment, resolve } from '@studynotion/cdk8s';
import { repository, within } from '../installation.ts';
import type { Workshop } from '../parts/workshop.ts';
import type { Progress } from '../terminal.ts';
import { untilSuccess } from '../wait.ts';
import type { Cluster } from './cluster.ts';
import { specOf } from './platform-spec.ts';
import { helmCommand, kubectl, output } from './tools.ts';

const RELEASE = 'studynotion';
const LONGEST_SECONDS = 600;

/** The chart's values for an environment. */
export function chartValues(environment: PlatformEnvironment): object {
  const { name, registry } = environment;
  return { registry, platform: { name, spec: specOf(environment) } };
}

/** Installs the operator and the resource that it makes a platform of, or changes them. */
export async function installChart(cluster: Cluster, environment: PlatformEnvironment): Promise<void> {
  const { namespace } = resolve(environment);
  const command = helmCommand(cluster, [
    ...['upgrade', RELEASE, join(repository, 'charts', 'studynotion'), '--install', `--namespace=${namespace}`],
    // What somebody changed by hand is the chart's again.
    ...['--values=-', '--timeout=5m', '--force-conflicts', `--repository-cache=${within(cluster, 'state/helm')}`],
  ]);
  await output(command, JSON.stringify(chartValues(environment)));
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** Waits until the operator says that the platform is as the resource has it now; shows what it says until then. */
export async function untilPlatformReady(
  cluster: Cluster,
  environment: PlatformEnvironment,
  { signal }: Workshop,
  progress: Progress,
): Promise<void> {
  const { name, namespace } = resolve(environment);
  const attempt = async () => {
    const text = await kubectl(cluster, 'get', 'studynotion', name, `--namespace=${namespace}`, '--output=json');
    const { metadata, status = {} } = JSON.parse(text);
    const conditions = (status.conditions ?? []) as readonly Condition[];
    const ready = conditions.find(({ type }) => type === 'Ready');
    const isCurrent = ready?.observedGeneration === metadata.generation;
    if (isCurrent && ready?.status === 'True') return;
    const services = status.services === undefined ? '' : `${status.services} services, `;
    progress(`${services}${isCurrent ? ready?.message : 'the operator has not looked yet'}`);
    throw new Error(ready?.message ?? 'the operator has said nothing of it');
  };
  await untilSuccess(attempt, { what: 'The platform', seconds: LONGEST_SECONDS, signal, everyMilliseconds: 1000 });
}
