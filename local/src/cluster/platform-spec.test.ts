import { describe, expect, test } from '@jest/globals';
import { type PlatformEnvironment, platformObjects, presets } from '@studynotion/cdk8s';
import { environmentOf, managedBy } from '@studynotion/operator/resource/environment-of';
import { apiVersion, kind, readStudyNotion } from '@studynotion/operator/resource/study-notion';
import { chartValues } from './chart.ts';
import { specOf } from './platform-spec.ts';

const { services } = presets.dev('1.2.3');
const three = { replicas: 3, autoscaling: { maximumReplicas: 3 } };
const environments: [string, PlatformEnvironment][] = [
  ['dev', { ...presets.dev('1.2.3'), port: 9443 }],
  ['kind', presets.kind('1.2.3')],
  ['dev behind another proxy', { ...presets.dev('1.2.3'), trustedProxies: 2 }],
  [
    'dev with RabbitMQ and three pods of a service',
    {
      ...presets.dev('1.2.3'),
      broker: 'rabbitmq',
      services: { ...services, 'api-gateway': three, 'course-service': three },
    },
  ],
  ['dev with a database for each service', { ...presets.dev('1.2.3'), database: 'mongo-per-service' }],
  [
    'dev with variables and resources',
    {
      ...presets.dev('1.2.3'),
      services: {
        ...services,
        'auth-service': {
          replicas: 2,
          resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
          environment: [{ name: 'LOG_LEVEL', value: 'debug' }],
        },
      },
    },
  ],
];

describe.each(environments)('the resource for %s', (_name, environment) => {
  test('makes the same objects as the environment itself', () => {
    const metadata = { name: environment.name, namespace: 'studynotion', uid: 'uid-1', resourceVersion: '1' };
    // As it comes over the wire: without what is undefined.
    const spec = JSON.parse(JSON.stringify(specOf(environment)));
    const resource = readStudyNotion({ apiVersion, kind, metadata, spec });
    const labels = { [managedBy.name]: managedBy.value };
    expect(platformObjects(environmentOf(resource))).toEqual(platformObjects({ ...environment, labels }));
  });

  test('is what the chart is told', () => {
    const { name, registry } = environment;
    expect(chartValues(environment)).toEqual({ registry, platform: { name, spec: specOf(environment) } });
  });
});

test('an external database is not made here', () => {
  expect(() => specOf({ ...presets.dev('1.2.3'), database: 'external' })).toThrow(/Secret that is not made here/);
});
