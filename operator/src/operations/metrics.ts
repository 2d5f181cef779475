import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestSeen } from '../kubernetes/api-requests.ts';
import type { OperatorObserver } from '../operator.ts';
import { conditionTypes, type StudyNotionStatus } from '../resource/study-notion.ts';

/** What the operator counts, under the names that controller-runtime gives it, so that its dashboards and alerts fit. */
export interface OperatorMetrics {
  readonly registry: Registry;
  readonly observer: OperatorObserver;
  readonly onRequest: (request: RequestSeen) => void;
}

/** https://book.kubebuilder.io/reference/metrics-reference: label of everything that concerns our one controller. */
const CONTROLLER = 'studynotion';
const SECONDS = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const WAITING_SECONDS = [0.00001, 0.001, 0.01, 0.1, 1, 10, 100];

export function createOperatorMetrics(): OperatorMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const ofController = { labelNames: ['controller'], registers } as const;
  const ofQueue = { labelNames: ['name'], registers } as const;
  const controller = { controller: CONTROLLER };
  const queue = { name: CONTROLLER };

  const total = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Passes over a resource, by result',
    labelNames: ['controller', 'result'],
    registers,
  });
  const errors = new Counter({
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Passes that failed and are tried again',
    ...ofController,
  });
  const seconds = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'How long passes take',
    buckets: SECONDS,
    ...ofController,
  });
  const active = new Gauge({
    name: 'controller_runtime_active_workers',
    help: 'Passes under way',
    ...ofController,
  });
  const depth = new Gauge({ name: 'workqueue_depth', help: 'Resources that wait for a pass', ...ofQueue });
  const adds = new Counter({
    name: 'workqueue_adds_total',
    help: 'Resources that were put into the queue',
    ...ofQueue,
  });
  const retries = new Counter({
    name: 'workqueue_retries_total',
    help: 'Resources put back after a failure',
    ...ofQueue,
  });
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long resources wait for a pass',
    buckets: WAITING_SECONDS,
    ...ofQueue,
  });
  const worked = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long a resource is worked on',
    buckets: SECONDS,
    ...ofQueue,
  });
  const requests = new Counter({
    name: 'rest_client_requests_total',
    help: 'Requests to the API server, by method and answer',
    labelNames: ['method', 'code'],
    registers,
  });
  const leads = new Gauge({
    name: 'leader_election_master_status',
    help: '1 where this process acts, 0 where it waits for its turn',
    ...ofQueue,
  });
  const conditions = new Gauge({
    name: 'studynotion_condition',
    help: 'Conditions of the platforms: 1 for the status that each has, 0 for the others',
    labelNames: ['namespace', 'name', 'type', 'status'],
    registers,
  });
  leads.set(queue, 0);
  depth.set(queue, 0);

  return {
    registry,
    onRequest: ({ method, code }) => requests.inc({ method, code }),
    observer: {
      queue: {
        added: () => adds.inc(queue),
        retried: () => retries.inc(queue),
        depth: (waiting) => depth.set(queue, waiting),
        taken: (duration) => waited.observe(queue, duration),
        done: (duration) => worked.observe(queue, duration),
      },
      reconcile: {
        began: () => active.inc(controller),
        ended: (result, duration) => {
          active.dec(controller);
          total.inc({ ...controller, result });
          if (result === 'error') errors.inc(controller);
          seconds.observe(controller, duration);
        },
      },
      leads: (isLeader) => leads.set(queue, isLeader ? 1 : 0),
      status: (resource, status) => tellConditions(conditions, resource, status),
    },
  };
}

const STATUSES = ['True', 'False', 'Unknown'] as const;

function tellConditions(
  gauge: Gauge<'namespace' | 'name' | 'type' | 'status'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  status: StudyNotionStatus | undefined,
): void {
  for (const type of conditionTypes) {
    const value = status?.conditions?.find((condition) => condition.type === type)?.status;
    for (const candidate of STATUSES) {
      const labels = { namespace, name, type, status: candidate };
      if (value === undefined) gauge.remove(labels);
      else gauge.set(labels, candidate === value ? 1 : 0);
    }
  }
}
