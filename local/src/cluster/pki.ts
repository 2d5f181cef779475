import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Authority, authorityOf, createAuthority, type KeyPair } from '@studynotion/certificates';
import { within } from '../installation.ts';
import { addresses, type Cluster, files, nodeName } from './cluster.ts';
import { kubeconfigFor } from './configuration.ts';

/** Who calls the API server with a certificate, by the name of their kubeconfig. */
const clients = {
  admin: { commonName: 'admin', organization: 'system:masters' },
  'controller-manager': { commonName: 'system:kube-controller-manager' },
  scheduler: { commonName: 'system:kube-scheduler' },
  kubelet: { commonName: `system:node:${nodeName}`, organization: 'system:nodes' },
  'kube-proxy': { commonName: 'system:kube-proxy' },
  'kube-router': { commonName: 'system:kube-router' },
} as const;

/** Makes all keys and certificates of a cluster anew. */
export async function writePki(cluster: Cluster): Promise<void> {
  const authority = await createAuthority('StudyNotion cluster');
  const frontProxy = await createAuthority('StudyNotion cluster front proxy');
  const save = (name: string, pair: KeyPair) => savePair(within(cluster, 'pki', name), pair);
  save('ca', authority);
  save('front-proxy-ca', frontProxy);
  save('front-proxy', await frontProxy.sign({ commonName: 'front-proxy' }));
  save('kube-apiserver', await authority.sign({ commonName: 'kube-apiserver', hosts: apiServerHosts }));
  save('kubelet', await authority.sign({ commonName: nodeName, hosts: [nodeName, addresses.node] }));
  save('kubelet-client', await authority.sign({ commonName: 'kube-apiserver', organization: 'system:masters' }));
  save('service-accounts', await authority.sign({ commonName: 'service-accounts' }));
  for (const [name, subject] of Object.entries(clients)) {
    const kubeconfig = kubeconfigFor(authority.certificate, await authority.sign(subject));
    writePrivate(within(cluster, 'pki', `${name}.kubeconfig`), kubeconfig);
  }
}

const apiServerHosts = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  'localhost',
  '127.0.0.1',
  addresses.node,
  addresses.apiServerService,
];

/** The certificate of the Ingress, signed by an authority that is made once for each cluster. */
export async function ingressCertificate(cluster: Cluster, hosts: readonly string[]): Promise<KeyPair> {
  const authority = await keptAuthority(cluster);
  return authority.sign({ commonName: hosts[0] ?? '', hosts });
}

async function keptAuthority(cluster: Cluster): Promise<Authority> {
  const certificateFile = files(cluster).ingressAuthority;
  const keyFile = within(cluster, 'tls', 'ca.key');
  if (existsSync(certificateFile) && existsSync(keyFile))
    return authorityOf({ certificate: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') });
  const authority = await createAuthority(`StudyNotion development (${cluster.instance})`);
  savePair(within(cluster, 'tls', 'ca'), authority);
  return authority;
}

function savePair(path: string, { certificate, key }: KeyPair): void {
  writePrivate(`${path}.key`, key);
  writePrivate(`${path}.crt`, certificate);
}

function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content, { mode: 0o600 });
}
