import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CachedPart } from '../parts/cache.ts';
import { runTool, type Workshop } from '../parts/workshop.ts';

/** An image that holds one static program and nothing else. */
export interface ProgramImage {
  /** As in `localhost/studynotion-cluster/coredns:1.15.0`. */
  readonly reference: string;
  /** Path of the program here; in the image it lies at the top, under the same name. */
  readonly program: string;
  readonly name: string;
}

/** The file in a part's folder that the image is in, as `docker save` writes it. */
export const archiveName = 'image.tar';

/** Makes the archive of an image. It needs no engine: an image of one program is a small matter. */
export function programImage({ reference, program, name }: ProgramImage, workshop: Workshop): CachedPart {
  const tar = (...parameters: string[]) => runTool(workshop, { command: 'tar', parameters });
  return {
    name: `image-${reference.split('/').slice(1).join('-').replace(':', '-')}`,
    // A program's path in the cache holds a hash of all that it is made from.
    madeFrom: [reference, program],
    make: async ({ draft }) => {
      const scratch = join(draft, '.scratch');
      mkdirSync(join(scratch, 'root'), { recursive: true });
      copyFileSync(program, join(scratch, 'root', name));
      const reproducible = ['--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--sort=name', '--mode=755'];
      await tar(...reproducible, '-C', join(scratch, 'root'), '-cf', join(scratch, 'layer.tar'), name);
      const layer = await hashOf(join(scratch, 'layer.tar'));
      writeFileSync(join(scratch, 'config.json'), JSON.stringify(configuration(name, layer)));
      const manifest = [{ Config: 'config.json', RepoTags: [reference], Layers: ['layer.tar'] }];
      writeFileSync(join(scratch, 'manifest.json'), JSON.stringify(manifest));
      await tar('-C', scratch, '-cf', join(draft, archiveName), 'manifest.json', 'config.json', 'layer.tar');
      rmSync(scratch, { recursive: true });
    },
  };
}

function configuration(name: string, layer: string): object {
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Entrypoint: [`/${name}`], User: '65532:65532', WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
