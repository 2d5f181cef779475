import { apps } from '@studynotion/platform';
import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import { addDaprObjects, type DaprKind } from './charts/dapr.ts';
import { addDatabase } from './charts/database.ts';
import { addFrontend } from './charts/frontend.ts';
import { addIngress } from './charts/ingress.ts';
import { addNetworkDefaults } from './charts/network.ts';
import { addRabbitmq, addRabbitmqDefinitions } from './charts/rabbitmq.ts';
import { addRedis } from './charts/redis.ts';
import { addSandbox } from './charts/sandbox.ts';
import { StudyNotionService } from './constructs/studynotion-service.ts';
import { type Platform, type PlatformEnvironment, resolve } from './environment.ts';

/** A Kubernetes object as the API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Objects that belong together. */
export interface Part {
  /** Begins with a number: parts are applied in the order of their names. */
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

/**
 * The Kubernetes objects of an installation, in the order in which they are best applied. Nothing is read or written; the
 * same environment gives the same objects. Namespace and Secrets belong to whoever installs: see docs/kubernetes.md.
 * @throws TypeError where an option cannot be right
 */
export function platformParts(environment: PlatformEnvironment): readonly Part[] {
  const platform = resolve(environment);
  const app = new App();
  return partsOf(platform).flatMap(({ name, build }) => {
    const chart = new Chart(app, name, {
      namespace: platform.namespace,
      labels: { ...platform.labels },
      disableResourceNameHashes: true,
    });
    build(chart);
    const objects = chart.toJson() as KubernetesObject[];
    return objects.length === 0 ? [] : [{ name, objects }];
  });
}

/** The objects of all parts. */
export function platformObjects(environment: PlatformEnvironment): readonly KubernetesObject[] {
  return platformParts(environment).flatMap(({ objects }) => objects);
}

interface PartDefinition {
  readonly name: string;
  readonly build: (chart: Construct) => void;
}

function partsOf(platform: Platform): PartDefinition[] {
  const dapr =
    (...kinds: DaprKind[]) =>
    (chart: Construct) =>
      addDaprObjects(chart, platform, kinds);
  const rabbitmq = (chart: Construct) =>
    platform.broker === 'external' ? addRabbitmqDefinitions(chart, platform) : addRabbitmq(chart, platform);
  return [
    { name: '00-network', build: (chart) => addNetworkDefaults(chart, platform) },
    { name: '10-dapr-configurations', build: dapr('Configuration', 'Resiliency') },
    { name: '11-dapr-components', build: dapr('Component') },
    { name: '12-dapr-subscriptions', build: dapr('Subscription') },
    { name: '20-database', build: (chart) => addDatabase(chart, platform) },
    { name: '21-redis', build: (chart) => addRedis(chart, platform) },
    ...(platform.broker === 'redis' ? [] : [{ name: '22-rabbitmq', build: rabbitmq }]),
    ...(platform.development ? [{ name: '30-sandbox', build: (chart: Construct) => addSandbox(chart, platform) }] : []),
    ...apps.map((app) => ({
      name: `40-${app.id}`,
      build: (chart: Construct) => {
        new StudyNotionService(chart, app.id, { platform, app });
      },
    })),
    { name: '50-frontend', build: (chart) => addFrontend(chart, platform) },
    { name: '60-ingress', build: (chart) => addIngress(chart, platform) },
  ];
}

/** The text of a part's file. */
export function toYaml({ objects }: Part): string {
  const documents = objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }));
  return `# Written by "npm run synth". Do not edit.\n${documents.join('---\n')}`;
}
