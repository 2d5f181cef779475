import { type PlatformEnvironment, resolve } from '@studynotion/cdk8s';
import { type CopiedValue, copiedValue } from './copied-value.ts';
import type { Copied, SecretPlan, SecretReference, Source } from './secret-plan.ts';
import type { SecretState } from './stored-secret.ts';

/** A value that the user has yet to give. */
export interface MissingSecret {
  /** Field of the resource that it belongs to, as in `spec.providers.mail.secret`. */
  readonly field: string;
  /** Name of the Secret, where the resource names one. */
  readonly secret?: string;
  /** Key in it, where the Secret itself is there. */
  readonly key?: string;
  /** What is to be done, for an engineer. */
  readonly message: string;
}

type Stored = ReadonlyMap<string, SecretState>;

/** What the user has yet to give, each thing once. */
export function missingSecrets(
  plan: SecretPlan,
  environment: PlatformEnvironment,
  stored: Stored,
): readonly MissingSecret[] {
  const sources = plan.kept.flatMap((secret) => Object.values(secret.sources));
  const all = [
    ...sources.flatMap((source) => ofSource(source, stored)),
    ...plan.references.flatMap((reference) => ofReference(reference, stored)),
    ...ofCertificate(plan.certificate, environment, stored),
  ];
  return [...new Map(all.map((missing) => [missing.message, missing])).values()];
}

function ofSource(source: Source, stored: Stored): MissingSecret[] {
  if (source.kind === 'unnamed')
    return [{ field: source.field, message: `${source.field} is missing: name the Secret that holds it.` }];
  if (source.kind !== 'copied') return [];
  const { kind } = copiedValue(source, stored);
  return kind === 'value' ? [] : [missingCopy(kind, source)];
}

function missingCopy(
  kind: Exclude<CopiedValue['kind'], 'value'>,
  { field, secret, keys, form }: Copied,
): MissingSecret {
  const key = keys.join(' or ');
  if (kind === 'no-secret') return { field, secret, message: noSecret(field, secret) };
  if (kind === 'forbidden') return { field, secret, message: forbidden(field, secret) };
  if (kind === 'no-key') return { field, secret, key, message: noKey(field, secret, key) };
  const message = `${key} in the Secret ${secret} (${field}) is no such address as ${form?.example}: correct it.`;
  return { field, secret, key, message };
}

function ofReference({ field, secret }: SecretReference, stored: Stored): MissingSecret[] {
  const kind = stored.get(secret)?.kind;
  if (kind === 'there') return [];
  return [{ field, secret, message: kind === 'forbidden' ? forbidden(field, secret) : noSecret(field, secret) }];
}

const noSecret = (field: string, secret: string) => `There is no Secret ${secret} (${field}): create it.`;
const noKey = (field: string, secret: string, key: string) =>
  `The Secret ${secret} (${field}) has nothing under ${key}: add it.`;
const forbidden = (field: string, secret: string) =>
  `The operator may not read the Secret ${secret} (${field}): add it to rbac.secretNames in the values of its chart.`;

/** In development the operator makes one where there is none. */
function ofCertificate(secret: string, environment: PlatformEnvironment, stored: Stored): MissingSecret[] {
  const field = 'spec.tlsSecret';
  const state = stored.get(secret);
  if (state?.kind === 'forbidden') return [{ field, secret, message: forbidden(field, secret) }];
  if (state?.kind === 'there')
    return ['tls.crt', 'tls.key']
      .filter((key) => !state.values[key])
      .map((key) => ({ field, secret, key, message: noKey(field, secret, key) }));
  if (environment.development === true) return [];
  const message = `There is no Secret ${secret} (${field}) with the certificate of ${resolve(environment).host}: create it with the type kubernetes.io/tls, or let a certificate manager do so.`;
  return [{ field, secret, message }];
}
