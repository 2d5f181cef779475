import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Platform, ServiceScale } from '../environment.ts';
import { ConnectionPolicy } from './connection-policy.ts';
import { labelsOf, selectorOf } from './labels.ts';
import { podDefaults, resourcesOf, restrictedContainer, spread, temporary } from './pod.ts';
import { scaling } from './scaling.ts';

export interface PlainWorkloadProps {
  readonly platform: Platform;
  readonly name: string;
  readonly image: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly scale: ServiceScale;
  readonly env: k8s.EnvVar[];
  readonly liveness: k8s.Probe;
  readonly readiness: k8s.Probe;
  /** Folders that it writes to and that need not survive. @default none besides /tmp */
  readonly scratchFolders?: Readonly<Record<string, string>>;
  /**
   * How long it goes on as before when told to stop, in seconds, until endpoints and proxies have heard of it.
   * @default 0
   */
  readonly drainSeconds?: number;
}

/** A Deployment without a sidecar, its Service and its NetworkPolicy. */
export class PlainWorkload extends Construct {
  constructor(scope: Construct, id: string, props: PlainWorkloadProps) {
    super(scope, id);
    const {
      platform,
      name,
      image,
      ports,
      scale,
      env,
      liveness,
      readiness,
      scratchFolders = {},
      drainSeconds = 0,
    } = props;
    const metadata = { name, labels: labelsOf(name, platform.version) };

    new k8s.KubeServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        ...scaling(this, { workload: name, platform, scale }),
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: 300,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        selector: { matchLabels: selectorOf(name) },
        template: {
          metadata: { labels: metadata.labels },
          spec: {
            ...podDefaults(platform),
            serviceAccountName: name,
            terminationGracePeriodSeconds: drainSeconds + 30,
            topologySpreadConstraints: spread(selectorOf(name)),
            containers: [
              {
                name,
                image,
                imagePullPolicy: 'IfNotPresent',
                env,
                ports: Object.entries(ports).map(([port, containerPort]) => ({
                  name: port,
                  containerPort,
                  protocol: 'TCP',
                })),
                startupProbe: { ...liveness, periodSeconds: 2, failureThreshold: 60 },
                livenessProbe: liveness,
                readinessProbe: readiness,
                ...(drainSeconds > 0 ? { lifecycle: wait(drainSeconds) } : {}),
                resources: resourcesOf(scale.resources),
                securityContext: restrictedContainer,
                volumeMounts: [
                  temporary.mount,
                  ...Object.entries(scratchFolders).map(([volume, mountPath]) => ({ name: volume, mountPath })),
                ],
                terminationMessagePolicy: 'FallbackToLogsOnError',
              },
            ],
            volumes: [
              temporary.volume,
              ...Object.keys(scratchFolders).map((volume) => ({ name: volume, emptyDir: {} })),
            ],
          },
        },
      },
    });
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector: selectorOf(name),
        ports: Object.entries(ports).map(([port, number]) => ({
          name: port,
          port: number,
          targetPort: k8s.IntOrString.fromString(port),
          protocol: 'TCP',
        })),
      },
    });
    new ConnectionPolicy(this, 'network', { platform, workload: name });
  }
}

function wait(seconds: number): k8s.Lifecycle {
  return { preStop: { exec: { command: ['node', '--eval', `setTimeout(() => {}, ${seconds * 1000})`] } } };
}
