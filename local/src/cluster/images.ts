import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { fromCache } from '../parts/cache.ts';
import { type ClusterPrograms, versions } from '../parts/cluster-programs.ts';
import type { Workshop } from '../parts/workshop.ts';
import type { Progress } from '../terminal.ts';
import type { Cluster } from './cluster.ts';
import { archiveName, type ProgramImage, programImage } from './program-image.ts';
import { ctrCommand, output } from './tools.ts';

const own = (name: 'coredns' | 'traefik' | 'metrics-server' | 'pause') =>
  `localhost/studynotion-cluster/${name}:${versions[name]}`;

/** References of the images that the cluster itself is made of. */
export const clusterImages = {
  coredns: own('coredns'),
  traefik: own('traefik'),
  metricsServer: own('metrics-server'),
  pause: own('pause'),
} as const;

/** Where Dapr's chart finds its images. */
export const daprRegistry = 'localhost/dapr';

function programImages(programs: ClusterPrograms): ProgramImage[] {
  const image = (reference: string, folder: string, name: string) => ({
    reference,
    program: join(folder, name),
    name,
  });
  return [
    image(clusterImages.pause, programs.pause, 'pause'),
    image(clusterImages.coredns, programs.coredns, 'coredns'),
    image(clusterImages.traefik, programs.traefik, 'traefik'),
    image(clusterImages.metricsServer, programs['metrics-server'], 'metrics-server'),
    ...['sentry', 'operator', 'injector'].map((name) =>
      image(`${daprRegistry}/${name}:${versions.dapr}`, programs.dapr, name),
    ),
  ];
}

/** Makes the cluster's own images and brings them in. */
export async function bringClusterImages(
  cluster: Cluster,
  programs: ClusterPrograms,
  workshop: Workshop,
  progress: Progress,
): Promise<void> {
  const images = programImages(programs);
  for (const [index, image] of images.entries()) {
    progress(`${index + 1} of ${images.length}, ${image.name}`);
    const folder = await fromCache(programImage(image, workshop), workshop, progress);
    await importImage(cluster, join(folder, archiveName));
  }
  progress(`${images.length} images`);
}

/** Brings an image archive into the cluster; layers that are there already cost nothing. */
export async function importImage(cluster: Cluster, archive: string): Promise<void> {
  // Through the standard input: the file may lie where the cluster has folders of its own.
  await output(ctrCommand(cluster, ['images', 'import', '--local', '-']), createReadStream(archive));
}
