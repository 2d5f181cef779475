import { apps } from '@studynotion/platform';
import { databaseOf } from './connections.ts';
import { appsWithDatabase, type PlatformEnvironment, resolve } from './environment.ts';

/** A Secret that must be there before the platform starts. */
export interface RequiredSecret {
  readonly name: string;
  readonly keys: readonly string[];
  /** @default 'Opaque' */
  readonly type?: 'kubernetes.io/tls';
}

/** Keys of the Secret `sandbox`: the variables with which the stand-ins know what payment-service and media-service know. */
export const sandboxSecretKeys = [
  'RAZORPAY_KEY_ID',
  'RAZORPAY_KEY_SECRET',
  'RAZORPAY_WEBHOOK_SECRET',
  'CLOUDINARY_API_KEY',
  'CLOUDINARY_API_SECRET',
] as const;

/** The Secrets of an installation, which whoever installs makes in its namespace. */
export function requiredSecrets(environment: PlatformEnvironment): readonly RequiredSecret[] {
  const platform = resolve(environment);
  const { database, broker, development, tlsSecret } = platform;
  return [
    ...apps.filter(({ secrets }) => secrets.length > 0).map(({ id, secrets }) => ({ name: id, keys: secrets })),
    ...apps.flatMap(({ id }) => [
      { name: `${id}-dapr-token`, keys: ['token'] },
      { name: `${id}-app-token`, keys: ['token'] },
    ]),
    { name: 'redis', keys: ['password'] },
    ...(broker === 'rabbitmq' ? [{ name: 'rabbitmq', keys: ['username', 'password', 'erlang-cookie', 'url'] }] : []),
    ...(broker === 'external' ? [{ name: 'rabbitmq', keys: ['url'] }] : []),
    ...(database === 'documentdb' ? [{ name: 'postgresql', keys: ['password'] }] : []),
    ...mongodbNames(database).map((name) => ({ name, keys: ['username', 'password'] })),
    ...(development ? [{ name: 'sandbox', keys: sandboxSecretKeys }] : []),
    { name: tlsSecret, keys: ['tls.crt', 'tls.key'], type: 'kubernetes.io/tls' },
  ];
}

function mongodbNames(database: string): string[] {
  if (database === 'mongo') return ['mongodb'];
  if (database !== 'mongo-per-service') return [];
  return appsWithDatabase.map(({ id }) => databaseOf(id, database));
}
