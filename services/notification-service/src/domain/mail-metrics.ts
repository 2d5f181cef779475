import type { Metrics } from '@studynotion/service-kit';
import { Counter } from 'prom-client';

export type MailOutcome = 'sent' | 'suppressed' | 'unknown' | 'failed';

export interface MailMetrics {
  readonly mails: Counter<'template' | 'outcome'>;
}

export function mailMetrics(registry: Metrics['registry']): MailMetrics {
  return {
    mails: new Counter({
      name: 'studynotion_mails_total',
      help: 'Mails by outcome: sent, suppressed (never sent), unknown (perhaps sent), failed (will be tried again)',
      labelNames: ['template', 'outcome'],
      registers: [registry],
    }),
  };
}
