import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import type { Progress } from '../terminal.ts';
import { NotHere, onPath } from './sources.ts';
import { runTool, type Workshop } from './workshop.ts';

const SUITE = 'forky';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MULTIARCH: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

/** Folder name of this machine's libraries, as in `usr/lib/x86_64-linux-gnu`. */
export const multiarch = MULTIARCH[process.arch] ?? process.arch;

/** Undefined when packages of Debian can be downloaded and unpacked here, else why not. No root is needed. */
export function withoutDebian(workshop: Workshop): NotHere | undefined {
  if (process.platform !== 'linux' || MULTIARCH[process.arch] === undefined)
    return new NotHere(`there are no packages for ${process.platform} ${process.arch}`);
  const missing = ['apt-get', 'dpkg-deb'].find((tool) => onPath(tool, workshop.environment) === undefined);
  return missing === undefined ? undefined : new NotHere(`there is no ${missing}`);
}

/**
 * Downloads Debian packages with all they depend on, and unpacks them into a folder, without installing anything:
 * apt works on a state of its own. Gives the names of the package files.
 */
export async function unpackPackages(
  packages: readonly string[],
  folder: string,
  workshop: Workshop,
  progress: Progress,
): Promise<string[]> {
  const state = `${folder}/.apt`;
  const archives = join(state, 'archives');
  const environment = {
    APT_CONFIG: await writeAptConfiguration(state, archives, workshop),
    DEBIAN_FRONTEND: 'noninteractive',
  };
  progress(`reading Debian ${SUITE}'s package lists`);
  await runTool(workshop, { command: 'apt-get', parameters: ['update'], environment });
  let downloaded = 0;
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  const planned = await runTool(workshop, {
    command: 'apt-get',
    parameters: ['--print-uris', ...install],
    environment,
  });
  const files = planned.flatMap((line) => line.match(/^'[^']+' (\S+\.deb) \d+/)?.[1] ?? []);
  await runTool(workshop, {
    command: 'apt-get',
    parameters: ['--download-only', ...install],
    environment,
    onLine: (line) => line.startsWith('Get:') && progress(`downloading packages, ${++downloaded} of ${files.length}`),
  });
  for (const [index, file] of files.entries()) {
    progress(`unpacking packages, ${index + 1} of ${files.length}`);
    await runTool(workshop, { command: 'dpkg-deb', parameters: ['--extract', join(archives, file), folder] });
  }
  rmSync(state, { recursive: true });
  return files;
}

/** Settings of the machine's apt that say how to reach the mirror stay; where things lie becomes our own. */
async function writeAptConfiguration(state: string, archives: string, workshop: Workshop): Promise<string> {
  for (const folder of ['etc', 'empty', 'lists/partial', 'cache']) mkdirSync(join(state, folder), { recursive: true });
  mkdirSync(join(archives, 'partial'), { recursive: true });
  writeFileSync(join(state, 'status'), '');
  const mirror = await debianMirror(workshop);
  writeFileSync(join(state, 'etc', 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`);
  const dump = await runTool(workshop, { command: 'apt-config', parameters: ['dump'] });
  const settings = [
    ...dump.filter((line) => /^Acquire::[^"]*[^:"\s] "/.test(line)),
    `Dir::Etc "${state}/etc";`,
    `Dir::Etc::Parts "${state}/empty";`,
    `Dir::Etc::SourceParts "${state}/empty";`,
    `Dir::Etc::PreferencesParts "${state}/empty";`,
    `Dir::State "${state}";`,
    `Dir::State::Lists "${state}/lists";`,
    `Dir::State::Status "${state}/status";`,
    `Dir::Cache "${state}/cache";`,
    `Dir::Cache::Archives "${archives}";`,
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
  ];
  const file = join(state, 'apt.conf');
  writeFileSync(file, `${settings.join('\n')}\n`);
  return file;
}

async function debianMirror(workshop: Workshop): Promise<string> {
  const targets = await runTool(workshop, {
    command: 'apt-get',
    parameters: ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'],
  });
  const mirror = targets.find((address) => /\/debian\/?$/.test(address));
  if (mirror === undefined) throw new SetupError('no Debian mirror is among the sources of apt');
  return mirror;
}

/** Makes programs of an unpacked Debian run from `place`, with the libraries beside them instead of the system's. */
export async function makeRelocatable(
  { draft, place, programs, modules, inGo = false }: RelocatableFolder,
  workshop: Workshop,
  progress: Progress,
): Promise<void> {
  const libraries = `usr/lib/${multiarch}`;
  const loader = `${libraries}/${readdirSync(join(draft, libraries)).find((name) => /^ld-linux-.*\.so\.\d+$/.test(name))}`;
  const patchelf = (...parameters: string[]) =>
    runTool(workshop, {
      command: join(draft, loader),
      parameters: ['--library-path', join(draft, libraries), join(draft, 'usr/bin/patchelf'), ...parameters],
    });
  progress('making it independent of the system');
  // A module's own RUNPATH would make the loader ignore the RPATH of the program that loads it.
  const files = modules === undefined ? [] : readdirSync(join(draft, modules)).filter((name) => name.endsWith('.so'));
  const moduleFiles = files.map((name) => join(draft, modules ?? '', name)).filter((file) => lstatSync(file).isFile());
  if (moduleFiles.length > 0) await patchelf('--remove-rpath', ...moduleFiles);
  const searched = [libraries, ...(modules === undefined ? [] : [modules])].map((folder) => join(place, folder));
  for (const program of programs)
    await patchelf(
      ...(inGo ? ['--no-sort'] : []),
      ...['--set-interpreter', join(place, loader), '--force-rpath', '--set-rpath', searched.join(':')],
      join(draft, program),
    );
}

export interface RelocatableFolder {
  readonly draft: string;
  /** Where the draft will be moved; its programs hold this path. */
  readonly place: string;
  readonly programs: readonly string[];
  /** Folder with shared objects that the programs load at run time. @default none */
  readonly modules?: string;
  /** Programs made by Go crash at their start when their headers are put in another order. @default false */
  readonly inGo?: boolean;
}

const NOT_NEEDED = [
  'usr/include',
  'usr/share/doc',
  'usr/share/locale',
  'usr/share/man',
  'usr/share/info',
  'usr/share/lintian',
  'usr/share/perl',
  'usr/share/perl5',
  'usr/share/icons',
  'usr/share/fonts',
  'usr/share/mime',
  'var',
  'etc',
];

/** Removes what no program needs at run time. */
export function prune(folder: string): void {
  for (const name of NOT_NEEDED) rmSync(join(folder, name), { recursive: true, force: true });
  const libraries = join(folder, 'usr/lib');
  for (const name of [...readdirSync(libraries).map((entry) => join(libraries, entry)), ...librariesOf(folder)])
    if (/\/(libLLVM[^/]*|llvm-[^/]*|perl|systemd)$/.test(name)) rmSync(name, { recursive: true, force: true });
}

function librariesOf(folder: string): string[] {
  const libraries = join(folder, 'usr/lib', multiarch);
  return readdirSync(libraries).map((entry) => join(libraries, entry));
}
