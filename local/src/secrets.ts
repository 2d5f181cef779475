import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AppId } from '@studynotion/contracts';
import {
  apps,
  isAddress,
  makeSecretValue,
  randomText,
  type SeedAccount,
  secrets,
  TOKEN_BYTES,
} from '@studynotion/platform';
import { helperPort, type Installation, within } from './installation.ts';
import { SetupError } from './setup-error.ts';

/** All values that were made for an installation. They are added when missing and never overwritten. */
export interface InstallationSecrets {
  /** Value of each secret of the platform's table. */
  readonly values: Readonly<Record<string, string>>;
  /** Tokens between each app and its sidecar. */
  readonly tokens: Readonly<Record<string, { readonly dapr: string; readonly app: string }>>;
  readonly redisPassword: string;
  readonly postgresqlPassword: string;
  /** Of MongoDB in a cluster. */
  readonly mongodbPassword: string;
  /** Of the broker in a cluster. */
  readonly rabbitmq: { readonly password: string; readonly erlangCookie: string };
  readonly accounts: readonly SeedAccount[];
  /** Of everybody in the demo data. */
  readonly demoPassword: string;
}

/** What is made once, and never again while the file stands. */
interface MasterFile {
  secrets: Record<string, string>;
  tokens: Record<string, { dapr: string; app: string }>;
  redisPassword: string;
  postgresqlPassword: string;
  mongodbPassword: string;
  rabbitmq: { password: string; erlangCookie: string };
  demoPassword: string;
}

/** Reads the secrets of an installation and makes those that are missing. */
export function prepareSecrets(installation: Installation): InstallationSecrets {
  const file = within(installation, 'secrets', 'installation.json');
  const known = readMaster(file);
  const complete = addMissing(known);
  if (JSON.stringify(complete) !== JSON.stringify(known)) writePrivate(file, complete);
  return {
    values: complete.secrets,
    tokens: complete.tokens,
    redisPassword: complete.redisPassword,
    postgresqlPassword: complete.postgresqlPassword,
    mongodbPassword: complete.mongodbPassword,
    rabbitmq: complete.rabbitmq,
    accounts: JSON.parse(complete.secrets['seed-accounts'] ?? '[]'),
    demoPassword: complete.demoPassword,
  };
}

/** The addresses among the secrets follow the installation's ports; they are known only once the parts run. */
export function addressesOf(installation: Installation, mongodbUri: string): Record<string, string> {
  return {
    'mongodb-uri': mongodbUri,
    'smtp-url': `smtp://127.0.0.1:${helperPort(installation, 'sandbox', 'smtp')}`,
  };
}

/** Writes the secrets file of each app: one secret, named after the app, with a key for each of its secrets. */
export function writeSecretFiles(
  installation: Installation,
  { values }: InstallationSecrets,
  addresses: Readonly<Record<string, string>>,
): void {
  for (const app of apps.filter(({ secrets: names }) => names.length > 0))
    writePrivate(within(installation, 'secrets', `${app.id}.json`), {
      [app.id]: secretsOf(app.id, { ...values, ...addresses }),
    });
}

/** The secrets that an app names, from the values of all. */
export function secretsOf(id: AppId, values: Readonly<Record<string, string>>): Record<string, string> {
  const names = apps.find((app) => app.id === id)?.secrets ?? [];
  const entries = names.map((name): [string, string] => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`There is no value for the secret ${name} of ${id}`);
    return [name, value];
  });
  return Object.fromEntries(entries);
}

function addMissing(known: Partial<MasterFile>): MasterFile {
  const made = { ...known.secrets };
  for (const { name, origin } of secrets) {
    if (made[name] !== undefined || isAddress(origin)) continue;
    made[name] = makeSecretValue(origin);
  }
  const tokens = { ...known.tokens };
  for (const { id } of apps) tokens[id] ??= { dapr: randomText(TOKEN_BYTES), app: randomText(TOKEN_BYTES) };
  return {
    secrets: made,
    tokens,
    redisPassword: known.redisPassword ?? randomText(TOKEN_BYTES),
    postgresqlPassword: known.postgresqlPassword ?? randomText(TOKEN_BYTES),
    mongodbPassword: known.mongodbPassword ?? randomText(TOKEN_BYTES),
    rabbitmq: known.rabbitmq ?? { password: randomText(TOKEN_BYTES), erlangCookie: randomText(TOKEN_BYTES) },
    demoPassword: known.demoPassword ?? randomText(12),
  };
}

function readMaster(file: string): Partial<MasterFile> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new SetupError(`${file} cannot be read as JSON: repair it, or begin anew with "npm start -- --reset".`);
  }
}

function writePrivate(file: string, content: unknown): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
