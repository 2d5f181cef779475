import type { PlatformEnvironment } from '@studynotion/cdk8s';
import {
  ApiError,
  type KubernetesApi,
  type KubernetesObject,
  type OwnerReference,
  type StoredObject,
} from '../kubernetes/kubernetes-api.ts';
import type { StudyNotion } from '../resource/study-notion.ts';
import { AUTHORITY, developmentCertificate } from './development-certificate.ts';
import { type MissingSecret, missingSecrets } from './missing-secrets.ts';
import { type SecretPlan, secretPlan } from './secret-plan.ts';
import { dataOf, isOurs, MANAGED_BY, readSecret, type SecretState, type SecretValues } from './stored-secret.ts';
import { COPIED_KEYS, type WantedSecret, wantedValues } from './wanted-values.ts';

/** The resource whose Secrets are kept. */
export type SecretsOwner = Pick<StudyNotion, 'apiVersion' | 'kind' | 'metadata' | 'spec'>;

export interface KeptSecrets {
  /** What the user has yet to give, in the order of the platform's parts. */
  readonly missing: readonly MissingSecret[];
  /** Names of those that were made or changed. */
  readonly written: readonly string[];
}

export interface KeepSecretsOptions {
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** Of whoever else writes at the same time, one wins; the others read again what that one has written. */
const ATTEMPTS = 5;

/**
 * Makes and keeps the Secrets of an installation: what is made once is added where it is missing and never overwritten,
 * what follows from elsewhere follows. Every Secret is written on its own, and each run begins with what is there: it
 * may end anywhere.
 * @throws ApiError where the API server refuses
 */
export async function keepSecrets(
  api: KubernetesApi,
  owner: SecretsOwner,
  environment: PlatformEnvironment,
  options: KeepSecretsOptions,
): Promise<KeptSecrets> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await keepOnce(api, owner, environment, options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409 || attempt === ATTEMPTS) throw error;
    }
  }
}

async function keepOnce(
  api: KubernetesApi,
  owner: SecretsOwner,
  environment: PlatformEnvironment,
  { now, signal }: KeepSecretsOptions,
): Promise<KeptSecrets> {
  const plan = secretPlan(owner.spec, environment);
  const stored = await readAll(api, owner.metadata.namespace, namesIn(plan, environment), signal);
  requireOwn(plan, stored);
  const written: string[] = [];
  for (const secret of await wantedSecrets(plan, environment, stored, now())) {
    const before = stored.get(secret.name);
    const after = before?.kind === 'there' ? changed(before.object, secret, owner) : created(secret, owner);
    if (after === undefined) continue;
    await ('uid' in after.metadata ? api.replace(after as StoredObject) : api.create(after));
    written.push(secret.name);
  }
  return { missing: missingSecrets(plan, environment, stored), written };
}

function namesIn({ kept, references, certificate }: SecretPlan, { development }: PlatformEnvironment): Set<string> {
  const sources = kept.flatMap((secret) => Object.values(secret.sources));
  return new Set([
    ...kept.map(({ name }) => name),
    ...sources.flatMap((source) => (source.kind === 'copied' ? [source.secret] : [])),
    ...references.map(({ secret }) => secret),
    certificate,
    ...(development === true ? [AUTHORITY] : []),
  ]);
}

async function readAll(
  api: KubernetesApi,
  namespace: string,
  names: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, SecretState>> {
  const read = async (name: string) => [name, await readSecret(api, namespace, name, signal)] as const;
  return new Map(await Promise.all([...names].map(read)));
}

/** What cannot be read might hold a value already, and another must not be made. */
function requireOwn({ kept }: SecretPlan, stored: ReadonlyMap<string, SecretState>): void {
  const names = kept.map(({ name }) => name).filter((name) => stored.get(name)?.kind === 'forbidden');
  if (names.length === 0) return;
  const message = `The operator may not read the Secrets ${names.join(', ')}, which it keeps: upgrade its chart.`;
  throw new ApiError(403, 'Forbidden', message);
}

type WantedObject = WantedSecret & { readonly type: string };

async function wantedSecrets(
  plan: SecretPlan,
  environment: PlatformEnvironment,
  stored: ReadonlyMap<string, SecretState>,
  now: Date,
): Promise<readonly WantedObject[]> {
  const kept = wantedValues(plan.kept, stored).map((secret) => ({ ...secret, type: 'Opaque' }));
  if (environment.development !== true) return kept;
  const [certificate, authority] = [plan.certificate, AUTHORITY].map((name) => stored.get(name)) as [
    SecretState,
    SecretState,
  ];
  const made = await developmentCertificate(environment, certificate, authority, now);
  const pair = (name: string, values: SecretValues | undefined) =>
    values === undefined ? [] : [{ name, values, copiedKeys: [], type: 'kubernetes.io/tls' }];
  return [...kept, ...pair(AUTHORITY, made.authority), ...pair(plan.certificate, made.certificate)];
}

function created(secret: WantedObject, owner: SecretsOwner): KubernetesObject {
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', type: secret.type, data: dataOf(secret.values) },
    metadata: {
      ...{ name: secret.name, namespace: owner.metadata.namespace },
      labels: { ...MANAGED_BY, 'app.kubernetes.io/part-of': 'studynotion' },
      annotations: annotationsOf(secret, {}),
      ownerReferences: ownersOf(owner, []),
    },
  };
}

/** Undefined where nothing is to be changed. Labels and owners of a Secret that somebody else made stay as they are. */
function changed(object: StoredObject, secret: WantedObject, owner: SecretsOwner): StoredObject | undefined {
  const { metadata } = object;
  const after: StoredObject = {
    ...object,
    data: { ...(object.data as object), ...dataOf(secret.values) },
    metadata: {
      ...metadata,
      annotations: annotationsOf(secret, metadata.annotations ?? {}),
      ...(isOurs(object) ? { ownerReferences: ownersOf(owner, metadata.ownerReferences ?? []) } : {}),
    },
  };
  return contentOf(after) === contentOf(object) ? undefined : after;
}

/** Two objects with the same content are the same to us. */
function contentOf({ data = {}, metadata }: KubernetesObject): string {
  const sorted = (record: object = {}) => Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([sorted(data as object), sorted(metadata.annotations), metadata.ownerReferences ?? []]);
}

function annotationsOf({ copiedKeys }: WantedSecret, before: Readonly<Record<string, string>>): Record<string, string> {
  const { [COPIED_KEYS]: _, ...others } = before;
  return copiedKeys.length === 0 ? others : { ...others, [COPIED_KEYS]: [...copiedKeys].sort().join(',') };
}

/** A Secret without owner outlives the resource, and the next one finds it. */
function ownersOf({ apiVersion, kind, metadata, spec }: SecretsOwner, before: readonly OwnerReference[]) {
  const others = before.filter((reference) => reference.kind !== kind);
  if (spec.dataOnDeletion !== 'Delete') return others;
  return [...others, { apiVersion, kind, name: metadata.name, uid: metadata.uid }];
}
