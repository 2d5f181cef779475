import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics that every service has. Label values come from tables and templates, never from requests. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly eventsReceived: Counter<'topic' | 'outcome'>;
  readonly eventsPublished: Counter<'topic' | 'outcome'>;
  readonly outboxPending: Gauge<'collection'>;
  readonly deadLetters: Gauge<'topic'>;
  readonly jobRuns: Counter<'job' | 'outcome'>;
  readonly databaseCommands: Counter<'cause' | 'command' | 'collection'>;
  readonly sidecarCalls: Counter<'cause' | 'call'>;
}

export function createMetrics(app: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Time to answer a request, by route template',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    eventsReceived: new Counter({
      name: 'studynotion_events_received_total',
      help: 'Deliveries of events by outcome: applied, failed (will be repeated), rejected (dead letter)',
      labelNames: ['topic', 'outcome'],
      registers,
    }),
    eventsPublished: new Counter({
      name: 'studynotion_events_published_total',
      help: 'Events handed to the sidecar by outcome',
      labelNames: ['topic', 'outcome'],
      registers,
    }),
    outboxPending: new Gauge({
      name: 'studynotion_outbox_pending',
      help: 'Documents with events that the broker has not taken yet',
      labelNames: ['collection'],
      registers,
    }),
    deadLetters: new Gauge({
      name: 'studynotion_dead_letters',
      help: 'Events that could not be handled and wait for somebody',
      labelNames: ['topic'],
      registers,
    }),
    jobRuns: new Counter({
      name: 'studynotion_job_runs_total',
      help: 'Runs of background jobs by outcome',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    databaseCommands: new Counter({
      name: 'studynotion_database_commands_total',
      help: 'Commands sent to the database by what they were for: a route, a topic, a job',
      labelNames: ['cause', 'command', 'collection'],
      registers,
    }),
    sidecarCalls: new Counter({
      name: 'studynotion_sidecar_calls_total',
      help: 'Calls of the sidecar by what they were for: a route, a topic, a job',
      labelNames: ['cause', 'call'],
      registers,
    }),
  };
}
