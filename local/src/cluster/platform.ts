import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type KubernetesObject,
  type PlatformEnvironment,
  platformObjects,
  platformParts,
  presets,
  resolve,
  standIns,
} from '@studynotion/cdk8s';
import type { SeedAccount } from '@studynotion/platform';
import { type BuiltImage, buildImages, imageNames } from '../images/build-images.ts';
import { repository } from '../installation.ts';
import type { Workshop } from '../parts/workshop.ts';
import { prepareSecrets } from '../secrets.ts';
import { type Progress, step } from '../terminal.ts';
import { installChart, untilPlatformReady } from './chart.ts';
import { type Cluster, files } from './cluster.ts';
import { bringImages } from './images.ts';
import { namespaceNamed } from './objects.ts';
import { ingressCertificate } from './pki.ts';
import { secretObjects } from './secrets.ts';
import { apply, kubectl, untilRolledOut } from './tools.ts';

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** What a person or a test needs to know of the platform in a cluster. */
export interface PlatformInCluster {
  readonly namespace: string;
  /** Where browsers reach the site and the stand-ins. */
  readonly addresses: Readonly<Record<'site' | 'inbox' | 'razorpay', string>>;
  /** File with the certificate of the authority that signed the Ingress's. */
  readonly authorityFile: string;
  readonly accounts: readonly SeedAccount[];
}

/** The environment of `npm run synth` for this kind of cluster, at its port. */
export function environmentOf({ port }: Cluster, engine: 'own' | 'kind'): PlatformEnvironment {
  return { ...presets[engine === 'own' ? 'dev' : 'kind'](version), port };
}

/**
 * Builds and brings the images, makes the secrets, installs the chart and waits until the operator says that the platform is
 * ready.
 */
export async function installPlatform(
  cluster: Cluster,
  environment: PlatformEnvironment,
  workshop: Workshop,
): Promise<PlatformInCluster> {
  const outdated = await prepare(cluster, environment, workshop, ['operator']);
  await step('Operator, by its chart', async () => {
    await installChart(cluster, environment);
    await restart(cluster, environment, outdated);
  });
  await step('Platform', (progress) => untilPlatformReady(cluster, environment, workshop, progress));
  return describePlatform(cluster, environment);
}

/** Installs the platform without operator and chart, by applying its objects. */
export async function applyPlatform(
  cluster: Cluster,
  environment: PlatformEnvironment,
  workshop: Workshop,
): Promise<PlatformInCluster> {
  const { namespace } = resolve(environment);
  const outdated = await prepare(cluster, environment, workshop, []);
  const parts = platformParts(environment);
  // What needs the database or the broker to start would only fail for a while.
  const [foundations, services] = [isFoundation, (name: string) => !isFoundation(name)].map((wanted) =>
    parts.filter(({ name }) => wanted(name)).flatMap(({ objects }) => objects),
  );
  await step('Database, broker, stand-ins', () => applyAndWait(cluster, namespace, foundations ?? []));
  await step('Services', async () => {
    await applyAndWait(cluster, namespace, services ?? []);
    await restart(cluster, environment, outdated);
  });
  return describePlatform(cluster, environment);
}

/** Brings what the platform needs into the cluster; gives what runs already with images that are older. */
async function prepare(
  cluster: Cluster,
  environment: PlatformEnvironment,
  workshop: Workshop,
  besides: readonly string[],
): Promise<readonly string[]> {
  const objects = platformObjects(environment);
  const changed = await step('Images of the platform', (progress) =>
    bringPlatformImages(cluster, objects, besides, workshop, progress),
  );
  await step('Namespace, secrets, certificate', () => prepareNamespace(cluster, environment));
  return workloadsUsing(cluster, resolve(environment).namespace, changed);
}

/** Parts with a number below 40 are what the services stand on. */
const isFoundation = (name: string) => name < '40';

async function applyAndWait(cluster: Cluster, namespace: string, objects: readonly KubernetesObject[]): Promise<void> {
  await apply(cluster, objects);
  await untilRolledOut(cluster, namespace);
}

async function bringPlatformImages(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  besides: readonly string[],
  workshop: Workshop,
  progress: Progress,
): Promise<readonly string[]> {
  const text = JSON.stringify(objects);
  const needed = ['daprd', ...besides];
  const names = imageNames.filter((name) => needed.includes(name) || text.includes(`localhost/studynotion/${name}:`));
  const images: BuiltImage[] = await buildImages(names, workshop, progress);
  return bringImages(cluster, images, workshop, progress);
}

/** The namespace is the installer's, and with it how strict it is. */
async function prepareNamespace(cluster: Cluster, environment: PlatformEnvironment): Promise<void> {
  const { namespace, host } = resolve(environment);
  const levels = ['enforce', 'warn', 'audit'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
  const hosts = [host, ...Object.keys(standIns).map((name) => `${name}.${host}`)];
  await apply(cluster, [namespaceNamed(namespace, Object.fromEntries(levels))]);
  await apply(cluster, secretObjects(cluster, environment, await ingressCertificate(cluster, hosts)));
}

/** What runs already and has one of these images, or has it beside it as its sidecar; it must be started again to change. */
async function workloadsUsing(cluster: Cluster, namespace: string, references: readonly string[]): Promise<string[]> {
  const list = await kubectl(cluster, 'get', 'deployments,statefulsets', '--namespace', namespace, '--output=json');
  const workloads = (JSON.parse(list) as { items: KubernetesObject[] }).items;
  return workloads
    .filter((workload) => {
      const text = JSON.stringify(workload);
      return references.some(
        (reference) =>
          text.includes(`"${reference}"`) || (reference.includes('/daprd:') && text.includes('dapr.io/enabled')),
      );
    })
    .map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
}

/** The images have new contents under the same names, so nothing else would let the pods begin anew. */
async function restart(
  cluster: Cluster,
  environment: PlatformEnvironment,
  workloads: readonly string[],
): Promise<void> {
  if (workloads.length === 0) return;
  const { namespace } = resolve(environment);
  for (const name of workloads) await kubectl(cluster, 'rollout', 'restart', name, '--namespace', namespace);
  await untilRolledOut(cluster, namespace);
}

export function describePlatform(cluster: Cluster, environment: PlatformEnvironment): PlatformInCluster {
  const platform = resolve(environment);
  return {
    namespace: platform.namespace,
    addresses: {
      site: platform.origin,
      inbox: platform.standInOrigin('inbox'),
      razorpay: platform.standInOrigin('razorpay'),
    },
    authorityFile: files(cluster).ingressAuthority,
    accounts: prepareSecrets(cluster).accounts,
  };
}
