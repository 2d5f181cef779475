import { type DestinationStream, type Logger, pino } from 'pino';
import { currentTrace } from './trace.ts';

export type { Logger };

export interface LoggerOptions {
  readonly app: string;
  readonly level: string;
  /** @default standard output */
  readonly destination?: DestinationStream;
}

/**
 * Names of fields whose values never reach a log, wherever they stand in the first two levels.
 * A safeguard only: nobody should log them in the first place.
 */
const SECRET_FIELDS = ['password', 'otp', 'token', 'authorization', 'cookie', 'accessToken', 'refreshToken', 'secret'];

/** JSON logs with the field names of the Elastic Common Schema; each line carries the trace it belongs to. */
export function createLogger({ app, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      messageKey: 'message',
      base: { 'service.name': app, 'process.pid': process.pid },
      timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ 'log.level': label }) },
      mixin: () => {
        const trace = currentTrace();
        return trace === undefined ? {} : { 'trace.id': trace.traceId, 'span.id': trace.spanId };
      },
      serializers: { error: describeError },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[hidden]' },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack_trace?: string;
  readonly cause?: DescribedError;
}

function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack_trace: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
