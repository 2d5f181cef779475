import { describe, expect, test } from '@jest/globals';
import { readOptions, UsageError } from './options.ts';

describe('the command line', () => {
  test('is empty in the common case', () => {
    expect(readOptions([], {})).toEqual({
      only: [],
      watch: false,
      reset: false,
      importFile: undefined,
      seed: undefined,
      instance: 'local',
      portOffset: 0,
    });
  });

  test('goes before the environment', () => {
    const environment = { STUDYNOTION_INSTANCE: 'second', STUDYNOTION_PORT_OFFSET: '1000' };
    expect(readOptions([], environment)).toMatchObject({ instance: 'second', portOffset: 1000 });
    expect(readOptions(['--instance', 'third', '--port-offset=2000'], environment)).toMatchObject({
      instance: 'third',
      portOffset: 2000,
    });
  });

  test('takes several apps', () => {
    expect(readOptions(['--only', 'auth-service', '--only', 'course-service', '--watch'], {})).toMatchObject({
      only: ['auth-service', 'course-service'],
      watch: true,
    });
  });

  test.each([
    [['--resett'], /--resett/],
    [['start'], /start/],
    [['--only', 'auth'], /There is no app "auth"; there are api-gateway/],
    [['--seed', 'test'], /no data "test" to seed; there is demo/],
    [['--seed', 'demo', '--only', 'auth-service'], /without --only/],
    [['--port-offset', '29000'], /from 0 to 28867/],
    [['--port-offset', '-1'], /port-offset/],
    [['--instance', '../x'], /"\.\.\/x" is no name/],
  ])('%j is refused in words', (parameters, words) => {
    expect(() => readOptions(parameters, {})).toThrow(UsageError);
    expect(() => readOptions(parameters, {})).toThrow(words);
  });
});
