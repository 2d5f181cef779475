import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { multiarch } from '../parts/debian.ts';
import { runTool, type Workshop } from '../parts/workshop.ts';

/** Everything of the project runs as this user and group. */
export const USER = 10001;

const LIBRARIES = `usr/lib/${multiarch}`;
/** What every program here needs of glibc: the loader, itself, and how names are looked up. */
const GLIBC = /^(ld-linux-.*|lib(c|m|dl|rt|pthread|resolv|util|nss_dns|nss_files)\.so\.\d+)$/;

/** Makes the folders, links and files that a root file system has whatever runs in it. */
export function makeRoot(root: string, debian: string): void {
  for (const folder of [
    'usr/bin',
    'usr/sbin',
    'usr/lib64',
    LIBRARIES,
    'etc/ssl/certs',
    'tmp',
    'data',
    'proc',
    'sys',
    'dev',
    'run',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  copyFiles(join(debian, LIBRARIES), join(root, LIBRARIES), (name) => GLIBC.test(name));
  if (existsSync(join(debian, 'usr/lib64'))) copyFiles(join(debian, 'usr/lib64'), join(root, 'usr/lib64'), () => true);
  copyFiles(join(debian, 'usr/lib'), join(root, 'usr/lib'), (name) => name === 'os-release');
  const etc = (name: string, ...lines: string[]) => writeFileSync(join(root, 'etc', name), `${lines.join('\n')}\n`);
  etc('passwd', 'root:x:0:0:root:/root:/sbin/nologin', `studynotion:x:${USER}:${USER}::/tmp:/sbin/nologin`);
  etc('group', 'root:x:0:', `studynotion:x:${USER}:`);
  etc('nsswitch.conf', 'hosts: files dns');
  etc('hosts', '127.0.0.1 localhost', '::1 localhost');
  symlinkSync('../usr/lib/os-release', join(root, 'etc/os-release'));
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), certificates(debian));
}

/** A shell with the usual tools: one static program under all their names. */
export function addShell(root: string, debian: string): void {
  copyFiles(join(debian, 'usr/bin'), join(root, 'usr/bin'), (name) => name === 'busybox');
  for (const name of readFileSync(join(debian, 'applets'), 'utf8').trim().split('\n'))
    if (!existsSync(join(root, 'usr/bin', name))) symlinkSync('busybox', join(root, 'usr/bin', name));
}

/** Copies files, and links as links, of a folder by their names. */
export function copyFiles(from: string, to: string, wanted: (name: string) => boolean): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter(wanted))
    cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
}

/** Copies whole folders, as fast as the file system can. */
export async function copyFolders(from: string, to: string, folders: readonly string[], workshop: Workshop) {
  for (const folder of folders) {
    mkdirSync(dirname(join(to, folder)), { recursive: true });
    const parameters = ['--archive', '--reflink=auto', '--no-target-directory', join(from, folder), join(to, folder)];
    await runTool(workshop, { command: 'cp', parameters });
  }
}

/** Copies a program to a place in the root. */
export function copyProgram(program: string, root: string, to: string): void {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  cpSync(program, join(root, to));
  chmodSync(join(root, to), 0o755);
}

/** The authorities that Mozilla trusts, as Debian's installation script would write them. */
function certificates(debian: string): string {
  const folder = join(debian, 'usr/share/ca-certificates/mozilla');
  const files = readdirSync(folder).sort();
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
}
