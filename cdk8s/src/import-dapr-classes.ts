import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './synth.ts';

/** Written by this, and read by charts/dapr.ts. */
const CLASSES = join(repository, 'cdk8s', 'src', 'imports', 'dapr.ts');
/** cdk8s' importer, with a lock file of its own: it brings a hundred packages that nothing else needs. */
const IMPORTER = join(repository, 'cdk8s', 'tools', 'dapr-classes');
/** Kinds that the platform has, by the files of Dapr's chart. */
const FILES = ['components', 'configuration', 'resiliency', 'subscription'];

/** The folder of the pinned Dapr release's chart, from the Go module that daprd is built from. */
export function daprChart(): string {
  const answer = execFileSync('go', ['mod', 'download', '-json', 'github.com/dapr/dapr'], {
    cwd: join(repository, 'local', 'tools', 'daprd'),
    encoding: 'utf8',
  });
  return join(JSON.parse(answer).Dir, 'charts', 'dapr');
}

/** The classes of Dapr's custom resources, as `cdk8s import` writes them, in a form that Node runs as it is. */
function daprClasses(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studynotion-dapr-classes-'));
  try {
    const definitions = FILES.map((file) => readFileSync(join(daprChart(), 'crds', `${file}.yaml`), 'utf8'));
    // All in one file: each import overwrites what an earlier one wrote.
    writeFileSync(join(folder, 'crds.yaml'), definitions.join('\n---\n'));
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: IMPORTER, stdio: 'pipe' });
    const importer = join(IMPORTER, 'node_modules', '.bin', 'cdk8s');
    const parameters = ['import', 'crds.yaml', '--language', 'typescript', '--output', folder, '--no-save'];
    execFileSync(importer, parameters, { cwd: folder, stdio: 'pipe' });
    return strippable(readFileSync(join(folder, 'dapr.io.ts'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Node takes types away and compiles nothing: types are imported as such, and an enum is an object. */
function strippable(source: string): string {
  return source
    .replace(
      'import { ApiObject, ApiObjectMetadata, GroupVersionKind }',
      'import { ApiObject, type ApiObjectMetadata, type GroupVersionKind }',
    )
    .replace('import { Construct }', 'import type { Construct }')
    .replaceAll(
      /^export enum (\w+) \{\n([\s\S]*?)^\}/gm,
      (_, name: string, members: string) =>
        `export const ${name} = {\n${members.replaceAll(/^( +\w+) = /gm, '$1: ')}} as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];`,
    );
}

if (import.meta.main) {
  const classes = daprClasses();
  if (!process.argv.includes('--check')) writeFileSync(CLASSES, classes);
  else if (readFileSync(CLASSES, 'utf8') !== classes) {
    process.stderr.write(`${CLASSES} is not what the pinned release gives; run "npm run import:dapr"\n`);
    process.exitCode = 1;
  }
}
