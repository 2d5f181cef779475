import { join } from 'node:path';
import type { Unit } from '../supervisor.ts';
import { addresses, nodeName } from './cluster.ts';
import { inside } from './configuration.ts';

const pki = (file: string) => join(inside, 'pki', file);
const configuration = (file: string) => join(inside, 'configuration', file);
const ETCD = 'http://127.0.0.1:2379';

/** What runs from the first moment, and what needs the API server to answer. */
export interface Units {
  readonly first: readonly Unit[];
  readonly afterApiServer: readonly Unit[];
}

/** The programs of the node with their parameters. */
export function unitsOf(programs: Readonly<Record<string, string>>): Units {
  const { node = '', kubernetes = '', containerd = '', 'kube-router': kubeRouter = '' } = programs;
  const tools = [containerd, join(node, 'usr/sbin'), join(node, 'usr/bin'), '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  const environment = {
    PATH: tools.join(':'),
    TMPDIR: '/run/tmp',
    HOME: '/run/tmp',
    XTABLES_LIBDIR: programs.xtables,
  };
  const unit = (name: string, command: string, parameters: readonly string[]): Unit => ({
    ...{ name, command, parameters, environment },
    kind: 'infrastructure',
    folder: '/',
  });
  const ofKubernetes = (name: string, parameters: readonly string[]) => unit(name, join(kubernetes, name), parameters);
  return {
    first: [
      unit('etcd', join(node, 'usr/bin/etcd'), etcd()),
      unit('containerd', join(containerd, 'containerd'), ['--config', configuration('containerd.toml')]),
      ofKubernetes('kube-apiserver', apiServer()),
    ],
    afterApiServer: [
      ofKubernetes('kube-controller-manager', controllerManager()),
      ofKubernetes('kube-scheduler', [`--kubeconfig=${pki('scheduler.kubeconfig')}`, '--leader-elect=false']),
      ofKubernetes('kubelet', kubelet()),
      ofKubernetes('kube-proxy', [`--config=${configuration('kube-proxy.yaml')}`]),
      unit('kube-router', join(kubeRouter, 'kube-router'), networkPolicies()),
    ],
  };
}

function etcd(): string[] {
  return [
    '--data-dir=/var/lib/etcd',
    `--listen-client-urls=${ETCD}`,
    `--advertise-client-urls=${ETCD}`,
    '--listen-peer-urls=http://127.0.0.1:2380',
    '--initial-advertise-peer-urls=http://127.0.0.1:2380',
    '--initial-cluster=default=http://127.0.0.1:2380',
    // The cluster's objects are made anew at every start.
    '--unsafe-no-fsync',
  ];
}

function apiServer(): string[] {
  return [
    `--etcd-servers=${ETCD}`,
    `--advertise-address=${addresses.node}`,
    `--secure-port=${addresses.apiServerPort}`,
    `--service-cluster-ip-range=${addresses.services}`,
    `--tls-cert-file=${pki('kube-apiserver.crt')}`,
    `--tls-private-key-file=${pki('kube-apiserver.key')}`,
    `--client-ca-file=${pki('ca.crt')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${pki('service-accounts.crt')}`,
    `--service-account-signing-key-file=${pki('service-accounts.key')}`,
    '--allow-privileged',
    `--audit-policy-file=${configuration('audit-policy.yaml')}`,
    `--audit-log-path=${join(inside, 'logs', 'audit.log')}`,
    // In MiB; one old file is kept beside it.
    '--audit-log-maxsize=50',
    '--audit-log-maxbackup=1',
    '--kubelet-preferred-address-types=InternalIP',
    `--kubelet-certificate-authority=${pki('ca.crt')}`,
    `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
    `--kubelet-client-key=${pki('kubelet-client.key')}`,
    `--requestheader-client-ca-file=${pki('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${pki('front-proxy.crt')}`,
    `--proxy-client-key-file=${pki('front-proxy.key')}`,
  ];
}

function controllerManager(): string[] {
  const kubeconfig = pki('controller-manager.kubeconfig');
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--use-service-account-credentials',
    `--service-account-private-key-file=${pki('service-accounts.key')}`,
    `--root-ca-file=${pki('ca.crt')}`,
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
    '--allocate-node-cidrs',
    `--cluster-cidr=${addresses.pods}`,
    '--node-cidr-mask-size=24',
    // A person or a test that adds load wants to see the autoscaler act.
    '--horizontal-pod-autoscaler-initial-readiness-delay=10s',
    '--horizontal-pod-autoscaler-cpu-initialization-period=30s',
  ];
}

function kubelet(): string[] {
  return [
    `--kubeconfig=${pki('kubelet.kubeconfig')}`,
    `--config=${configuration('kubelet.yaml')}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${addresses.node}`,
  ];
}

/** Of kube-router only the part that enforces NetworkPolicy; kube-proxy and the CNI plugin do the rest. */
function networkPolicies(): string[] {
  return [
    `--kubeconfig=${pki('kube-router.kubeconfig')}`,
    `--hostname-override=${nodeName}`,
    '--run-firewall=true',
    '--run-router=false',
    '--run-service-proxy=false',
    '--enable-cni=false',
    '--health-port=0',
    `--service-cluster-ip-range=${addresses.services}`,
  ];
}
