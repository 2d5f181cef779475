import { describe, expect, test } from '@jest/globals';
import { readLogLine, renderLogLine } from './log-line.ts';

const line = (fields: Record<string, unknown>) => readLogLine(JSON.stringify(fields));

describe('a line of a service', () => {
  test('gives time, level, message, and the rest as fields', () => {
    const read = line({
      'log.level': 'warn',
      '@timestamp': new Date(2026, 0, 2, 3, 4, 5, 6).toISOString(),
      'service.name': 'auth-service',
      'process.pid': 1,
      'trace.id': 'abc',
      attempts: 3,
      message: 'Wrong code',
    });
    expect(read).toEqual({
      time: '03:04:05.006',
      level: 'warn',
      message: 'Wrong code',
      details: 'trace.id=abc attempts=3',
    });
  });

  test('shows an error with its stack and its causes', () => {
    const { details } = line({
      'log.level': 'error',
      message: 'Failed',
      error: {
        type: 'Error',
        message: 'outer',
        stack_trace: 'Error: outer\n    at x',
        cause: { type: 'TypeError', message: 'inner' },
      },
    });
    expect(details).toBe('    Error: outer\n    at x\n    caused by TypeError: inner');
  });
});

describe('lines of others', () => {
  test('of daprd', () => {
    expect(
      line({ app_id: 'a', level: 'warning', msg: 'App is unhealthy', time: '2026-01-02T03:04:05Z' }),
    ).toMatchObject({
      level: 'warn',
      message: 'App is unhealthy',
    });
  });

  test.each([
    ['2026-01-02 03:04:05.000 GMT [12] FATAL:  the database system is starting up', 'error'],
    ['2026-01-02 03:04:05.000 GMT [12] LOG:  database system is ready to accept connections', 'info'],
    ['2026-01-02 03:04:05.000 GMT [12] WARNING:  something', 'warn'],
    ['12:M 02 Jan 2026 03:04:05.000 # WARNING Memory overcommit must be enabled!', 'warn'],
    ['12:M 02 Jan 2026 03:04:05.000 * Ready to accept connections tcp', 'info'],
    ['SyntaxError: Unexpected token', 'info'],
    ['{ not json', 'info'],
  ])('%s', (text, level) => {
    expect(readLogLine(text).level).toBe(level);
  });
});

test('a rendered line names the app in a column', () => {
  const rendered = renderLogLine(
    'course',
    { time: '01:02:03.004', level: 'info', message: 'Listens', details: 'port=1' },
    8,
  );
  expect(rendered).toBe('01:02:03.004 info  course   Listens port=1');
});
