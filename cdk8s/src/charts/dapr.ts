import { type DaprObject, daprObjects } from '@studynotion/platform';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { infrastructurePorts } from '../connections.ts';
import { labelsOf } from '../constructs/labels.ts';
import type { Platform } from '../environment.ts';

/** Dapr's objects of the platform's table: those of some kinds. */
export function addDaprObjects(scope: Construct, platform: Platform, kinds: readonly string[]): void {
  const objects = daprObjects({
    kind: 'kubernetes',
    namespace: platform.namespace,
    trustDomain: platform.trustDomain,
    broker: platform.broker,
    redisHost: `redis:${infrastructurePorts.redis}`,
  });
  for (const { object } of objects.filter(({ object: { kind } }) => kinds.includes(kind))) add(scope, object, platform);
}

function add(scope: Construct, { metadata, ...object }: DaprObject['object'], { version }: Platform): void {
  new ApiObject(scope, `${object.kind}-${metadata.name}`, {
    ...object,
    metadata: { ...metadata, labels: labelsOf('studynotion', version) },
  });
}
