import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { gatewayPort } from '../connections.ts';
import { labelsOf } from '../constructs/labels.ts';
import { helperPort, type Platform, type StandIn, standIns } from '../environment.ts';

/** `/api` to the gateway, the rest to the site; in development each stand-in under a name of its own. All by TLS. */
export function addIngress(scope: Construct, platform: Platform): void {
  const { host, tlsSecret, ingressClass, version, development } = platform;
  const names = development ? (Object.keys(standIns) as StandIn[]) : [];
  const standInRules = names.map((name) => ({
    host: `${name}.${host}`,
    http: { paths: [path('/', 'sandbox', helperPort('sandbox', standIns[name]))] },
  }));
  new k8s.KubeIngress(scope, 'ingress', {
    metadata: { name: 'studynotion', labels: labelsOf('studynotion', version) },
    spec: {
      ingressClassName: ingressClass,
      tls: [{ hosts: [host, ...standInRules.map((rule) => rule.host)], secretName: tlsSecret }],
      rules: [
        {
          host,
          http: {
            paths: [path('/api', 'api-gateway', gatewayPort()), path('/', 'frontend', helperPort('frontend', 'http'))],
          },
        },
        ...standInRules,
      ],
    },
  });
}

function path(prefix: string, service: string, port: number): k8s.HttpIngressPath {
  return { path: prefix, pathType: 'Prefix', backend: { service: { name: service, port: { number: port } } } };
}
