import { Counter, Histogram, type Registry } from 'prom-client';

/** What auth-service counts besides what every service does. */
export interface AuthMetrics {
  readonly passwordHashSeconds: Histogram;
  readonly codeChecks: CodeChecks;
  readonly logIns: Counter<'outcome'>;
  readonly sessionsEnded: SessionsEnded;
}

export type CodeChecks = Counter<'outcome'>;
export type SessionsEnded = Counter<'reason'>;

export function authMetrics(registry: Registry): AuthMetrics {
  const registers = [registry];
  return {
    passwordHashSeconds: new Histogram({
      name: 'studynotion_password_hash_seconds',
      help: 'Time to derive a password hash, without the wait for a turn',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
      registers,
    }),
    codeChecks: new Counter({
      name: 'studynotion_code_checks_total',
      help: 'Sign-up codes compared, by outcome: right, wrong',
      labelNames: ['outcome'],
      registers,
    }),
    logIns: new Counter({
      name: 'studynotion_log_ins_total',
      help: 'Log-ins by outcome: done, failed',
      labelNames: ['outcome'],
      registers,
    }),
    sessionsEnded: new Counter({
      name: 'studynotion_sessions_ended_total',
      help: 'Sessions that were ended, by reason; reuse means that somebody showed an old refresh token',
      labelNames: ['reason'],
      registers,
    }),
  };
}
