import { describe, expect, test } from '@jest/globals';
import { platformObjects, requiredSecrets, resolve } from '@studynotion/cdk8s';
import { providers, storedStudyNotion } from '../testing/resource-examples.ts';
import { environmentOf } from './environment-of.ts';
import { readStudyNotion } from './study-notion.ts';

const environment = (spec: object) => environmentOf(readStudyNotion(storedStudyNotion(spec)));
const platform = (spec: object) => resolve(environment(spec));

describe('the environment of a resource', () => {
  test('has its name and namespace, and a label for pruning', () => {
    expect(environment({ development: true })).toMatchObject({
      name: 'learn',
      namespace: 'studynotion',
      version: '1.2.3',
      host: 'learn.example',
      labels: { 'app.kubernetes.io/managed-by': 'studynotion-operator' },
      volumesOnDeletion: 'keep',
    });
  });

  test.each([
    [{}, 'mongo'],
    [{ engine: 'DocumentDB' }, 'documentdb'],
    [{ mode: 'Dedicated' }, 'mongo-per-service'],
    [{ mode: 'External', secret: 'database' }, 'external'],
  ])('of the database %j has the mode %s', (database, mode) => {
    expect(environment({ development: true, database }).database).toBe(mode);
  });

  test.each([
    [{}, 'redis'],
    [{ type: 'RabbitMQ' }, 'rabbitmq'],
    [{ type: 'External', secret: 'broker', networks: ['10.1.0.0/16'] }, 'external'],
  ])('of the broker %j has the mode %s', (broker, mode) => {
    expect(environment({ development: true, broker })).toMatchObject({ broker: mode });
  });

  test('reaches an external database where it answers', () => {
    const database = { mode: 'External', secret: 'database', networks: ['10.1.0.0/16'], ports: [10_260] };
    expect(environment({ development: true, database })).toMatchObject({
      databaseNetworks: ['10.1.0.0/16'],
      databasePorts: [10_260],
    });
    expect(platform({ development: true }).databasePorts).toEqual([27_017]);
  });

  test('gives each volume its size, and lets volumes go only where that was chosen', () => {
    const sizes = { database: { storage: '8Gi' }, broker: { storage: '3Gi' }, state: { storage: '2Gi' } };
    expect(environment({ development: true, dataOnDeletion: 'Delete', ...sizes })).toMatchObject({
      storage: { database: '8Gi', rabbitmq: '3Gi', redis: '2Gi' },
      volumesOnDeletion: 'delete',
    });
  });

  test('puts what is said of a service before what is said of all, be it replicas or an autoscaler', () => {
    const { service } = platform({
      development: true,
      autoscaling: { minReplicas: 2, maxReplicas: 6 },
      services: { 'auth-service': { replicas: 4 }, frontend: { autoscaling: { maxReplicas: 3, targetCpu: '300m' } } },
    });
    expect(service('course-service')).toMatchObject({
      replicas: 2,
      autoscaling: { maximumReplicas: 6, targetCpu: '600m' },
    });
    expect(service('auth-service')).toMatchObject({ replicas: 4 });
    expect(service('auth-service').autoscaling).toBeUndefined();
    expect(service('frontend')).toMatchObject({ replicas: 1, autoscaling: { maximumReplicas: 3, targetCpu: '300m' } });
    expect(platform({ development: true }).service('auth-service')).toMatchObject({ replicas: 1 });
  });

  test('keeps replicas of a service away from an autoscaler of all, and an autoscaler from replicas of all', () => {
    const { service } = platform({
      development: true,
      replicas: 2,
      services: { 'api-gateway': { autoscaling: { minReplicas: 3, maxReplicas: 5 } } },
    });
    expect(service('auth-service')).toMatchObject({ replicas: 2 });
    expect(service('auth-service').autoscaling).toBeUndefined();
    expect(service('api-gateway')).toMatchObject({ replicas: 3, autoscaling: { maximumReplicas: 5 } });
  });

  test('has a stand-in for each provider that is left out, in development only', () => {
    const { hasStandIn } = platform({ development: true, providers: { mail: providers.mail } });
    expect((['razorpay', 'cloudinary', 'mail'] as const).map(hasStandIn)).toEqual([true, true, false]);
    expect(platform({ providers }).hasStandIn('razorpay')).toBe(false);
  });

  test('tells services what the resource says of providers', () => {
    const { service } = platform({
      providers: { ...providers, mail: { ...providers.mail, contact: 'us@learn.example' } },
    });
    expect(service('media-service').settings).toEqual({ CLOUDINARY_CLOUD_NAME: 'learn' });
    expect(service('notification-service').settings).toEqual({
      MAIL_FROM: 'Learn <no-reply@learn.example>',
      CONTACT_MAILBOX: 'us@learn.example',
    });
  });

  test('needs no Secret whose name a user could have given to another', () => {
    const own = [
      { development: true },
      { development: true, database: { engine: 'DocumentDB' }, broker: { type: 'RabbitMQ' } },
      { development: true, database: { mode: 'Dedicated' } },
    ].flatMap((spec) => requiredSecrets(environment(spec)).filter(({ type }) => type === undefined));
    for (const { name } of own)
      expect(() => environment({ development: true, imagePullSecret: name })).toThrow(/Secret that the operator makes/);
  });

  test('is one that the constructs take, and the same resource gives the same objects', () => {
    const objects = () => JSON.stringify(platformObjects(environment({ providers })));
    const first = objects();
    expect(first).toContain('registry.example/studynotion/auth-service:1.2.3');
    expect(objects() === first).toBe(true);
  });
});
