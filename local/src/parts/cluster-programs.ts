import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { type Progress, step } from '../terminal.ts';
import { type CachedPart, fromCache } from './cache.ts';
import { makeRelocatable, prune, unpackPackages, withoutDebian } from './debian.ts';
import { type GoProgram, goProgram } from './go-program.ts';
import type { Workshop } from './workshop.ts';

export const versions = {
  kubernetes: '1.36.3',
  containerd: '2.2.9',
  coredns: '1.15.0',
  traefik: '3.6.12',
  'metrics-server': '0.9.0',
  'kube-router': '2.1.0',
  helm: '4.3.1',
  dapr: '1.18.1',
  kubeconform: '0.8.0',
  pause: '1.0.0',
} as const;

const lockedModule = ['go.mod', 'go.sum'];
const each = (path: string, names: readonly string[]) => names.map((name) => `${path}/${name}`);

/** By the name of the tools module in `local/tools`. */
const goPrograms = {
  kubernetes: {
    package: each('k8s.io/kubernetes/cmd', [
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kubelet',
      'kube-proxy',
      'kubectl',
    ]),
    tags: 'notest,grpcnotrace',
    linkerFlags: `-s -w -X k8s.io/component-base/version.gitVersion=v${versions.kubernetes}`,
  },
  containerd: {
    package: each('github.com/containerd/containerd/v2/cmd', ['containerd', 'containerd-shim-runc-v2', 'ctr']),
    tags: 'no_btrfs,no_devmapper,no_zfs',
  },
  dapr: {
    package: each('github.com/dapr/dapr/cmd', ['sentry', 'operator', 'injector']),
    tags: 'allcomponents',
    linkerFlags: `-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=${versions.dapr}`,
  },
  coredns: { package: 'github.com/coredns/coredns' },
  traefik: { package: 'github.com/traefik/traefik/v3/cmd/traefik' },
  'metrics-server': { package: 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
  'kube-router': { package: 'github.com/cloudnativelabs/kube-router/v2/cmd/kube-router' },
  helm: { package: 'helm.sh/helm/v4/cmd/helm' },
  kubeconform: { package: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  pause: { package: '.', sources: ['go.mod', 'main.go'] },
} as const satisfies Record<keyof typeof versions, Partial<GoProgram> & Pick<GoProgram, 'package'>>;

/** What is built from a tools module: a folder with one program or several. */
export function builtPart(name: keyof typeof goPrograms, workshop: Workshop): CachedPart {
  return goProgram({ name, version: versions[name], sources: lockedModule, ...goPrograms[name] }, workshop);
}

const debianPackages = [
  'etcd-server',
  'runc',
  'containernetworking-plugins',
  'nftables',
  'iptables',
  'ipset',
  'iproute2',
  'tini',
];

/** Where the programs of a node lie in the unpacked packages. */
const nodePrograms = [
  'usr/bin/etcd',
  'usr/bin/ip',
  'usr/bin/tini',
  'usr/sbin/runc',
  'usr/sbin/nft',
  'usr/sbin/ipset',
  'usr/sbin/xtables-nft-multi',
  'usr/lib/cni/ptp',
  'usr/lib/cni/host-local',
  'usr/lib/cni/loopback',
];

/** What a node needs and Debian has: unpacked beside its libraries, not installed. */
function nodePackages(workshop: Workshop): CachedPart {
  return {
    name: 'node-packages',
    madeFrom: debianPackages,
    make: async ({ draft, place }, progress) => {
      const files = await unpackPackages([...debianPackages, 'patchelf'], draft, workshop, progress);
      await makeRelocatable({ draft, place, programs: nodePrograms }, workshop, progress);
      nameIptables(join(draft, 'usr/sbin'));
      prune(draft);
      progress(`unpacked from ${files.length} Debian packages`);
    },
  };
}

/** Debian names them by its alternatives. */
function nameIptables(folder: string): void {
  for (const family of ['iptables', 'ip6tables'])
    for (const name of [family, `${family}-save`, `${family}-restore`])
      symlinkSync('xtables-nft-multi', join(folder, name));
}

/** Folders of the programs that run on the node itself or beside it. */
export type ClusterPrograms = Readonly<Record<'node' | 'kubernetes' | 'containerd' | 'kube-router' | 'helm', string>>;

/** Builds and unpacks what is not in the cache yet, also what images are made of; shows a step for each. */
export async function findClusterPrograms(workshop: Workshop): Promise<ClusterPrograms> {
  const refusal = withoutDebian(workshop);
  if (refusal !== undefined) throw new SetupError(`A cluster cannot be made here: ${refusal.reason}.`);
  const find = (title: string, part: CachedPart) => step(title, (progress) => fromCache(part, workshop, progress));
  const built = (title: string, name: keyof typeof goPrograms) =>
    find(`${title} ${versions[name]}`, builtPart(name, workshop));
  const programs = {
    node: await find('etcd, runc and network tools', nodePackages(workshop)),
    kubernetes: await built('Kubernetes', 'kubernetes'),
    containerd: await built('containerd', 'containerd'),
    'kube-router': await built('Network policies by kube-router', 'kube-router'),
    helm: await built('Helm', 'helm'),
  };
  await built('CoreDNS', 'coredns');
  await built('Ingress by Traefik', 'traefik');
  await built('metrics-server', 'metrics-server');
  await built('Dapr control plane', 'dapr');
  await built('Pause program', 'pause');
  return programs;
}

/** Folders of what a control plane alone needs, for tests that need no node. */
export async function findControlPlanePrograms(
  workshop: Workshop,
): Promise<Pick<ClusterPrograms, 'node' | 'kubernetes'>> {
  const refusal = withoutDebian(workshop);
  if (refusal !== undefined) throw new SetupError(`etcd cannot be had here: ${refusal.reason}.`);
  const find = (title: string, part: CachedPart) => step(title, (progress) => fromCache(part, workshop, progress));
  return {
    node: await find('etcd', nodePackages(workshop)),
    kubernetes: await find(`Kubernetes ${versions.kubernetes}`, builtPart('kubernetes', workshop)),
  };
}

/** Path of kubeconform, which checks Kubernetes objects against their schemas. */
export async function findKubeconform(workshop: Workshop, progress: Progress): Promise<string> {
  return join(await fromCache(builtPart('kubeconform', workshop), workshop, progress), 'kubeconform');
}

/** Path of Helm, which installs charts. */
export async function findHelm(workshop: Workshop, progress: Progress): Promise<string> {
  return join(await fromCache(builtPart('helm', workshop), workshop, progress), 'helm');
}
