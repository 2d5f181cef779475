import { rabbitmqTopology } from '@studynotion/platform';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { infrastructurePorts } from '../connections.ts';
import { labelsOf } from '../constructs/labels.ts';
import { secretVariable, tcpProbe, variables } from '../constructs/pod.ts';
import { Store } from '../constructs/store.ts';
import type { Platform, Resources } from '../environment.ts';

const RESOURCES: Resources = { requests: { cpu: '100m', memory: '384Mi' }, limits: { cpu: '2', memory: '1Gi' } };

/** Publishers are stopped, and keep their events, before memory or disk are full. */
const CONFIGURATION = `vm_memory_high_watermark.relative = 0.6
disk_free_limit.absolute = 256MB
# What quorum queues have written last is also in memory; the default of 512 MiB is too much for this pod.
raft.wal_max_size_bytes = 67108864
`;

/**
 * Runs beside the start. Until it is done the pod is not ready and nobody can publish, so that every event finds the
 * queues of its consumers, also those that were never up.
 */
const DECLARE = `export PATH=/usr/lib/rabbitmq/bin:$PATH
until rabbitmqctl --quiet await_startup --timeout 60; do sleep 1; done
exec rabbitmqctl --quiet import_definitions /configuration/definitions.json`;

const definitions = () => ({ 'definitions.json': `${JSON.stringify(rabbitmqTopology(), undefined, 1)}\n` });

/** What a RabbitMQ outside is to import before the first start; who runs it takes it from here. */
export function addRabbitmqDefinitions(scope: Construct, { version }: Platform): void {
  new k8s.KubeConfigMap(scope, 'definitions', {
    metadata: { name: 'rabbitmq', labels: labelsOf('rabbitmq', version) },
    data: definitions(),
  });
}

/** RabbitMQ, a single node with quorum queues. */
export function addRabbitmq(scope: Construct, platform: Platform): void {
  new k8s.KubeConfigMap(scope, 'configuration', {
    metadata: { name: 'rabbitmq', labels: labelsOf('rabbitmq', platform.version) },
    data: {
      '90-studynotion.conf': CONFIGURATION,
      ...definitions(),
    },
  });
  new Store(scope, 'rabbitmq', {
    platform,
    name: 'rabbitmq',
    image: platform.images.rabbitmq,
    port: { name: 'amqp', number: infrastructurePorts.rabbitmq },
    resources: RESOURCES,
    storage: platform.storage.rabbitmq,
    env: [
      ...variables({
        HOME: '/data',
        RABBITMQ_LOGS: '-',
        RABBITMQ_MNESIA_BASE: '/data/mnesia',
        // Its data are kept under this name: it must not change with the pod's.
        RABBITMQ_NODENAME: 'rabbit@localhost',
      }),
      secretVariable('RABBITMQ_DEFAULT_USER', 'rabbitmq', 'username'),
      secretVariable('RABBITMQ_DEFAULT_PASS', 'rabbitmq', 'password'),
      secretVariable('RABBITMQ_ERLANG_COOKIE', 'rabbitmq', 'erlang-cookie'),
    ],
    lifecycle: { postStart: { exec: { command: ['sh', '-ec', DECLARE] } } },
    configuration: {
      '90-studynotion.conf': '/etc/rabbitmq/conf.d/90-studynotion.conf',
      'definitions.json': '/configuration/definitions.json',
    },
    scratchFolders: { home: '/var/lib/rabbitmq' },
    probe: tcpProbe('amqp', { periodSeconds: 5, failureThreshold: 3 }),
    stopSeconds: 60,
  });
}
