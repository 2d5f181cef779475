import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from '../installation.ts';
import { cacheFolder, locked, placeOf } from '../parts/cache.ts';
import type { Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';
import { type Buildah, buildOptions, prepareBuildah } from './buildah.ts';
import { faultsOf } from './faults.ts';
import { ImageStore, type StoredImage } from './image-store.ts';
import { type FileImage, infrastructureImages, partsOf, recipesText } from './infrastructure-images.ts';
import { nodeBuild, nodeRuntime } from './node-base.ts';
import { npmSettings } from './npm-settings.ts';
import { programs, sourcesHash, withSecretFile } from './program-images.ts';

export interface BuiltImage extends StoredImage {
  /** As in `course-service` or `redis`. */
  readonly name: string;
  /** Whether this very call built it. */
  readonly isNew: boolean;
}

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const infrastructure = infrastructureImages(version);
const NPM_CACHE = '/npm-cache';

/** Every image: the Node programs, and what the cluster of a development machine needs besides. */
export const imageNames: readonly string[] = [...programs, ...Object.keys(infrastructure)];

/** The store with the images of this machine. */
export function openImageStore(workshop: Workshop): ImageStore {
  return new ImageStore(join(imagesFolder(workshop), 'store'));
}

/**
 * Builds these images where what they are made of has changed; gives all of them, in this order.
 * Two at once build one after the other.
 */
export async function buildImages(
  names: readonly string[],
  workshop: Workshop,
  progress: Progress,
  target: 'prod' | 'dev' = 'prod',
): Promise<BuiltImage[]> {
  const unknown = names.filter((name) => !imageNames.includes(name));
  if (unknown.length > 0)
    throw new SetupError(`There is no image ${unknown.join(', ')}; there are ${imageNames.join(', ')}.`);
  return inTurn(workshop, progress, async () => {
    const builder = new Builder(openImageStore(workshop), workshop, target);
    const built: BuiltImage[] = [];
    for (const [index, name] of names.entries()) {
      const tell: Progress = (state) => progress(`${index + 1} of ${names.length}, ${name}: ${state}`);
      built.push({ name, ...(await builder.build(name, tell)) });
    }
    progress(`${built.filter(({ isNew }) => isNew).length} of ${names.length} built, the others are unchanged`);
    return built;
  });
}

/** Builds images of files alone, which need no name in this project, where their parts have changed. */
export function buildFileImages(
  images: readonly FileImage[],
  workshop: Workshop,
  progress: Progress,
): Promise<StoredImage[]> {
  return inTurn(workshop, progress, async () => {
    const builder = new Builder(openImageStore(workshop), workshop, 'prod');
    const built: StoredImage[] = [];
    for (const image of images) built.push(await builder.buildOfFiles(image, progress));
    return built;
  });
}

/** Does something while nobody else builds images, without what a killed build left. */
function inTurn<Result>(workshop: Workshop, progress: Progress, work: () => Promise<Result>): Promise<Result> {
  const folder = imagesFolder(workshop);
  mkdirSync(folder, { recursive: true });
  return locked(join(folder, 'lock'), workshop.signal, progress, () => {
    for (const left of readdirSync(folder).filter((name) => name.startsWith('root-')))
      rmSync(join(folder, left), { recursive: true });
    return work();
  });
}

/** Writes images into one archive that `ctr images import` takes. */
export function exportImages(images: readonly StoredImage[], file: string, workshop: Workshop): Promise<void> {
  return openImageStore(workshop).export(images, file, workshop);
}

function imagesFolder({ environment }: Workshop): string {
  return join(cacheFolder(environment), 'images');
}

type Outcome = StoredImage & { readonly isNew: boolean };

class Builder {
  readonly #store: ImageStore;
  readonly #workshop: Workshop;
  readonly #target: 'prod' | 'dev';
  readonly #state: string;
  #buildah: Buildah | undefined;
  #baseDigests = '';

  constructor(store: ImageStore, workshop: Workshop, target: 'prod' | 'dev') {
    this.#store = store;
    this.#workshop = workshop;
    this.#target = target;
    this.#state = join(imagesFolder(workshop), 'buildah');
  }

  build(name: string, progress: Progress): Promise<Outcome> {
    const image = infrastructure[name];
    return image === undefined ? this.#buildProgram(name, progress) : this.buildOfFiles(image, progress);
  }

  async buildOfFiles(image: FileImage, progress: Progress): Promise<Outcome> {
    const parts = image.parts(this.#workshop).map((part) => basename(placeOf(part, this.#workshop.environment)));
    const madeFrom = [recipesText(), JSON.stringify(image.config), ...parts].join('\n');
    const known = this.#store.find(image.reference, madeFrom);
    if (known !== undefined) return { ...known, isNew: false };
    const places = await partsOf(image, this.#workshop, progress);
    progress('packing');
    const root = mkdtempSync(join(imagesFolder(this.#workshop), 'root-'));
    try {
      await image.fill(root, places, this.#workshop, progress);
      const layer = await this.#store.addLayer(root, this.#workshop);
      const digest = this.#store.addImage([layer], image.config);
      return { ...this.#store.keep(image.reference, madeFrom, digest), isNew: true };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }

  async #buildProgram(name: string, progress: Progress): Promise<Outcome> {
    const suffix = this.#target === 'dev' ? '-dev' : '';
    const reference = `localhost/studynotion/${name}:${version}${suffix}`;
    const bases = [await this.buildOfFiles(nodeBuild, progress), await this.buildOfFiles(nodeRuntime, progress)];
    const madeFrom = [sourcesHash(name), version, ...bases.map(({ digest }) => digest)].join('\n');
    const known = this.#store.find(reference, madeFrom);
    if (known !== undefined) return { ...known, isNew: false };
    const buildah = await this.#readyBuildah(bases, progress);
    progress('building');
    const { text, cache } = await npmSettings(NPM_CACHE, this.#workshop);
    mkdirSync(cache, { recursive: true });
    await withSecretFile(this.#state, text, (npmrc) =>
      buildah(
        [
          ...['build', ...buildOptions(this.#state), '--build-arg', `NODE_IMAGE=${nodeBuild.reference}`],
          ...['--build-arg', `RUNTIME_IMAGE=${nodeRuntime.reference}`, '--build-arg', `SERVICE=${name}`],
          ...['--build-arg', `VERSION=${version}`, '--target', this.#target, '--tag', reference],
          ...['--secret', `id=npmrc,src=${npmrc}`, '--volume', `${cache}:${NPM_CACHE}`, repository],
        ],
        (line) => /STEP \d+\/\d+/.test(line) && progress(line.slice(0, 60)),
      ),
    );
    const digest = await this.#takeOver(reference, buildah);
    if (this.#target === 'prod') await this.#requireSound({ reference, digest, builtAt: new Date() });
    return { ...this.#store.keep(reference, madeFrom, digest), isNew: true };
  }

  /** An image that holds more than it should is not handed out. */
  async #requireSound(image: StoredImage): Promise<void> {
    const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'));
    const faults = faultsOf(await this.#store.contentOf(image, this.#workshop), packages);
    if (faults.length > 0) throw new SetupError(`${image.reference} is not as it should be: ${faults.join('; ')}.`);
  }

  /** buildah, with the base images in its storage. */
  async #readyBuildah(bases: readonly StoredImage[], progress: Progress): Promise<Buildah> {
    this.#buildah ??= await prepareBuildah(this.#state, this.#workshop, progress);
    const digests = bases.map(({ digest }) => digest).join();
    if (this.#baseDigests === digests) return this.#buildah;
    for (const base of bases) await this.#bring(base, this.#buildah);
    this.#baseDigests = digests;
    return this.#buildah;
  }

  async #bring(base: StoredImage, buildah: Buildah): Promise<void> {
    const marker = base.digest.replace('sha256:', 'localhost/base-');
    const there = await buildah(['images', '--quiet', '--filter', `reference=${marker}`]);
    if (there.length > 0) return;
    const archive = join(this.#state, 'base.tar');
    try {
      await this.#store.export([base], archive, this.#workshop);
      await buildah(['pull', '--signature-policy', join(this.#state, 'policy.json'), `docker-archive:${archive}`]);
    } finally {
      rmSync(archive, { force: true });
    }
    await buildah(['tag', base.reference, marker]);
  }

  /** Takes an image from buildah's storage into ours; gives the digest of its manifest. */
  async #takeOver(reference: string, buildah: Buildah): Promise<string> {
    const file = join(this.#state, 'digest');
    const hash = createHash('sha256').update(reference).digest('hex').slice(0, 12);
    await buildah([
      ...['push', '--signature-policy', join(this.#state, 'policy.json'), '--format', 'oci', '--disable-compression'],
      ...['--digestfile', file, reference, `oci:${this.#store.layout}:${hash}`],
    ]);
    this.#store.forgetNames();
    return readFileSync(file, 'utf8').trim();
  }
}
