import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { infrastructurePorts } from '../connections.ts';
import { labelsOf } from '../constructs/labels.ts';
import { secretVariable, tcpProbe } from '../constructs/pod.ts';
import { Store } from '../constructs/store.ts';
import type { Platform, Resources } from '../environment.ts';

const RESOURCES: Resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '1', memory: '1Gi' } };

/** With less, a kill would lose events and state that Redis has acknowledged; when it is full it says so. */
const CONFIGURATION = `dir /data
appendonly yes
appendfsync always
save ""
maxmemory 768mb
maxmemory-policy noeviction
`;

/** The password comes by standard input, where no list of processes shows it. */
const START = `exec redis-server - <<END
include /configuration/redis.conf
requirepass $REDIS_PASSWORD
END`;

/** Redis: the state store, and the broker where that is not RabbitMQ. */
export function addRedis(scope: Construct, platform: Platform): void {
  new k8s.KubeConfigMap(scope, 'configuration', {
    metadata: { name: 'redis', labels: labelsOf('redis', platform.version) },
    data: { 'redis.conf': CONFIGURATION },
  });
  new Store(scope, 'redis', {
    platform,
    name: 'redis',
    image: platform.images.redis,
    port: { name: 'redis', number: infrastructurePorts.redis },
    resources: RESOURCES,
    storage: platform.storage.redis,
    command: ['sh', '-ec', START],
    env: [secretVariable('REDIS_PASSWORD', 'redis', 'password')],
    configuration: { 'redis.conf': '/configuration/redis.conf' },
    probe: tcpProbe('redis', { periodSeconds: 5, failureThreshold: 3 }),
    stopSeconds: 30,
  });
}
