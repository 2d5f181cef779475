import { createLogger, type Logger } from '../src/observability/logger.ts';

export interface RecordedLogs {
  readonly logger: Logger;
  /** The lines so far, parsed. */
  lines(): Record<string, unknown>[];
}

/** A logger whose lines a test reads. */
export function recordingLogger(): RecordedLogs {
  const written: string[] = [];
  const logger = createLogger({
    app: 'course-service',
    level: 'debug',
    destination: { write: (line) => written.push(line) },
  });
  return { logger, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
