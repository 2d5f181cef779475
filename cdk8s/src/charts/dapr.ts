import { type DaprObject, daprObjects } from '@studynotion/platform';
import type { Construct } from 'constructs';
import { infrastructurePorts } from '../connections.ts';
import { labelsOf } from '../constructs/labels.ts';
import type { Platform } from '../environment.ts';
import { Component, Configuration, Resiliency, SubscriptionV2Alpha1 } from '../imports/dapr.ts';

/** The classes of Dapr's pinned release leave out what its custom resources do not have; a test sees that nothing is. */
const classes = { Component, Configuration, Resiliency, Subscription: SubscriptionV2Alpha1 } as const;
export type DaprKind = keyof typeof classes;

/** Dapr's objects of the platform's table: those of some kinds. */
export function addDaprObjects(scope: Construct, platform: Platform, kinds: readonly DaprKind[]): void {
  const { namespace, trustDomain, broker, version } = platform;
  const redisHost = `redis:${infrastructurePorts.redis}`;
  const component = broker === 'redis' ? 'redis' : 'rabbitmq';
  const objects = daprObjects({ kind: 'kubernetes', namespace, trustDomain, broker: component, redisHost });
  for (const { object } of objects) if (kinds.some((kind) => kind === object.kind)) add(scope, object, version);
}

function add(
  scope: Construct,
  { apiVersion, kind, metadata, scopes, ...fields }: DaprObject['object'],
  version: string,
): void {
  const Class = classes[kind as DaprKind];
  if (Class.GVK.apiVersion !== apiVersion) throw new TypeError(`Dapr has no ${kind} of ${apiVersion}`);
  new Class(scope, `${kind}-${metadata.name}`, {
    ...fields,
    ...(scopes === undefined ? {} : { scopes: [...scopes] }),
    metadata: { ...metadata, labels: labelsOf('studynotion', version) },
  });
}
