import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { namespacePeer } from '../constructs/connection-policy.ts';
import { labelsOf } from '../constructs/labels.ts';
import type { Platform } from '../environment.ts';

/** Nobody in the namespace reaches or is reached by anybody, but for DNS and what each workload's own policy allows. */
export function addNetworkDefaults(scope: Construct, { version, dnsNamespace }: Platform): void {
  new k8s.KubeNetworkPolicy(scope, 'deny-all', {
    metadata: { name: 'deny-all', labels: labelsOf('studynotion', version) },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
  new k8s.KubeNetworkPolicy(scope, 'dns', {
    metadata: { name: 'allow-dns', labels: labelsOf('studynotion', version) },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [namespacePeer(dnsNamespace)],
          ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: k8s.IntOrString.fromNumber(53) })),
        },
      ],
    },
  });
}
