import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { addresses, clusterNamed, files } from './cluster.ts';
import {
  containerdConfiguration,
  kubeconfigFor,
  kubeletConfiguration,
  kubeProxyConfiguration,
  pauseImage,
  podNetwork,
} from './configuration.ts';
import { clusterImages } from './images.ts';
import { unitsOf } from './units.ts';

describe('the configuration of a node', () => {
  test('keeps its control groups in a folder of this cluster', () => {
    expect(parse(kubeletConfiguration('/studynotion-second'))).toMatchObject({ cgroupRoot: '/studynotion-second' });
  });

  test('does not evict pods or delete images because the disk of the machine is full', () => {
    const kubelet = parse(kubeletConfiguration('/any'));
    expect(kubelet.imageGCHighThresholdPercent).toBe(100);
    expect(kubelet.evictionHard).toMatchObject({ 'nodefs.available': '0%', 'nodefs.inodesFree': '0%' });
  });

  test('has no setting of the machine changed', () => {
    expect(parse(kubeletConfiguration('/any')).protectKernelDefaults).toBe(true);
    expect(parse(kubeProxyConfiguration()).conntrack).toEqual({ maxPerCore: 0 });
  });

  test('gives pods addresses that neither services nor the node have', () => {
    const [{ ipam }] = JSON.parse(podNetwork()).plugins;
    expect(ipam.ranges).toEqual([[{ subnet: addresses.pods }]]);
    const network = (address: string) => address.split('.').slice(0, 2).join('.');
    expect(new Set([addresses.pods, addresses.services, addresses.node].map(network)).size).toBe(3);
    for (const service of [addresses.apiServerService, addresses.dns, addresses.ingress])
      expect(network(service)).toBe(network(addresses.services));
  });

  test('names the pause image that is brought in', () => {
    expect(pauseImage).toBe(clusterImages.pause);
    expect(containerdConfiguration('/node')).toContain(`sandbox = '${clusterImages.pause}'`);
  });

  test('carries the certificates in the kubeconfig itself', () => {
    const kubeconfig = parse(kubeconfigFor('authority', { certificate: 'client', key: 'key' }));
    const decoded = (text: string) => Buffer.from(text, 'base64').toString();
    expect(decoded(kubeconfig.clusters[0].cluster['certificate-authority-data'])).toBe('authority');
    expect(decoded(kubeconfig.users[0].user['client-certificate-data'])).toBe('client');
    expect(decoded(kubeconfig.users[0].user['client-key-data'])).toBe('key');
  });
});

describe('the programs of a node', () => {
  const { first, afterApiServer } = unitsOf({ node: '/node', kubernetes: '/kubernetes', containerd: '/containerd' });

  test('wait for the API server where they need it to begin', () => {
    expect(first.map(({ name }) => name)).toEqual(['etcd', 'containerd', 'kube-apiserver']);
    expect(afterApiServer.map(({ name }) => name)).toContain('kubelet');
  });

  test('find runc, the shim and the network tools before those of the machine', () => {
    const containerd = first.find(({ name }) => name === 'containerd');
    expect(containerd?.environment.PATH?.split(':').slice(0, 3)).toEqual([
      '/containerd',
      '/node/usr/sbin',
      '/node/usr/bin',
    ]);
  });

  test('ask nobody without a certificate', () => {
    const apiServer = first.find(({ name }) => name === 'kube-apiserver');
    expect(apiServer?.parameters).toContain('--authorization-mode=Node,RBAC');
    expect(apiServer?.parameters.some((parameter) => parameter.startsWith('--token-auth-file'))).toBe(false);
  });
});

test('Two clusters share no file', () => {
  const [one, two] = ['one', 'two'].map((name) => Object.values(files(clusterNamed({ name, port: 8443 }))));
  expect(one?.filter((file) => two?.includes(file))).toEqual([]);
});
