import type { AppId } from '@studynotion/contracts';
import type { Images, PlatformEnvironment, Resources, ServiceOptions } from './environment.ts';

/** Images of other makers, by exact tag. */
const officialImages: Partial<Images> = {
  redis: 'docker.io/library/redis:7.4.2',
  rabbitmq: 'docker.io/library/rabbitmq:4.0.5',
  mongodb: 'docker.io/library/mongo:7.0.16',
};

/** Builds of our own, for where no others can be had. Named, so that another version of the platform leaves them alone. */
const ownImages = (registry: string, version: string): Partial<Images> => ({
  redis: `${registry}/redis:${version}`,
  rabbitmq: `${registry}/rabbitmq:${version}`,
  postgresql: `${registry}/postgresql:${version}`,
  ferretdb: `${registry}/ferretdb:${version}`,
});

const HOST = 'studynotion.localhost';
const LOCAL_REGISTRY = 'localhost/studynotion';
const DEVELOPMENT_PORT = 8443;

/** Where tests make one service busy; elsewhere in development one pod is enough. */
const scaled: ServiceOptions = { autoscaling: { maximumReplicas: 3, targetCpu: '300m' } };
const services: Partial<Record<AppId, ServiceOptions>> = {
  'media-service': { settings: { CLOUDINARY_CLOUD_NAME: 'studynotion' } },
};

const LARGE: Resources = { requests: { cpu: '100m', memory: '192Mi' }, limits: { cpu: '1', memory: '512Mi' } };
const LARGE_SIDECAR: Resources = { requests: { cpu: '50m', memory: '96Mi' }, limits: { cpu: '1', memory: '384Mi' } };

/**
 * The environments that `npm run synth` knows.
 * - `dev`: the single-node cluster of `npm run cluster`, with images of our own for everything
 * - `kind`: the same in kind, with the official images of database and broker
 * - `prod`: several replicas, RabbitMQ, no stand-ins
 */
export const presets = {
  dev: (version: string): PlatformEnvironment => ({
    name: 'dev',
    version,
    registry: LOCAL_REGISTRY,
    images: ownImages(LOCAL_REGISTRY, version),
    host: HOST,
    port: DEVELOPMENT_PORT,
    development: true,
    database: 'documentdb',
    dnsSeconds: 5,
    services: { ...services, 'api-gateway': scaled, 'course-service': scaled },
  }),
  kind: (version: string): PlatformEnvironment => ({
    name: 'kind',
    version,
    registry: LOCAL_REGISTRY,
    images: officialImages,
    host: HOST,
    port: DEVELOPMENT_PORT,
    development: true,
    database: 'mongo',
    services,
  }),
  prod: (version: string): PlatformEnvironment => ({
    name: 'prod',
    version,
    registry: 'registry.example/studynotion',
    images: officialImages,
    host: 'studynotion.example',
    database: 'external',
    broker: 'rabbitmq',
    replicas: 2,
    autoscaling: { maximumReplicas: 6 },
    resources: LARGE,
    sidecarResources: LARGE_SIDECAR,
    storage: { redis: '8Gi', rabbitmq: '20Gi', database: '50Gi' },
    services,
  }),
} as const satisfies Record<string, (version: string) => PlatformEnvironment>;
export type PresetName = keyof typeof presets;
