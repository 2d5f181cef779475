import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Platform, Resources } from '../environment.ts';
import { ConnectionPolicy } from './connection-policy.ts';
import { labelsOf, selectorOf } from './labels.ts';
import { podDefaults, resourcesOf, restrictedContainer, type tcpProbe, temporary } from './pod.ts';

export interface StoreProps {
  readonly platform: Platform;
  readonly name: string;
  readonly image: string;
  /** The port that clients use, by its name. */
  readonly port: { readonly name: string; readonly number: number };
  readonly resources: Resources;
  /** Size of the volume. */
  readonly storage: string;
  /** Where the volume is mounted. @default '/data' */
  readonly dataFolder?: string;
  /** @default the image's own */
  readonly command?: readonly string[];
  /** @default none */
  readonly env?: k8s.EnvVar[];
  readonly probe: ReturnType<typeof tcpProbe>;
  /** @default none */
  readonly lifecycle?: k8s.Lifecycle;
  /** Files of the ConfigMap of its name, by key, and where each is mounted. @default none */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Other folders that it writes to and that need not survive. @default none besides /tmp */
  readonly scratchFolders?: Readonly<Record<string, string>>;
  /** How long it may take to stop, in seconds. */
  readonly stopSeconds: number;
}

/** One pod that keeps data on a volume of its own: a StatefulSet, its Service and its NetworkPolicy. */
export class Store extends Construct {
  constructor(scope: Construct, id: string, props: StoreProps) {
    super(scope, id);
    const { platform, name, port, storage, stopSeconds, configuration = {}, scratchFolders = {} } = props;
    const metadata = { name, labels: labelsOf(name, platform.version) };

    new k8s.KubeServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeStatefulSet(this, 'stateful-set', {
      metadata,
      spec: {
        replicas: 1,
        serviceName: name,
        revisionHistoryLimit: 3,
        // By the other policy a pod that does not start is not replaced, not even by one that would.
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        // Volumes stay when nothing is said.
        ...(platform.volumesOnDeletion === 'delete'
          ? { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } }
          : {}),
        selector: { matchLabels: selectorOf(name) },
        template: {
          // Without the platform's version: a new one must not start the store anew.
          metadata: { labels: selectorOf(name) },
          spec: {
            ...podDefaults(platform),
            serviceAccountName: name,
            terminationGracePeriodSeconds: stopSeconds,
            containers: [container(props)],
            volumes: [
              temporary.volume,
              ...Object.keys(scratchFolders).map((volume) => ({ name: volume, emptyDir: {} })),
              ...(Object.keys(configuration).length > 0 ? [{ name: 'configuration', configMap: { name } }] : []),
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data', labels: selectorOf(name) },
            spec: {
              accessModes: ['ReadWriteOnce'],
              ...(platform.storageClass === undefined ? {} : { storageClassName: platform.storageClass }),
              resources: { requests: { storage: k8s.Quantity.fromString(storage) } },
            },
          },
        ],
      },
    });
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector: selectorOf(name),
        ports: [
          { name: port.name, port: port.number, targetPort: k8s.IntOrString.fromString(port.name), protocol: 'TCP' },
        ],
      },
    });
    new ConnectionPolicy(this, 'network', { platform, workload: name });
  }
}

function container(props: StoreProps): k8s.Container {
  const { name, image, port, resources, dataFolder = '/data', command, env = [], probe, lifecycle } = props;
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command: [...command] }),
    env,
    ports: [{ name: port.name, containerPort: port.number, protocol: 'TCP' }],
    startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 90 },
    livenessProbe: { ...probe, periodSeconds: 20, failureThreshold: 3 },
    readinessProbe: { ...probe, periodSeconds: 5, failureThreshold: 2 },
    ...(lifecycle === undefined ? {} : { lifecycle }),
    resources: resourcesOf(resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      temporary.mount,
      { name: 'data', mountPath: dataFolder },
      ...Object.entries(props.scratchFolders ?? {}).map(([volume, mountPath]) => ({ name: volume, mountPath })),
      ...Object.entries(props.configuration ?? {}).map(([subPath, mountPath]) => ({
        name: 'configuration',
        mountPath,
        subPath,
        readOnly: true,
      })),
    ],
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}
