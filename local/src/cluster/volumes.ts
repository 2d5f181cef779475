import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { messageOf } from '../setup-error.ts';
import type { ApiServer } from './api-server.ts';
import { nodeName } from './cluster.ts';
import { inside } from './configuration.ts';
import type { KubernetesObject } from './objects.ts';

/** Name of the storage class, which is the one that claims get when they name none; kind's has the same. */
export const storageClass = 'standard';

const Claims = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string(), uid: z.string() }),
      spec: z.object({
        storageClassName: z.string().optional(),
        volumeName: z.string().optional(),
        accessModes: z.array(z.string()),
        resources: z.object({ requests: z.object({ storage: z.string() }) }),
      }),
    }),
  ),
});
type Claim = z.infer<typeof Claims>['items'][number];

const POLL_MILLISECONDS = 500;

/**
 * Gives every claim a folder of the cluster's data as its volume, for ever. The folder goes by the claim's name, so that
 * the next cluster's claim of the same name finds its data again.
 */
export async function provideVolumes(api: ApiServer, report: (text: string) => void): Promise<never> {
  const seen = new Set<string>();
  for (;;) {
    await pause(POLL_MILLISECONDS);
    try {
      const claims = Claims.parse(JSON.parse(await api.get('/api/v1/persistentvolumeclaims'))).items;
      for (const claim of claims.filter(({ metadata, spec }) => isOurs(spec) && !seen.has(metadata.uid))) {
        makeFolder(folderOf(claim));
        await api.create('/api/v1/persistentvolumes', volumeFor(claim));
        seen.add(claim.metadata.uid);
      }
    } catch (error) {
      report(`Volumes: ${messageOf(error)}`);
    }
  }
}

const isOurs = ({ storageClassName, volumeName }: Claim['spec']) =>
  storageClassName === storageClass && volumeName === undefined;

const folderOf = ({ metadata: { namespace, name } }: Claim) => join(inside, 'data', namespace, name);

/**
 * Whoever the pod runs as may write there; nobody else gets past the folder of the cluster. One that was there stays as it
 * is: the kubelet changes all rights below a folder whose own rights are not as it left them.
 */
function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o777);
}

/** The volume of a claim, and of no other. */
export function volumeFor(claim: Claim): KubernetesObject {
  const { metadata, spec } = claim;
  const { name, namespace, uid } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}` },
    spec: {
      storageClassName: storageClass,
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      local: { path: folderOf(claim) },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [nodeName] }] },
          ],
        },
      },
    },
  };
}

export function storageObjects(): KubernetesObject[] {
  return [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: storageClass, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'kubernetes.io/no-provisioner',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'Immediate',
    },
  ];
}
