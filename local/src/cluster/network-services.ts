import { addresses } from './cluster.ts';
import { clusterImages } from './images.ts';
import {
  clusterRole,
  type KubernetesObject,
  namespaceNamed,
  programDeployment,
  serviceAccount,
  serviceAccountSubject,
  serviceFor,
  watched,
} from './objects.ts';

/** What kube-router, which runs beside the kubelet, may read. */
export function networkPolicyObjects(): KubernetesObject[] {
  const core = ['namespaces', 'pods', 'services', 'nodes', 'endpoints'];
  return clusterRole(
    'system:kube-router',
    [
      { apiGroups: [''], resources: core, verbs: watched },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: watched },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: watched },
    ],
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:kube-router' },
  );
}

const COREFILE = `.:53 {
  errors
  health :8080
  ready :8181
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    pods insecure
    fallthrough in-addr.arpa ip6.arpa
    ttl 5
  }
  cache 5
  reload
}
`;

/** CoreDNS, for names inside; there is no server outside to ask for others. */
export function dnsObjects(): KubernetesObject[] {
  const of = { name: 'coredns', namespace: 'kube-system' };
  return [
    serviceAccount(of.name, of.namespace),
    ...clusterRole(
      'system:coredns',
      [
        { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
      serviceAccountSubject(of.name, of.namespace),
    ),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...of }, data: { Corefile: COREFILE } },
    programDeployment({
      ...of,
      image: clusterImages.coredns,
      parameters: ['-conf', '/etc/coredns/Corefile'],
      ports: [
        { name: 'dns', containerPort: 53, protocol: 'UDP' },
        { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
      ],
      readiness: { httpGet: { path: '/ready', port: 8181 } },
      requests: { cpu: 20, memory: 40 },
      volumes: [{ name: 'configuration', mountPath: '/etc/coredns', source: { configMap: { name: of.name } } }],
    }),
    serviceFor(of, {
      clusterIP: addresses.dns,
      ports: [
        { name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, targetPort: 'dns-tcp', protocol: 'TCP' },
      ],
    }),
  ];
}

const PING_PORT = 8081;

export interface IngressOptions {
  /** On which it serves the hosts over TLS. */
  readonly port: number;
  readonly image: string;
  /** How it is reached from outside. */
  readonly service: { readonly clusterIP: string } | { readonly nodePort: number };
  /** Addresses of whoever passes connections on to it, whose X-Forwarded-For is believed. @default none */
  readonly forwarders?: readonly string[];
}

/** Traefik as the Ingress's controller. */
export function ingressObjects({ port, image, service, forwarders = [] }: IngressOptions): KubernetesObject[] {
  const of = { name: 'traefik', namespace: 'traefik' };
  return [
    namespaceNamed(of.namespace, { 'pod-security.kubernetes.io/enforce': 'restricted' }),
    serviceAccount(of.name, of.namespace),
    ...clusterRole(
      'traefik',
      [
        { apiGroups: [''], resources: ['services', 'secrets', 'nodes'], verbs: watched },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: watched },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
      ],
      serviceAccountSubject(of.name, of.namespace),
    ),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'traefik' },
      spec: { controller: 'traefik.io/ingress-controller' },
    },
    programDeployment({
      ...of,
      image,
      parameters: traefikParameters(port, forwarders),
      ports: [{ name: 'websecure', containerPort: port }],
      readiness: { httpGet: { path: '/ping', port: PING_PORT } },
      requests: { cpu: 50, memory: 80 },
    }),
    serviceFor(of, {
      ...('clusterIP' in service ? service : { type: 'NodePort' }),
      ports: [
        {
          ...{ name: 'websecure', port, targetPort: 'websecure' },
          ...('nodePort' in service ? service : {}),
        },
      ],
    }),
  ];
}

function traefikParameters(port: number, forwarders: readonly string[]): string[] {
  return [
    `--entryPoints.websecure.address=:${port}`,
    '--entryPoints.websecure.http.tls=true',
    // It covers a whole request: the upload of a film takes longer than the minute that is the default.
    '--entryPoints.websecure.transport.respondingTimeouts.readTimeout=30m',
    ...(forwarders.length === 0 ? [] : [`--entryPoints.websecure.forwardedHeaders.trustedIPs=${forwarders}`]),
    `--entryPoints.ping.address=:${PING_PORT}`,
    '--ping.entryPoint=ping',
    '--providers.kubernetesIngress=true',
    '--providers.kubernetesIngress.ingressClass=traefik',
    // Else it forgets the way to a service none of whose pods is ready, and the site answers 404 for the API.
    '--providers.kubernetesIngress.allowEmptyServices=true',
    '--global.checkNewVersion=false',
    '--global.sendAnonymousUsage=false',
    '--log.level=INFO',
    '--log.format=json',
  ];
}

/** The kubelet's certificate is signed by the cluster's authority. */
export const checkedKubelet = ['--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'];
/** kind's kubelets sign their certificates themselves. */
export const uncheckedKubelet = ['--kubelet-insecure-tls'];

/** metrics-server, which tells autoscalers and `kubectl top` what pods use. */
export function metricsObjects(image: string, kubeletParameters: readonly string[]): KubernetesObject[] {
  const of = { name: 'metrics-server', namespace: 'kube-system' };
  const subject = serviceAccountSubject(of.name, of.namespace);
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    serviceAccount(of.name, of.namespace),
    ...clusterRole(
      'system:metrics-server',
      [
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods', 'nodes'], verbs: watched },
      ],
      subject,
    ),
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'metrics-server:system:auth-delegator' },
      roleRef: { apiGroup, kind: 'ClusterRole', name: 'system:auth-delegator' },
      subjects: [subject],
    },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'metrics-server-auth-reader', namespace: 'kube-system' },
      roleRef: { apiGroup, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
      subjects: [subject],
    },
    programDeployment({
      ...of,
      image,
      parameters: [
        '--cert-dir=/tmp',
        '--secure-port=4443',
        '--kubelet-preferred-address-types=InternalIP',
        '--kubelet-use-node-status-port',
        ...kubeletParameters,
        '--metric-resolution=10s',
        '--kubelet-request-timeout=5s',
      ],
      ports: [{ name: 'https', containerPort: 4443 }],
      readiness: { httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' } },
      requests: { cpu: 20, memory: 60 },
      volumes: [{ name: 'tmp', mountPath: '/tmp', source: { emptyDir: {} } }],
    }),
    serviceFor(of, { ports: [{ name: 'https', port: 443, targetPort: 'https' }] }),
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: of,
      },
    },
  ];
}
