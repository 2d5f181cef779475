import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { runTool, type Workshop } from '../parts/workshop.ts';
import type { ImageContent } from './faults.ts';

/** How a container of an image runs; names as in the OCI image specification. */
export interface ImageConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly StopSignal?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** An image in the store. */
export interface StoredImage {
  /** As in `localhost/studynotion/redis:0.1.0`. */
  readonly reference: string;
  /** Of its manifest. */
  readonly digest: string;
  readonly builtAt: Date;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const KEPT_PER_IMAGE = 3;

/** Images as an OCI image layout with uncompressed layers, so that what two images share lies here once. */
export class ImageStore {
  /** The layout; buildah writes into it too. */
  readonly layout: string;
  readonly #records: string;
  readonly #sizes: string;

  constructor(folder: string) {
    this.layout = join(folder, 'layout');
    this.#records = join(folder, 'records');
    this.#sizes = join(folder, 'sizes');
    for (const place of [join(this.layout, 'blobs', 'sha256'), this.#records, this.#sizes])
      mkdirSync(place, { recursive: true });
    if (!existsSync(join(this.layout, 'oci-layout'))) this.forgetNames();
  }

  /** The image that was built of exactly this, if it is still here. */
  find(reference: string, madeFrom: string): StoredImage | undefined {
    const file = this.#recordOf(reference, madeFrom);
    if (!existsSync(file)) return undefined;
    const { digest, builtAt } = JSON.parse(readFileSync(file, 'utf8'));
    if (!existsSync(this.#blob(digest))) return undefined;
    utimesSync(file, new Date(), new Date());
    return { reference, digest, builtAt: new Date(builtAt) };
  }

  /** Keeps an image whose manifest is in the layout under what it was made from, and lets old ones go. */
  keep(reference: string, madeFrom: string, digest: string): StoredImage {
    const builtAt = new Date();
    const file = this.#recordOf(reference, madeFrom);
    writeFileSync(`${file}.draft`, JSON.stringify({ digest, builtAt }));
    renameSync(`${file}.draft`, file);
    this.#forgetOld();
    return { reference, digest, builtAt };
  }

  /** Packs a folder as a layer: owned by root, readable by all, the same bytes for the same files. */
  async addLayer(folder: string, workshop: Workshop): Promise<Descriptor> {
    const draft = join(this.layout, `layer-${process.pid}.draft`);
    try {
      await runTool(workshop, {
        command: 'tar',
        parameters: [
          ...['--create', '--file', draft, '--directory', folder, '--sort=name', '--format=posix'],
          ...['--pax-option=delete=atime,delete=ctime', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'],
          ...['--mode=u=rwX,go=rX', '.'],
        ],
      });
      const hash = createHash('sha256');
      await pipeline(createReadStream(draft), hash);
      const digest = `sha256:${hash.digest('hex')}`;
      const size = statSync(draft).size;
      renameSync(draft, this.#blob(digest));
      return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size };
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Makes an image of layers in the store; gives the digest of its manifest. */
  addImage(layers: readonly Descriptor[], config: ImageConfig): string {
    const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
    const description = {
      created: new Date(0).toISOString(),
      architecture,
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      history: layers.map(() => ({ created: new Date(0).toISOString(), created_by: 'studynotion' })),
    };
    const configuration = this.#addJson('application/vnd.oci.image.config.v1+json', description);
    return this.#addJson(MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config: configuration, layers }).digest;
  }

  manifestOf({ digest }: StoredImage): Manifest {
    return JSON.parse(readFileSync(this.#blob(digest), 'utf8'));
  }

  /** What is in an image and how it runs. */
  async contentOf(image: StoredImage, workshop: Workshop): Promise<ImageContent> {
    const { config, layers } = this.manifestOf(image);
    const files: string[] = [];
    for (const { digest } of layers) {
      const list = ['--list', '--verbose', '--numeric-owner', '--file', this.#blob(digest)];
      files.push(...(await runTool(workshop, { command: 'tar', parameters: list })).flatMap(fileInList));
    }
    return { config: JSON.parse(readFileSync(this.#blob(config.digest), 'utf8')).config, files };
  }

  /** Bytes of an image as a registry would keep it, every layer compressed by gzip. */
  async compressedSize(image: StoredImage): Promise<number> {
    let sum = 0;
    for (const { digest } of this.manifestOf(image).layers) sum += await this.#compressedSizeOf(digest);
    return sum;
  }

  /**
   * Writes images into one archive, for `ctr images import`, `docker load` and `buildah pull docker-archive:`: an OCI
   * layout with the older manifest.json beside it.
   */
  async export(images: readonly StoredImage[], file: string, workshop: Workshop): Promise<void> {
    const head = `${file}.head`;
    rmSync(head, { recursive: true, force: true });
    mkdirSync(head, { recursive: true });
    const write = (name: string, content: unknown) => writeFileSync(join(head, name), JSON.stringify(content));
    write('oci-layout', { imageLayoutVersion: '1.0.0' });
    write('index.json', { schemaVersion: 2, manifests: images.map((image) => this.#described(image)) });
    write(
      'manifest.json',
      images.map((image) => this.#forDocker(image)),
    );
    const blobs = new Set(images.flatMap((image) => this.#blobsOf(image)));
    try {
      await runTool(workshop, {
        command: 'tar',
        parameters: [
          ...['--create', '--file', `${file}.draft`, '--directory', head, 'oci-layout', 'index.json', 'manifest.json'],
          ...['--directory', this.layout, ...[...blobs].map(nameOfBlob)],
        ],
      });
      renameSync(`${file}.draft`, file);
    } finally {
      rmSync(head, { recursive: true, force: true });
      rmSync(`${file}.draft`, { force: true });
    }
  }

  /** The index is of no use here: records and manifests are what counts. */
  forgetNames(): void {
    writeFileSync(join(this.layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
    writeFileSync(join(this.layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [] }));
  }

  #described(image: StoredImage): Descriptor {
    const tag = image.reference.slice(image.reference.lastIndexOf(':') + 1);
    const annotations = { 'io.containerd.image.name': image.reference, 'org.opencontainers.image.ref.name': tag };
    return { mediaType: MANIFEST, digest: image.digest, size: statSync(this.#blob(image.digest)).size, annotations };
  }

  #forDocker(image: StoredImage) {
    const { config, layers } = this.manifestOf(image);
    return {
      Config: nameOfBlob(config.digest),
      RepoTags: [image.reference],
      Layers: layers.map(({ digest }) => nameOfBlob(digest)),
    };
  }

  #blobsOf(image: StoredImage): string[] {
    const { config, layers } = this.manifestOf(image);
    return [image.digest, config.digest, ...layers.map(({ digest }) => digest)];
  }

  async #compressedSizeOf(digest: string): Promise<number> {
    const file = join(this.#sizes, digest.replace('sha256:', ''));
    if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
    let size = 0;
    await pipeline(createReadStream(this.#blob(digest)), createGzip(), async (chunks) => {
      for await (const chunk of chunks) size += chunk.length;
    });
    writeFileSync(file, String(size));
    return size;
  }

  #addJson(mediaType: string, content: unknown): Descriptor {
    const text = JSON.stringify(content);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    writeFileSync(this.#blob(digest), text);
    return { mediaType, digest, size: Buffer.byteLength(text) };
  }

  #forgetOld(): void {
    const byName = Map.groupBy(readdirSync(this.#records), (file) => file.slice(0, file.lastIndexOf('-')));
    const age = (file: string) => statSync(join(this.#records, file)).mtimeMs;
    for (const files of byName.values())
      for (const file of files.sort((a, b) => age(b) - age(a)).slice(KEPT_PER_IMAGE)) rmSync(join(this.#records, file));
    const kept = readdirSync(this.#records).map((file) => JSON.parse(readFileSync(join(this.#records, file), 'utf8')));
    const used = new Set(
      kept.filter(({ digest }) => existsSync(this.#blob(digest))).flatMap((image) => this.#blobsOf(image)),
    );
    const blobs = join(this.layout, 'blobs', 'sha256');
    for (const blob of readdirSync(blobs)) if (!used.has(`sha256:${blob}`)) rmSync(join(blobs, blob));
  }

  #recordOf(reference: string, madeFrom: string): string {
    const hash = createHash('sha256').update(madeFrom).digest('hex').slice(0, 16);
    return join(this.#records, `${reference.replaceAll(/[/:]/g, '_')}-${hash}`);
  }

  #blob(digest: string): string {
    return join(this.layout, nameOfBlob(digest));
  }
}

/** From tar's long list; folders are left out, and links marked. */
function fileInList(line: string): string[] {
  const [, kind, name = ''] = /^(.)\S+\s+\S+\s+\d+\s+\S+\s+\S+\s+(.*)$/.exec(line) ?? [];
  const file = name.replace(/^\.\//, '');
  if (kind === 'l') return [`${file.split(' -> ')[0]}@`];
  return kind === '-' ? [file] : [];
}

function nameOfBlob(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
