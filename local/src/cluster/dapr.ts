import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repository, within } from '../installation.ts';
import { type CachedPart, fromCache } from '../parts/cache.ts';
import { versions } from '../parts/cluster-programs.ts';
import { runTool, type Workshop } from '../parts/workshop.ts';
import type { Progress } from '../terminal.ts';
import type { Cluster } from './cluster.ts';
import { helmCommand, output } from './tools.ts';

/** Settings of Dapr's chart: its control plane without what the platform does not use (actors, jobs). */
export function daprSettings(applicationNamespace: string, registry: string): object {
  return {
    global: {
      registry,
      tag: versions.dapr,
      imagePullPolicy: 'IfNotPresent',
      logAsJson: true,
      seccompProfile: 'RuntimeDefault',
      actors: { enabled: false },
      scheduler: { enabled: false },
    },
    // Heals pods that were made while the injector was away.
    dapr_operator: { watchInterval: '10s' },
    dapr_sidecar_injector: {
      sidecarDropALLCapabilities: true,
      // No pod of the platform without its sidecar; pods elsewhere, Dapr's own above all, do not wait for the injector.
      webhookFailurePolicy: 'Fail',
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': applicationNamespace } },
    },
  };
}

/** The chart of the very release that the programs are built from. */
function daprChart(workshop: Workshop): CachedPart {
  return {
    name: `dapr-chart-${versions.dapr}`,
    madeFrom: [],
    make: async ({ draft }) => {
      const described = await runTool(workshop, {
        command: 'go',
        parameters: ['mod', 'download', '-json', 'github.com/dapr/dapr'],
        folder: join(repository, 'local/tools/dapr'),
        environment: { GOWORK: 'off' },
      });
      const { Dir: module } = JSON.parse(described.filter((line) => !line.startsWith('go: ')).join('\n'));
      cpSync(join(module, 'charts/dapr'), join(draft, 'chart'), { recursive: true });
    },
  };
}

/** Installs Dapr's control plane, or changes it to these settings, and waits until it is ready. */
export async function installDapr(
  cluster: Cluster,
  { namespace, registry }: { readonly namespace: string; readonly registry: string },
  workshop: Workshop,
  progress: Progress,
): Promise<void> {
  const folder = await fromCache(daprChart(workshop), workshop, progress);
  const command = helmCommand(cluster, [
    ...['upgrade', 'dapr', join(folder, 'chart'), '--install', '--namespace=dapr-system', '--create-namespace'],
    ...['--values=-', '--wait', '--timeout=3m', `--repository-cache=${within(cluster, 'state/helm')}`],
  ]);
  await output(command, JSON.stringify(daprSettings(namespace, registry)));
}
