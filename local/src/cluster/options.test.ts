import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../options.ts';
import { readClusterOptions } from './options.ts';

const read = (...parameters: string[]) => readClusterOptions(parameters, {});

describe('the options of npm run cluster', () => {
  test('bring the cluster up when nothing is said', () => {
    expect(read()).toEqual({
      ...{ command: 'up', parameters: [], name: 'local', port: 8443 },
      ...{ broker: 'redis', reset: false, own: false, bare: false },
    });
  });

  test('come from the environment where they are not on the command line', () => {
    const environment = { STUDYNOTION_CLUSTER: 'tests', STUDYNOTION_CLUSTER_PORT: '9443' };
    expect(readClusterOptions(['status'], environment)).toMatchObject({ name: 'tests', port: 9443 });
    expect(readClusterOptions(['status', '--name', 'mine'], environment)).toMatchObject({ name: 'mine', port: 9443 });
  });

  test('leave everything after the word kubectl to kubectl', () => {
    expect(read('--name', 'second', 'kubectl', 'get', 'pods', '--namespace', 'kube-system', '--help')).toMatchObject({
      command: 'kubectl',
      name: 'second',
      parameters: ['get', 'pods', '--namespace', 'kube-system', '--help'],
    });
  });

  test('take one app for its logs', () => {
    expect(read('logs', 'course-service')).toMatchObject({ command: 'logs', parameters: ['course-service'] });
    expect(() => read('logs', 'course-service', 'auth-service')).toThrow(UsageError);
  });

  test.each([
    [['restart']],
    [['down', 'now']],
    [['--port', '443']],
    [['--port', '40000']],
    [['--port', 'x']],
    [['--name', 'A b']],
    [['--broker', 'kafka']],
    [['--unknown']],
  ])('refuse %j', (parameters) => {
    expect(() => read(...parameters)).toThrow(UsageError);
  });
});
