import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { connections, INGRESS } from '../connections.ts';
import type { Platform } from '../environment.ts';
import { labelsOf, selectorOf } from './labels.ts';

/** Networks outside the namespace that a workload may reach. */
export interface OutsideAccess {
  readonly networks: readonly k8s.IpBlock[];
  /** TCP ports. */
  readonly ports: readonly number[];
}

/** The internet, without what is private or answers only inside a cloud's machine. */
export const internet: k8s.IpBlock = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
};

export interface ConnectionPolicyProps {
  readonly platform: Platform;
  readonly workload: string;
  /** Whether it has a sidecar, which talks to Dapr's control plane. @default false */
  readonly sidecar?: boolean;
  /** @default nothing */
  readonly outside?: readonly OutsideAccess[];
}

/** The NetworkPolicy of a workload: both ends of its connections, and what it may reach outside. */
export class ConnectionPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { platform, workload, sidecar = false, outside = [] }: ConnectionPolicyProps,
  ) {
    super(scope, id);
    const all = connections(platform);
    new k8s.KubeNetworkPolicy(this, 'policy', {
      metadata: { name: workload, labels: labelsOf(workload, platform.version) },
      spec: {
        podSelector: { matchLabels: selectorOf(workload) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: byPort(all.filter(({ to }) => to === workload)).map(([port, sources]) => ({
          from: sources.map(({ from }) => peer(from, platform)),
          ports: [tcp(port)],
        })),
        egress: [
          ...byPort(all.filter(({ from }) => from === workload)).map(([port, targets]) => ({
            to: targets.map(({ to }) => peer(to, platform)),
            ports: [tcp(port)],
          })),
          // Identity from sentry, configuration from the operator; their Services and pods use different ports.
          ...(sidecar ? [{ to: [namespacePeer(platform.daprNamespace)] }] : []),
          ...outside.map(({ networks, ports }) => ({
            to: networks.map((ipBlock) => ({ ipBlock })),
            ports: ports.map(tcp),
          })),
        ],
      },
    });
  }
}

function byPort<Item extends { readonly port: number }>(items: readonly Item[]): [number, Item[]][] {
  return [...Map.groupBy(items, ({ port }) => port)];
}

function peer(workload: string, { ingressNamespace }: Platform): k8s.NetworkPolicyPeer {
  if (workload === INGRESS) return namespacePeer(ingressNamespace);
  return { podSelector: { matchLabels: selectorOf(workload) } };
}

export function namespacePeer(namespace: string): k8s.NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) };
}
