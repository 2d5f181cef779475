import { allowedCalls, apps, publishedBy } from '@studynotion/platform';
import { appsWithDatabase, helperPort, type Platform, standIns } from './environment.ts';

/** Ports of a sidecar in Kubernetes; the injector's defaults. */
export const sidecarPorts = { http: 3500, grpc: 50_001, internal: 50_002, metrics: 9090 } as const;

export const infrastructurePorts = { redis: 6379, rabbitmq: 5672, mongodb: 27_017, postgresql: 5432 } as const;

/** Stands for the ingress controller, which is in a namespace of its own. */
export const INGRESS = 'ingress';

/** A connection that is allowed between two workloads of the namespace, or from the ingress controller. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/** Every connection that the platform needs inside its namespace; what is not here is refused. */
export function connections(platform: Platform): readonly Connection[] {
  return [
    { from: INGRESS, to: 'api-gateway', port: gatewayPort() },
    { from: INGRESS, to: 'frontend', port: helperPort('frontend', 'http') },
    ...allowedCalls().map(({ caller, callee }) => ({ from: caller, to: callee, port: sidecarPorts.internal })),
    ...brokerConnections(platform),
    ...stateUsers()
      .filter((from) => platform.broker !== 'redis' || !brokerUsers().includes(from))
      .map((from) => ({ from, to: 'redis', port: infrastructurePorts.redis })),
    ...databaseConnections(platform),
    ...(platform.development ? standInConnections(platform) : []),
  ];
}

export function gatewayPort(): number {
  return apps.find(({ id }) => id === 'api-gateway')?.port ?? 0;
}

function brokerConnections({ broker }: Platform): Connection[] {
  if (broker === 'external') return [];
  return brokerUsers().map((from) => ({ from, to: broker, port: infrastructurePorts[broker] }));
}

/** Apps that publish or receive events. */
export function brokerUsers(): readonly string[] {
  return apps.filter((app) => app.subscriptions.length > 0 || publishedBy(app.id).length > 0).map(({ id }) => id);
}

function stateUsers(): string[] {
  return apps.filter(({ usesStateStore }) => usesStateStore).map(({ id }) => id);
}

function databaseConnections({ database }: Platform): Connection[] {
  if (database === 'external') return [];
  const port = infrastructurePorts.mongodb;
  const users = appsWithDatabase.map(({ id }) => ({ from: id, to: databaseOf(id, database), port }));
  if (database !== 'documentdb') return users;
  return [...users, { from: 'mongodb', to: 'postgresql', port: infrastructurePorts.postgresql }];
}

/** The workload that keeps an app's documents. */
export function databaseOf(app: string, mode: Platform['database']): string {
  return mode === 'mongo-per-service' ? `mongodb-${app}` : 'mongodb';
}

function standInConnections({ hasStandIn }: Platform): Connection[] {
  const sandbox = (from: string, name: string) => ({ from, to: 'sandbox', port: helperPort('sandbox', name) });
  return [
    ...Object.values(standIns).map((name) => sandbox(INGRESS, name)),
    ...(hasStandIn('razorpay') ? [sandbox('payment-service', 'razorpay')] : []),
    ...(hasStandIn('cloudinary') ? [sandbox('media-service', 'cloudinary')] : []),
    ...(hasStandIn('mail') ? [sandbox('notification-service', 'smtp')] : []),
    // Webhooks, as the providers send them.
    { from: 'sandbox', to: 'api-gateway', port: gatewayPort() },
  ];
}
