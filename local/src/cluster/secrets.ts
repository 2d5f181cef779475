import { type DatabaseMode, type PlatformEnvironment, resolve } from '@studynotion/cdk8s';
import type { KeyPair } from '@studynotion/certificates';
import { apps, helpers } from '@studynotion/platform';
import { providerSecrets } from '../environment.ts';
import { type InstallationSecrets, prepareSecrets, secretsOf } from '../secrets.ts';
import type { Cluster } from './cluster.ts';
import type { KubernetesObject } from './objects.ts';

const USER = 'studynotion';

/** Secrets of the platform by name. They are made once for each cluster and stay when it goes. */
export function secretObjects(cluster: Cluster, environment: PlatformEnvironment, tls: KeyPair): KubernetesObject[] {
  const { namespace, database } = resolve(environment);
  const secrets = prepareSecrets(cluster);
  const opaque = Object.entries(secretValues(secrets, database)).map(([name, stringData]) => ({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } },
    ...{ type: 'Opaque', stringData },
  }));
  const certificate = {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'studynotion-tls', namespace } },
    ...{ type: 'kubernetes.io/tls', stringData: { 'tls.crt': tls.certificate, 'tls.key': tls.key } },
  };
  return [...opaque, certificate];
}

function secretValues(secrets: InstallationSecrets, database: DatabaseMode): Record<string, Record<string, string>> {
  const mongodb = { username: USER, password: secrets.mongodbPassword };
  // FerretDB asks for no password; the network policy keeps others away.
  const access = database === 'mongo' ? `${mongodb.username}:${mongodb.password}@` : '';
  const options = database === 'mongo' ? '/?authSource=admin' : '';
  const mongodbUri = `mongodb://${access}mongodb:27017${options}`;
  const values = { ...secrets.values, 'mongodb-uri': mongodbUri, 'smtp-url': smtpAddress() };
  const ofApps = apps.filter((app) => app.secrets.length > 0).map(({ id }) => [id, secretsOf(id, values)]);
  const tokens = Object.entries(secrets.tokens).flatMap(([id, { dapr, app }]) => [
    [`${id}-dapr-token`, { token: dapr }],
    [`${id}-app-token`, { token: app }],
  ]);
  const { password, erlangCookie } = secrets.rabbitmq;
  return {
    ...Object.fromEntries([...ofApps, ...tokens]),
    redis: { password: secrets.redisPassword },
    postgresql: { password: secrets.postgresqlPassword },
    rabbitmq: {
      ...{ username: USER, password, 'erlang-cookie': erlangCookie },
      url: `amqp://${USER}:${password}@rabbitmq:5672`,
    },
    mongodb,
    sandbox: providerSecrets(secrets),
  };
}

function smtpAddress(): string {
  return `smtp://sandbox:${helpers.find(({ id }) => id === 'sandbox')?.ports.smtp}`;
}
