import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFileImages, exportImages } from '../images/build-images.ts';
import type { StoredImage } from '../images/image-store.ts';
import type { FileImage } from '../images/infrastructure-images.ts';
import { copyProgram } from '../images/root-folder.ts';
import { within } from '../installation.ts';
import { builtPart, versions } from '../parts/cluster-programs.ts';
import type { Workshop } from '../parts/workshop.ts';
import type { Progress } from '../terminal.ts';
import type { Cluster } from './cluster.ts';
import { ctrCommand, output } from './tools.ts';

type Program = 'coredns' | 'traefik' | 'metrics-server' | 'pause';
const referenceOf = (name: Program) => `localhost/studynotion-cluster/${name}:${versions[name]}`;

/** References of the images that the cluster itself is made of. */
export const clusterImages = {
  coredns: referenceOf('coredns'),
  traefik: referenceOf('traefik'),
  metricsServer: referenceOf('metrics-server'),
  pause: referenceOf('pause'),
} as const;

/** Where Dapr's chart finds its images. */
export const daprRegistry = 'localhost/dapr';

/** An image that holds one static program and nothing else. */
function imageOf(reference: string, part: Program | 'dapr', program: string): FileImage {
  return {
    reference,
    parts: (workshop) => [builtPart(part, workshop)],
    config: { User: '65532:65532', WorkingDir: '/', Entrypoint: [`/${program}`] },
    fill: async (root, [built = '']) => copyProgram(join(built, program), root, program),
  };
}

const images: readonly FileImage[] = [
  imageOf(clusterImages.pause, 'pause', 'pause'),
  imageOf(clusterImages.coredns, 'coredns', 'coredns'),
  imageOf(clusterImages.traefik, 'traefik', 'traefik'),
  imageOf(clusterImages.metricsServer, 'metrics-server', 'metrics-server'),
  ...['sentry', 'operator', 'injector'].map((name) =>
    imageOf(`${daprRegistry}/${name}:${versions.dapr}`, 'dapr', name),
  ),
];

/** Makes the cluster's own images and brings them in. */
export async function bringClusterImages(cluster: Cluster, workshop: Workshop, progress: Progress): Promise<void> {
  await bringImages(cluster, await buildFileImages(images, workshop, progress), workshop, progress);
}

/** Brings those images into the cluster that it does not have yet; gives the references of these. */
export async function bringImages(
  cluster: Cluster,
  wanted: readonly StoredImage[],
  workshop: Workshop,
  progress: Progress,
): Promise<string[]> {
  const there = await output(ctrCommand(cluster, ['images', 'ls']));
  const missing = wanted.filter(({ reference, digest }) => !isListed(there, reference, digest));
  const archive = within(cluster, 'state', 'images.tar');
  for (const [index, image] of missing.entries()) {
    progress(`bringing ${index + 1} of ${missing.length}, ${image.reference}`);
    await exportImages([image], archive, workshop);
    // Through the standard input: the cluster may see other folders where the file lies.
    await output(ctrCommand(cluster, ['images', 'import', '-']), createReadStream(archive));
  }
  rmSync(archive, { force: true });
  progress(`${missing.length} of ${wanted.length} were new`);
  return missing.map(({ reference }) => reference);
}

function isListed(list: string, reference: string, digest: string): boolean {
  return list.split('\n').some((line) => line.startsWith(`${reference} `) && line.includes(` ${digest} `));
}
