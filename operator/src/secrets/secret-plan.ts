import {
  databaseOf,
  helperPort,
  infrastructurePorts,
  type PlatformEnvironment,
  type Provider,
  type RequiredSecret,
  requiredSecrets,
  resolve,
} from '@studynotion/cdk8s';
import { isAddress, makeSecretValue, randomText, sandboxSecrets, secrets, TOKEN_BYTES } from '@studynotion/platform';
import { externalKeys, providerKeys, type StudyNotionSpec } from '../resource/study-notion.ts';

/** A Secret of the user's own that only has to be there. */
export interface SecretReference {
  /** Where the resource names it, as in `spec.providers.mail.secret`. */
  readonly field: string;
  readonly secret: string;
}

/** The value of a source of kind `made`, by its name. */
export type MadeValue = (name: string) => string;

/** Where the value of a key comes from. */
export type Source =
  /** Made once and kept. Sources of the same name have the same value, whichever Secrets they are in. */
  | { readonly kind: 'made'; readonly name: string; readonly make: () => string }
  /** Follows from values that were made. */
  | { readonly kind: 'derived'; readonly derive: (madeValue: MadeValue) => string }
  /** Copied from the user's Secret whenever that changes: the first of these keys that it has. */
  | Copied
  /** To be copied, but the resource does not say from where. */
  | { readonly kind: 'unnamed'; readonly field: string };

export interface Copied {
  readonly kind: 'copied';
  /** Where the resource names the Secret. */
  readonly field: string;
  readonly secret: string;
  readonly keys: readonly string[];
  /** @default any text */
  readonly form?: AddressForm;
}

/** How an address begins. */
export interface AddressForm {
  readonly pattern: RegExp;
  readonly example: string;
}

/** A Secret that the operator keeps. */
export interface PlannedSecret {
  readonly name: string;
  readonly sources: Readonly<Record<string, Source>>;
}

export interface SecretPlan {
  /** In the order in which they are written. */
  readonly kept: readonly PlannedSecret[];
  /** What pods read is not among them: with that their other references are looked at. */
  readonly references: readonly SecretReference[];
  /** Name of the Secret with the site's certificate. */
  readonly certificate: string;
}

const providers = Object.keys(providerKeys) as Provider[];
const mongodbForm = { pattern: /^mongodb(\+srv)?:\/\/\S+$/, example: 'mongodb://user:password@host:27017' };
const amqpForm = { pattern: /^amqps?:\/\/\S+$/, example: 'amqps://user:password@host:5671' };
const smtpForm = { pattern: /^smtps?:\/\/\S+$/, example: 'smtps://user:password@host:465' };
const USER = 'studynotion';

/** Where the value of each key of each Secret comes from. */
export function secretPlan(spec: StudyNotionSpec, environment: PlatformEnvironment): SecretPlan {
  const { imagePullSecret } = spec;
  const own = requiredSecrets(environment)
    .filter(({ type }) => type === undefined)
    .map((secret) => ({ name: secret.name, sources: sourcesOf(secret, spec, environment) }));
  return {
    // An address is written when the password in it has been, lest another one is made in between.
    kept: [...own.filter((secret) => !hasAddress(secret)), ...own.filter(hasAddress)],
    references: imagePullSecret === undefined ? [] : [{ field: 'spec.imagePullSecret', secret: imagePullSecret }],
    certificate: resolve(environment).tlsSecret,
  };
}

function hasAddress({ sources }: PlannedSecret): boolean {
  return Object.values(sources).some(({ kind }) => kind === 'derived');
}

function sourcesOf(secret: RequiredSecret, spec: StudyNotionSpec, environment: PlatformEnvironment) {
  return Object.fromEntries(secret.keys.map((key) => [key, sourceOf(secret, key, spec, environment)]));
}

function sourceOf(
  secret: RequiredSecret,
  key: string,
  spec: StudyNotionSpec,
  environment: PlatformEnvironment,
): Source {
  if (secret.name === 'rabbitmq' && key === 'url') return brokerAddress(secret, spec);
  if (key === 'mongodb-uri') return databaseAddress(secret.name, spec, environment);
  const name = secret.name === 'sandbox' ? sandboxSecrets[key as keyof typeof sandboxSecrets] : key;
  const definition = secrets.find((candidate) => candidate.name === name);
  if (definition === undefined) return { kind: 'made', name: `${secret.name}/${key}`, make: makerOf(key) };
  const made: Source = { kind: 'made', name, make: () => makeSecretValue(definition.origin) };
  const provider = providers.find((candidate) => name in providerKeys[candidate]);
  // What a stand-in knows is made, so that it never learns a value of the real one.
  if (provider === undefined || secret.name === 'sandbox') return made;
  if (!resolve(environment).hasStandIn(provider)) return providerSource(provider, name, spec);
  return isAddress(definition.origin) ? { kind: 'derived', derive: () => SMTP_OF_SANDBOX } : made;
}

const SMTP_OF_SANDBOX = `smtp://sandbox:${helperPort('sandbox', 'smtp')}`;

function makerOf(key: string): () => string {
  return key === 'username' ? () => USER : () => randomText(TOKEN_BYTES);
}

function providerSource(provider: Provider, name: string, { providers }: StudyNotionSpec): Source {
  const { [name]: key = name } = providerKeys[provider] as Readonly<Record<string, string>>;
  const form = provider === 'mail' ? smtpForm : undefined;
  return given(`spec.providers.${provider}.secret`, providers[provider]?.secret, [key], form);
}

function databaseAddress(app: string, spec: StudyNotionSpec, { database = 'mongo' }: PlatformEnvironment): Source {
  if (database === 'external')
    return given('spec.database.secret', spec.database.secret, [app, externalKeys.database], mongodbForm);
  const host = databaseOf(app, database);
  const port = infrastructurePorts.mongodb;
  // FerretDB asks for no password; the network policy keeps others away.
  if (database === 'documentdb') return { kind: 'derived', derive: () => `mongodb://${host}:${port}` };
  return { kind: 'derived', derive: (made) => `mongodb://${logIn(host, made)}@${host}:${port}/?authSource=admin` };
}

/** A broker outside has no password here but the one in its address. */
function brokerAddress({ name, keys }: RequiredSecret, spec: StudyNotionSpec): Source {
  if (!keys.includes('password'))
    return given('spec.broker.secret', spec.broker.secret, [externalKeys.broker], amqpForm);
  return { kind: 'derived', derive: (made) => `amqp://${logIn(name, made)}@${name}:${infrastructurePorts.rabbitmq}` };
}

/** As it stands in an address; whoever made the Secret may have chosen any characters. */
function logIn(store: string, made: MadeValue): string {
  return [made(`${store}/username`), made(`${store}/password`)].map(encodeURIComponent).join(':');
}

function given(field: string, secret: string | undefined, keys: readonly string[], form?: AddressForm): Source {
  return secret === undefined ? { kind: 'unnamed', field } : { kind: 'copied', field, secret, keys, form };
}
