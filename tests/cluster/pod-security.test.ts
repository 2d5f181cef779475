import { describe, expect, test } from '@jest/globals';
import { apps } from '@studynotion/platform';
import { apply, type Container, kubectl, NAMESPACE, objects, type Pod } from './support/cluster.ts';

const containersOf = ({ spec }: Pod): readonly Container[] => [...(spec.initContainers ?? []), ...spec.containers];

describe('pod security', () => {
  test('is enforced by the namespace at its strictest', async () => {
    const { metadata } = JSON.parse(await kubectl('get', 'namespace', NAMESPACE, '--output=json'));
    expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });

  test('lets nobody in who asks for more', async () => {
    const container = { name: 'intruder', image: 'localhost/studynotion/frontend:0.1.0' };
    const pod = (securityContext: object) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'intruder' },
      spec: { containers: [{ ...container, securityContext }] },
    });
    for (const wish of [{ privileged: true }, { runAsUser: 0 }, {}])
      await expect(apply(pod(wish))).rejects.toThrow(/violates PodSecurity "restricted/);
  });

  test('holds for every container that runs, sidecars too: no root, no writable root, no capability', async () => {
    const pods = await objects<Pod>('pods');
    const found = pods.flatMap((pod) => containersOf(pod).map((container) => ({ pod, container })));
    const sidecars = found.filter(({ container }) => container.name === 'daprd');
    expect(new Set(sidecars.map(({ pod }) => pod.metadata.labels?.['app.kubernetes.io/name']))).toEqual(
      new Set(apps.map(({ id }) => id)),
    );
    for (const { pod, container } of found) {
      const context = { ...pod.spec.securityContext, ...container.securityContext };
      expect({ pod: pod.metadata.name, container: container.name, ...context }).toMatchObject({
        runAsNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        seccompProfile: { type: 'RuntimeDefault' },
        capabilities: { drop: ['ALL'] },
      });
    }
  });
});
