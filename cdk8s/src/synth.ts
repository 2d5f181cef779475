import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { PlatformEnvironment } from './environment.ts';
import { platformParts, toYaml } from './platform-objects.ts';
import { type PresetName, presets } from './presets.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Where the files of every environment are kept for reading; a test compares them. */
export const committedFolder = join(repository, 'cdk8s', 'synthesized');

const USAGE = `npm run synth -- --env ${Object.keys(presets).join('|')} [--broker redis|rabbitmq] [--host name] [--port number] [--output folder]
npm run synth -- --update    (writes all environments to cdk8s/synthesized)`;

export interface SynthOptions {
  readonly environment: PlatformEnvironment;
  readonly output: string;
}

/**
 * Reads the command line.
 * @throws TypeError that says what is wrong
 */
export function readOptions(parameters: readonly string[]): SynthOptions {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      env: { type: 'string' },
      broker: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      output: { type: 'string' },
    },
  });
  const preset = presets[values.env as PresetName];
  if (preset === undefined) throw new TypeError(`--env is one of ${Object.keys(presets).join(', ')}`);
  const environment = preset(versionOfPlatform());
  return {
    environment: {
      ...environment,
      broker: readBroker(values.broker) ?? environment.broker,
      host: values.host ?? environment.host,
      port: readPort(values.port) ?? environment.port,
    },
    output: values.output ?? join(repository, 'cdk8s', 'dist', environment.name),
  };
}

/** The version of the platform's images. */
export function versionOfPlatform(): string {
  return JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).version;
}

function readBroker(broker: string | undefined): PlatformEnvironment['broker'] {
  if (broker === undefined || broker === 'redis' || broker === 'rabbitmq') return broker;
  throw new TypeError('--broker is redis or rabbitmq');
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new TypeError('--port is a port number');
  return port;
}

/** The files of an environment, by name. */
export function filesOf(environment: PlatformEnvironment): ReadonlyMap<string, string> {
  return new Map(platformParts(environment).map((part) => [`${part.name}.yaml`, toYaml(part)]));
}

/** Writes the files of an environment; what an earlier run left in the folder goes away. */
export function write(files: ReadonlyMap<string, string>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith('.yaml') && !files.has(name)) rmSync(join(folder, name));
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}

function run(parameters: readonly string[]): void {
  if (parameters.includes('--update')) {
    for (const [name, preset] of Object.entries(presets))
      write(filesOf(preset(versionOfPlatform())), join(committedFolder, name));
    return;
  }
  const { environment, output } = readOptions(parameters);
  const files = filesOf(environment);
  write(files, output);
  process.stdout.write(`${files.size} files in ${output}\n`);
}

if (import.meta.main) {
  try {
    run(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exitCode = 1;
  }
}
