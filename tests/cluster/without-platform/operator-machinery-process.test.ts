import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { customResourceDefinition } from '@studynotion/operator/resource/custom-resource-definition';
import { waitUntil } from '@studynotion/platform/testing';
import { type MachineryServer, type ServedDefinition, startMachineryServer } from '../support/machinery-server.ts';
import { type OperatorProcess, startOperatorProcess } from '../support/operator-process.ts';

const NAMESPACE = 'operator-process';
const LEASE = {
  ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
  ...{ namespace: NAMESPACE, name: 'studynotion-operator' },
};
let machinery: MachineryServer;
let folder: string;
let running: OperatorProcess[] = [];

beforeAll(async () => {
  const definitions = [customResourceDefinition() as unknown as ServedDefinition];
  machinery = await startMachineryServer(NAMESPACE, NAMESPACE, definitions);
  folder = mkdtempSync(join(tmpdir(), 'studynotion-operator-'));
  writeFileSync(join(folder, 'kubeconfig'), await machinery.server.kubeconfig(), { mode: 0o600 });
}, 1_200_000);

afterEach(async () => {
  machinery.server.thaw();
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  // The next test need not wait until the lease of one that was killed has run out.
  const lease = await machinery.api.get(LEASE);
  if (lease !== undefined) await machinery.api.delete(LEASE, lease.metadata.uid);
});

afterAll(async () => {
  await machinery?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function start(identity: string): Promise<OperatorProcess> {
  const kubeconfig = join(folder, 'kubeconfig');
  const operator = await startOperatorProcess({ identity, namespace: NAMESPACE, kubeconfig });
  running.push(operator);
  return operator;
}

/** Who has the lease, without what tells a container from the next one in its pod. */
async function leader(): Promise<string | undefined> {
  const lease = await machinery.api.get(LEASE);
  return (lease?.spec as { holderIdentity?: string } | undefined)?.holderIdentity?.split('_')[0];
}

const untilLeads = (identity: string, seconds = 60) =>
  waitUntil(`${identity} leads`, async () => (await leader()) === identity, seconds);

test('runs, tells of itself as the services do, and ends in order when it is asked to', async () => {
  const operator = await start('one');
  await untilLeads('one');
  await waitUntil('readiness', async () => (await operator.health('/readyz')) === 200);
  const told = await operator.metrics();
  expect(told).toContain('leader_election_master_status{name="studynotion"} 1');
  expect(told).toMatch(/rest_client_requests_total\{.*code="200".*\} \d+/);
  operator.child.kill('SIGTERM');
  operator.child.kill('SIGTERM'); // a second one must not cut the first one short
  expect(await operator.ended).toBe(0);
  expect(await leader()).toBe('');
  for (const line of operator.lines)
    expect(JSON.parse(line)).toMatchObject({
      ...{ '@timestamp': expect.any(String), 'log.level': expect.any(String), message: expect.any(String) },
      'service.name': 'operator',
    });
});

test('makes room for another when it stands still, and ends as soon as it goes on', async () => {
  const one = await start('one');
  await untilLeads('one');
  await start('two');
  one.child.kill('SIGSTOP');
  await untilLeads('two');
  one.child.kill('SIGCONT');
  expect(await one.ended).toBe(1);
  expect(await leader()).toBe('two');
});

test('ends when the API server gives no answers, for it knows no longer whether it may act', async () => {
  const operator = await start('one');
  await untilLeads('one');
  machinery.server.freeze();
  expect(await operator.ended).toBe(1);
  machinery.server.thaw();
  await start('two');
  await untilLeads('two');
});

test('ends in time when it is asked to and the API server gives no answers', async () => {
  const operator = await start('one');
  await untilLeads('one');
  machinery.server.freeze();
  operator.child.kill('SIGTERM');
  const began = Date.now();
  expect(await operator.ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(25_000);
});

test('goes on when the API server was restarted, or begins anew where that took too long', async () => {
  const operator = await start('one');
  await untilLeads('one');
  await machinery.server.restart();
  const outcome = await Promise.race([operator.ended, waitUntilReady(operator)]);
  if (outcome !== 'ready') {
    expect(outcome).toBe(1);
    await start('one');
  }
  await untilLeads('one');
});

async function waitUntilReady(operator: OperatorProcess): Promise<string> {
  const answers = async () => (await leader()) !== undefined && (await operator.health('/readyz')) === 200;
  await waitUntil('the operator after the restart', answers, 60);
  return 'ready';
}
