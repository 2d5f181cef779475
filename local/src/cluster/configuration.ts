import { join } from 'node:path';
import type { KeyPair } from '@studynotion/certificates';
import { stringify } from 'yaml';
import { addresses, nodeName } from './cluster.ts';

/** Where the cluster's folder is seen inside its namespaces: short enough for sockets, whatever its real path is. */
export const inside = '/run/cluster';
export const containerdSocket = '/run/containerd/containerd.sock';
export const pauseImage = 'localhost/studynotion-cluster/pause:1.0.0';

export function kubeconfigFor(authority: string, client: KeyPair, namespace = 'default'): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'studynotion',
        cluster: {
          server: `https://127.0.0.1:${addresses.apiServerPort}`,
          'certificate-authority-data': base64(authority),
        },
      },
    ],
    users: [
      {
        name: 'user',
        user: { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.key) },
      },
    ],
    contexts: [{ name: 'studynotion', context: { cluster: 'studynotion', user: 'user', namespace } }],
    'current-context': 'studynotion',
  });
}

/** @param cgroupRoot folder of this cluster in every cgroup hierarchy, as in `/studynotion-local` */
export function kubeletConfiguration(cgroupRoot: string): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(inside, 'pki/ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: join(inside, 'pki/kubelet.crt'),
    tlsPrivateKeyFile: join(inside, 'pki/kubelet.key'),
    address: addresses.node,
    healthzBindAddress: '127.0.0.1',
    clusterDNS: [addresses.dns],
    clusterDomain: 'cluster.local',
    resolvConf: join(inside, 'configuration/resolv.conf'),
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    cgroupDriver: 'cgroupfs',
    cgroupRoot,
    failCgroupV1: false,
    failSwapOn: false,
    protectKernelDefaults: true,
    maxPods: 200,
    // Dapr's injector waits for a file of a ConfigMap that is filled after its pod has started: a minute, by default.
    syncFrequency: '10s',
    seccompDefault: true,
    // The disk is the developer's: how full it is must neither delete images nor evict pods.
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '0%', 'nodefs.inodesFree': '0%' },
    shutdownGracePeriod: '0s',
    registerWithTaints: [],
  });
}

export function kubeProxyConfiguration(): string {
  return stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: join(inside, 'pki/kube-proxy.kubeconfig') },
    mode: 'nftables',
    clusterCIDR: addresses.pods,
    hostnameOverride: nodeName,
    healthzBindAddress: '127.0.0.1:10256',
    metricsBindAddress: '127.0.0.1:10249',
    // The table of connections is the machine's, and so is its size.
    conntrack: { maxPerCore: 0 },
  });
}

/** @param nodeFolder unpacked packages with runc and the CNI plugins */
export function containerdConfiguration(nodeFolder: string): string {
  return `version = 3
root = '/var/lib/containerd'
state = '/run/containerd'

[grpc]
  address = '${containerdSocket}'

[plugins.'io.containerd.internal.v1.opt']
  path = '/var/lib/containerd/opt'

[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '${pauseImage}'

[plugins.'io.containerd.cri.v1.runtime']
  # Without CAP_SYS_RESOURCE, as in many containers, runc could not set the scores that the kubelet wants.
  restrict_oom_score_adj = true

  [plugins.'io.containerd.cri.v1.runtime'.cni]
    bin_dirs = ['${join(nodeFolder, 'usr/lib/cni')}']
    conf_dir = '${join(inside, 'configuration/cni')}'

  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
    runtime_type = 'io.containerd.runc.v2'

    [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
      BinaryName = '${join(nodeFolder, 'usr/sbin/runc')}'
      SystemdCgroup = false
`;
}

/** Each pod on a link of its own and routed: nothing goes from pod to pod past the node's packet filter. */
export function podNetwork(): string {
  return JSON.stringify({
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      {
        type: 'ptp',
        ipMasq: false,
        ipam: {
          type: 'host-local',
          dataDir: '/run/cni',
          ranges: [[{ subnet: addresses.pods }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  });
}

/** Whoever changes what, without what it holds: enough to tell who did something, and no secret in it. */
export function auditPolicy(): string {
  return stringify({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [{ level: 'None', verbs: ['get', 'list', 'watch'] }, { level: 'Metadata' }],
  });
}
