import type { Autoscaling, DatabaseMode, PlatformEnvironment, ServiceOptions } from '@studynotion/cdk8s';
import type { StudyNotionSpecInput } from '@studynotion/operator/resource/study-notion';

/** The `spec` of a StudyNotion that describes the same platform, as far as environments of a development machine go. */
export function specOf(environment: PlatformEnvironment): StudyNotionSpecInput {
  const { version, registry, images, host, port, development, dnsSeconds, services = {} } = environment;
  return {
    ...{ version, registry, images, host, port, development },
    ingress: { trustedProxies: environment.trustedProxies },
    database: databaseOf(environment.database ?? 'mongo'),
    broker: { type: environment.broker === 'rabbitmq' ? 'RabbitMQ' : 'Redis' },
    ...scaleOf(environment),
    services: Object.fromEntries(Object.entries(services).map(([name, options]) => [name, serviceOf(options)])),
    cluster: { dnsSeconds },
  };
}

function databaseOf(mode: DatabaseMode): StudyNotionSpecInput['database'] {
  if (mode === 'external') throw new TypeError('An external database stands in a Secret that is not made here');
  if (mode === 'mongo-per-service') return { mode: 'Dedicated' };
  return { engine: mode === 'documentdb' ? 'DocumentDB' : 'MongoDB' };
}

/** The name of the account at the stand-in of Cloudinary is the operator's to choose; other settings are variables. */
function serviceOf(options: ServiceOptions) {
  const settings = Object.entries(options.settings ?? {}).filter(([name]) => name !== 'CLOUDINARY_CLOUD_NAME');
  const environment = [...settings.map(([name, value]) => ({ name, value })), ...(options.environment ?? [])];
  return {
    ...scaleOf(options),
    ...(options.resources === undefined ? {} : { resources: options.resources }),
    ...(environment.length === 0 ? {} : { environment }),
  };
}

function scaleOf({ replicas, autoscaling }: { replicas?: number; autoscaling?: Autoscaling }) {
  if (autoscaling === undefined) return replicas === undefined ? {} : { replicas };
  const { maximumReplicas: maxReplicas, targetCpu } = autoscaling;
  return { autoscaling: { minReplicas: replicas, maxReplicas, targetCpu } };
}
