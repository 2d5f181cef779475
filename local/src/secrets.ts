import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AppId } from '@studynotion/contracts';
import { apps, type SecretOrigin, secrets } from '@studynotion/platform';
import { helperPort, type Installation, within } from './installation.ts';
import { SetupError } from './setup-error.ts';

export interface SeedAccount {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: 'administrator' | 'instructor' | 'student';
}

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
  const complete = addMissing(known, installation);
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

function addMissing(known: Partial<MasterFile>, installation: Installation): MasterFile {
  const made = { ...known.secrets };
  for (const { name, origin } of secrets) {
    if (made[name] !== undefined || isAddress(origin)) continue;
    made[name] = make(origin, installation);
  }
  const tokens = { ...known.tokens };
  for (const { id } of apps) tokens[id] ??= { dapr: randomText(24), app: randomText(24) };
  return {
    secrets: made,
    tokens,
    redisPassword: known.redisPassword ?? randomText(24),
    postgresqlPassword: known.postgresqlPassword ?? randomText(24),
    mongodbPassword: known.mongodbPassword ?? randomText(24),
    rabbitmq: known.rabbitmq ?? { password: randomText(24), erlangCookie: randomText(24) },
    demoPassword: known.demoPassword ?? randomText(12),
  };
}

function isAddress(origin: SecretOrigin): boolean {
  return 'installation' in origin && (origin.installation === 'mongodb-uri' || origin.installation === 'smtp-url');
}

function make(origin: SecretOrigin, installation: Installation): string {
  if ('random' in origin) return randomText(origin.random);
  if ('rsa' in origin)
    return generateKeyPairSync('rsa', {
      modulusLength: origin.rsa,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
  if (origin.installation === 'seed-accounts') return JSON.stringify(seedAccounts());
  if (origin.installation === 'razorpay-key-id') return `rzp_test_${randomLetters(14)}`;
  if (origin.installation === 'cloudinary-api-key') return String(randomInt(1e14, 2e14));
  throw new TypeError(`${origin.installation} of ${installation.instance} is an address, not a secret that is made`);
}

function seedAccounts(): SeedAccount[] {
  const account = (name: string, firstName: string, lastName: string, role: SeedAccount['role']): SeedAccount => ({
    email: `${name}@studynotion.example`,
    password: randomText(12),
    firstName,
    lastName,
    role,
  });
  return [
    account('admin', 'Platform', 'Administrator', 'administrator'),
    account('instructor', 'Course', 'Instructor', 'instructor'),
    account('student', 'Sample', 'Student', 'student'),
  ];
}

function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
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
