import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonFolder } from '../json-folder.ts';
import { type Asset, type AssetName, type Content, idOf } from './asset.ts';

export interface CloudinaryKeys {
  readonly cloudName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Begins the addresses that it tells. @default the one under which it was asked */
  readonly publicUrl?: string;
}

export interface NewAsset extends AssetName, Content {
  readonly file: Buffer;
  readonly assetFolder: string;
  readonly originalFilename: string;
  readonly tags: readonly string[];
}

/** The account at Cloudinary: its pictures and videos, and the parts of those that are still being uploaded. */
export class CloudinaryAccount {
  readonly keys: CloudinaryKeys;
  readonly #assets: JsonFolder<Asset>;
  readonly #files: string;
  readonly #parts: string;

  constructor(folder: string, keys: CloudinaryKeys) {
    this.keys = keys;
    this.#assets = new JsonFolder(join(folder, 'assets'));
    this.#files = join(folder, 'files');
    this.#parts = join(folder, 'parts');
    mkdirSync(this.#files, { recursive: true });
    mkdirSync(this.#parts, { recursive: true });
  }

  all(): Asset[] {
    return this.#assets.all();
  }

  find(name: AssetName): Asset | undefined {
    return this.#assets.get(idOf(name));
  }

  /** Where an asset's bytes are. */
  fileOf({ id }: Asset): string {
    return join(this.#files, id);
  }

  /** Stores an asset in the place of one with the same name. */
  put({ file, ...asset }: NewAsset): Asset {
    const id = idOf(asset);
    const now = new Date();
    const stored: Asset = {
      ...asset,
      id,
      assetId: this.#assets.get(id)?.assetId ?? randomBytes(16).toString('hex'),
      version: Math.floor(now.getTime() / 1000),
      versionId: randomBytes(16).toString('hex'),
      bytes: file.length,
      etag: createHash('md5').update(file).digest('hex'),
      createdAt: `${now.toISOString().slice(0, 19)}Z`,
    };
    this.replaceFile(stored, file);
    this.#assets.put(stored);
    return stored;
  }

  /** Other bytes for an asset that stays what it is said to be: what only a test can do. */
  replaceFile(asset: Asset, file: Buffer): void {
    const path = this.fileOf(asset);
    writeFileSync(`${path}.new`, file);
    renameSync(`${path}.new`, path);
  }

  /** @returns whether it was there */
  destroy(name: AssetName): boolean {
    const asset = this.find(name);
    if (asset === undefined) return false;
    this.#assets.delete(asset.id);
    rmSync(this.fileOf(asset), { force: true });
    return true;
  }

  /** How many bytes of an upload in parts are there. */
  receivedOf(uploadId: string): number {
    return statSync(this.#partFile(uploadId), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Adds a part behind those that are there; the first one begins anew. */
  addPart(uploadId: string, start: number, part: Buffer): void {
    const file = openSync(this.#partFile(uploadId), start === 0 ? 'w' : 'a');
    try {
      writeFileSync(file, part);
    } finally {
      closeSync(file);
    }
  }

  /** All parts as one file; they are gone afterwards. */
  takeParts(uploadId: string): Buffer {
    const file = readFileSync(this.#partFile(uploadId));
    rmSync(this.#partFile(uploadId));
    return file;
  }

  #partFile(uploadId: string): string {
    return join(this.#parts, createHash('sha1').update(uploadId).digest('hex'));
  }
}
