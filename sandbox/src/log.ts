export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Writes one JSON line per event with ECS field names, the form that the services' logs have. */
export function createLog(write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    const event = {
      '@timestamp': new Date().toISOString(),
      'log.level': level,
      message,
      'service.name': 'sandbox',
      ...fields,
    };
    write(`${JSON.stringify(event)}\n`);
  };
}

/** What an error is called in a log line. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { 'error.message': String(error) };
  return { 'error.type': error.name, 'error.message': error.message, 'error.stack_trace': error.stack };
}
