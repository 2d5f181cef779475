import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import { condition, kubectl, NAMESPACE, type Pod, podsOf, testCluster } from '../support/cluster.ts';

const SECONDS = Number(process.env.SILENCE_SECONDS ?? 600);
const OPERATOR = `system:serviceaccount:${NAMESPACE}:studynotion-operator`;

/** A line of the API server's audit log, which holds no reads. */
interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly stageTimestamp: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly name?: string; readonly subresource?: string };
}

/** What the operator wrote since; that it still leads it must say every two seconds. */
function writesSince(begin: Date): string[] {
  const lines = readFileSync(join(testCluster.folder, 'logs', 'audit.log'), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter(({ user, stageTimestamp }) => user.username === OPERATOR && new Date(stageTimestamp) >= begin)
    .filter(({ requestURI, objectRef }) => !requestURI.includes('dryRun=All') && objectRef?.resource !== 'leases')
    .map(({ verb, objectRef: { resource, name, subresource } = { resource: '' } }) =>
      [verb, resource, name, subresource].filter((part) => part !== undefined).join(' '),
    );
}

interface OperatorPod extends Pod {
  readonly status: Pod['status'] & { readonly containerStatuses?: readonly { readonly restartCount: number }[] };
}

async function operator() {
  const [pod] = (await podsOf('studynotion-operator')) as OperatorPod[];
  return { uid: pod?.metadata.uid, restarts: pod?.status.containerStatuses?.[0]?.restartCount };
}

test(
  `an operator with nothing to do writes nothing for ${SECONDS} seconds, and then repairs all the same`,
  async () => {
    await waitUntil('a ready platform', async () => (await condition('Ready'))?.status === 'True', 300);
    // The log knows of its writes: the last ones are of getting ready.
    expect(writesSince(new Date(0)).length).toBeGreaterThan(0);
    const before = await operator();
    const begin = new Date();
    await pause(SECONDS * 1000);
    expect(writesSince(begin)).toEqual([]);
    await kubectl('delete', 'service', 'frontend');
    const isThere = async () =>
      (await kubectl('get', 'service', 'frontend', '--ignore-not-found', '--output=name')) !== '';
    await waitUntil('the service', isThere, 60);
    expect(await operator()).toEqual(before);
  },
  1_000_000 + SECONDS * 1000,
);
