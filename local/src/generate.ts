import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { resourceFiles } from '@studynotion/operator/resource/resource-files';
import {
  type AppDefinition,
  apps,
  commonSettings,
  daprObjects,
  exampleEnvironment,
  secrets,
  toYaml,
} from '@studynotion/platform';
import { repository } from './installation.ts';
import { say } from './terminal.ts';

const COMPONENTS_FOLDER = 'dapr-components';

/** Every file that is written from the platform's table and from the schema of StudyNotion, by its path below the repository. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...daprObjects(exampleEnvironment).map((object): [string, string] => [
      join(COMPONENTS_FOLDER, object.file),
      toYaml(object),
    ]),
    ...apps.map((app): [string, string] => [`services/${app.id}/.env.example`, environmentExample(app)]),
    ...resourceFiles(),
  ]);
}

/** What a developer may set for a service that is started by hand. */
export function environmentExample(app: AppDefinition): string {
  const ports: Readonly<Record<string, number>> = {
    APP_PORT: app.port,
    OPERATIONS_PORT: app.operationsPort,
    DAPR_HTTP_PORT: app.dapr.httpPort,
  };
  const settings = [...commonSettings, ...app.settings].map(
    ({ name, description, example, default: value }) =>
      `# ${description}${value === undefined ? '; must be set' : ''}\n${name}=${quoted(String(ports[name] ?? example))}`,
  );
  const described = app.secrets.map(
    (name) => `#   ${name}: ${secrets.find((secret) => secret.name === name)?.description}`,
  );
  const secretLines =
    described.length === 0
      ? []
      : [`# Secrets do not stand here. The sidecar gives them, as keys of the secret ${app.id}:`, ...described];
  return [
    `# Settings of ${app.id}. Written from packages/platform by "npm run generate". Do not edit.`,
    ...secretLines,
    '',
    settings.join('\n\n'),
    '',
  ].join('\n');
}

function quoted(value: string): string {
  return /[\s<>#"']/.test(value) ? `"${value}"` : value;
}

/** Files that differ from what they should be, or should not be there. */
function differences(files: ReadonlyMap<string, string>): string[] {
  const wrong = [...files].filter(([file, content]) => readIfThere(file) !== content).map(([file]) => file);
  return [...wrong, ...leftOver(files)];
}

function leftOver(files: ReadonlyMap<string, string>): string[] {
  const folder = join(repository, COMPONENTS_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .filter((file) => !files.has(file));
}

function readIfThere(file: string): string | undefined {
  const place = join(repository, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

function write(files: ReadonlyMap<string, string>): void {
  for (const file of leftOver(files)) rmSync(join(repository, file));
  for (const [file, content] of files) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    writeFileSync(join(repository, file), content);
  }
}

if (import.meta.main) {
  const files = generatedFiles();
  const different = differences(files);
  if (!process.argv.includes('--check')) {
    write(files);
    say(`${different.length} of ${files.size} generated files changed`);
  } else if (different.length > 0) {
    say(`Not as table and schema say; run "npm run generate":\n${different.map((file) => `  ${file}`).join('\n')}`);
    process.exitCode = 1;
  } else say(`${files.size} generated files are up to date`);
}
