/** Where a development machine has its parts; the values that differ between installations. */
export interface LocalDaprEnvironment {
  /** @default 'local' */
  readonly kind?: 'local';
  readonly redisHost: string;
  /** Folder with one secrets file per app, `<app>.json`. */
  readonly secretsFolder: string;
  /** SQLite file through which sidecars find each other. */
  readonly nameResolutionFile: string;
}

/**
 * An installation in Kubernetes. Passwords stand in the Secrets `redis` (key `password`) and `rabbitmq` (key `url`),
 * the secrets of an app in one named like it.
 */
export interface KubernetesDaprEnvironment {
  readonly kind: 'kubernetes';
  readonly namespace: string;
  /** SPIFFE trust domain of the apps' identities; installations of one cluster that have one each know no other's apps. */
  readonly trustDomain: string;
  readonly broker: 'redis' | 'rabbitmq';
  readonly redisHost: string;
}

export type DaprEnvironment = LocalDaprEnvironment | KubernetesDaprEnvironment;

/** Placeholders in the checked-in copy, which shows the objects without those of a certain machine. */
export const exampleEnvironment: LocalDaprEnvironment = {
  redisHost: '127.0.0.1:3400',
  secretsFolder: '.studynotion/secrets',
  nameResolutionFile: '.studynotion/names.db',
};
