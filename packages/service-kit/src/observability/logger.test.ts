import { describe, expect, test } from '@jest/globals';
import { recordingLogger } from '../../test/recording-logger.ts';
import { traceFrom, withTrace } from './trace.ts';

describe('a log line', () => {
  test('has the field names of the Elastic Common Schema', () => {
    const { logger, lines } = recordingLogger();
    logger.warn({ 'event.id': 'e1' }, 'something is odd');
    expect(lines()).toEqual([
      {
        'log.level': 'warn',
        '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        'service.name': 'course-service',
        'process.pid': process.pid,
        'event.id': 'e1',
        message: 'something is odd',
      },
    ]);
  });

  test('carries the trace it belongs to', () => {
    const { logger, lines } = recordingLogger();
    const trace = traceFrom(undefined);
    withTrace(trace, () => logger.info('within'));
    expect(lines()[0]).toMatchObject({ 'trace.id': trace.traceId, 'span.id': trace.spanId });
  });

  test.each(['password', 'otp', 'token', 'authorization', 'cookie', 'accessToken', 'refreshToken', 'secret'])(
    'hides %s in its first two levels',
    (field) => {
      const { logger, lines } = recordingLogger();
      logger.info({ [field]: 'hidden-value', body: { [field]: 'hidden-value', name: 'Meera' } }, 'a request');
      expect(JSON.stringify(lines())).not.toContain('hidden-value');
      expect(lines()[0]).toMatchObject({ body: { name: 'Meera' } });
    },
  );

  test('tells an error with its causes', () => {
    const { logger, lines } = recordingLogger();
    logger.error({ error: new TypeError('outer', { cause: new Error('inner') }) }, 'failed');
    expect(lines()[0]).toMatchObject({
      error: { type: 'TypeError', message: 'outer', stack_trace: expect.any(String), cause: { message: 'inner' } },
    });
  });
});
