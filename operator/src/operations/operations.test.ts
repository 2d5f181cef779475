import { afterEach, expect, test } from '@jest/globals';
import { createOperatorMetrics } from './metrics.ts';
import { type OperationsServers, startOperationsServers } from './operations-servers.ts';

let servers: OperationsServers | undefined;

afterEach(async () => {
  await servers?.close();
});

async function started(isReady: () => boolean) {
  const metrics = createOperatorMetrics();
  servers = await startOperationsServers({ metricsPort: 0, healthPort: 0, registry: metrics.registry, isReady });
  const { metricsPort, healthPort } = servers;
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${healthPort}${path}`)).status;
  const page = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return { ...metrics, status, page };
}

test('health says that it lives, readiness whether it can work, and nothing else is there', async () => {
  let ready = false;
  const { status } = await started(() => ready);
  expect([await status('/healthz'), await status('/readyz'), await status('/metrics')]).toEqual([200, 503, 404]);
  ready = true;
  expect(await status('/readyz')).toBe(200);
});

test('metrics count passes, the queue, requests and who leads', async () => {
  const { page, observer, onRequest } = await started(() => true);
  observer.queue?.added();
  observer.queue?.depth(2);
  observer.reconcile?.began();
  observer.reconcile?.ended('error', 0.2);
  observer.leads?.(true);
  onRequest({ method: 'GET', code: '200' });
  const lines = (await page()).split('\n');
  for (const line of [
    'controller_runtime_reconcile_total{controller="studynotion",result="error"} 1',
    'controller_runtime_reconcile_errors_total{controller="studynotion"} 1',
    'controller_runtime_active_workers{controller="studynotion"} 0',
    'workqueue_adds_total{name="studynotion"} 1',
    'workqueue_depth{name="studynotion"} 2',
    'rest_client_requests_total{method="GET",code="200"} 1',
    'leader_election_master_status{name="studynotion"} 1',
  ])
    expect(lines).toContain(line);
});

test('conditions are told by their status, and no more of a resource that is gone', async () => {
  const { page, observer } = await started(() => true);
  const resource = { namespace: 'studynotion', name: 'learn' };
  const condition = { type: 'Ready', reason: 'AsDescribed', message: '', lastTransitionTime: '' };
  observer.status?.(resource, { conditions: [{ ...condition, status: 'True' }] });
  observer.status?.(resource, { conditions: [{ ...condition, status: 'False' }] });
  const told = async () => (await page()).split('\n').filter((line) => line.startsWith('studynotion_condition{'));
  const labels = 'namespace="studynotion",name="learn",type="Ready"';
  expect((await told()).sort()).toEqual([
    `studynotion_condition{${labels},status="False"} 1`,
    `studynotion_condition{${labels},status="True"} 0`,
    `studynotion_condition{${labels},status="Unknown"} 0`,
  ]);
  observer.status?.(resource, undefined);
  expect(await told()).toEqual([]);
});
