import type { Autoscaling, DatabaseMode, PlatformEnvironment, Provider, ServiceOptions } from '@studynotion/cdk8s';
import { type ServiceName, type StudyNotion, type StudyNotionSpec, serviceNames } from './study-notion.ts';

/** Label of every object that the operator has made; by it, it finds those that are to be no more. */
export const managedBy = { name: 'app.kubernetes.io/managed-by', value: 'studynotion-operator' } as const;

/** The platform that a resource describes, as the constructs take it. Nothing is read or written. */
export function environmentOf({ metadata, spec }: Pick<StudyNotion, 'metadata' | 'spec'>): PlatformEnvironment {
  const { version, registry, imagePullSecret, images, host, port, tlsSecret, ingress, development, cluster } = spec;
  const { database, broker, state, storageClass, sidecarResources } = spec;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    labels: { [managedBy.name]: managedBy.value },
    version,
    registry,
    imagePullSecret,
    images,
    host,
    port,
    tlsSecret,
    ingressClass: ingress.class,
    ingressNamespace: ingress.namespace,
    trustedProxies: ingress.trustedProxies,
    ...cluster,
    development,
    realProviders: Object.keys(spec.providers) as Provider[],
    database: databaseModeOf(database),
    databaseNetworks: database.networks,
    databasePorts: database.ports,
    broker: brokers[broker.type],
    brokerNetworks: broker.networks,
    storageClass,
    storage: { redis: state.storage, rabbitmq: broker.storage, database: database.storage },
    volumesOnDeletion: spec.dataOnDeletion === 'Delete' ? 'delete' : 'keep',
    sidecarResources,
    services: Object.fromEntries(serviceNames.map((name) => [name, serviceOf(name, spec)])),
  };
}

const brokers = { Redis: 'redis', RabbitMQ: 'rabbitmq', External: 'external' } as const;

function databaseModeOf({ mode, engine }: StudyNotionSpec['database']): DatabaseMode {
  if (mode === 'External') return 'external';
  if (mode === 'Dedicated') return 'mongo-per-service';
  return engine === 'DocumentDB' ? 'documentdb' : 'mongo';
}

/** All of a service is decided here: `replicas` of its own keep the autoscaler of all away, and the other way round. */
function serviceOf(name: ServiceName, spec: StudyNotionSpec): ServiceOptions {
  const own = spec.services[name];
  return {
    ...(scaleOf(own) ?? scaleOf(spec) ?? { replicas: 1 }),
    resources: own?.resources ?? spec.resources,
    settings: settingsOf(name, spec),
    environment: own?.environment,
  };
}

type Scale = Pick<StudyNotionSpec, 'replicas' | 'autoscaling'>;

function scaleOf({ replicas, autoscaling }: Scale = {}): { replicas: number; autoscaling?: Autoscaling } | undefined {
  if (autoscaling !== undefined) {
    const { minReplicas, maxReplicas, targetCpu } = autoscaling;
    return { replicas: minReplicas, autoscaling: { maximumReplicas: maxReplicas, targetCpu } };
  }
  return replicas === undefined ? undefined : { replicas };
}

/** The stand-in of Cloudinary knows an account of any name. */
const STAND_IN_ACCOUNT = 'studynotion';

function settingsOf(name: ServiceName, { providers }: StudyNotionSpec): Record<string, string> {
  if (name === 'media-service') return { CLOUDINARY_CLOUD_NAME: providers.cloudinary?.cloudName ?? STAND_IN_ACCOUNT };
  if (name === 'notification-service' && providers.mail !== undefined) {
    const { sender, contact = sender } = providers.mail;
    return { MAIL_FROM: sender, CONTACT_MAILBOX: contact };
  }
  return {};
}
