import { describe, expect, test } from '@jest/globals';
import { resolve } from './environment.ts';
import { type KubernetesObject, platformObjects } from './platform-objects.ts';
import { presets } from './presets.ts';
import { requiredSecrets } from './required-secrets.ts';

const named = (objects: readonly KubernetesObject[], kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
const text = (object: KubernetesObject | undefined): string => JSON.stringify(object);

describe('an environment', () => {
  test('leaves the usual port out of the address that users see', () => {
    expect(resolve({ ...presets.dev('1.0.0'), port: 443 }).origin).toBe('https://studynotion.localhost');
    expect(resolve({ ...presets.dev('1.0.0'), port: undefined }).standInOrigin('media')).toBe(
      'https://media.studynotion.localhost',
    );
    expect(resolve(presets.dev('1.0.0')).origin).toBe('https://studynotion.localhost:8443');
  });

  test('refuses a name that no cookie may carry, and a setting that the table does not have', () => {
    expect(() => resolve({ ...presets.dev('1.0.0'), name: 'The Site' })).toThrow(TypeError);
    const services = { 'auth-service': { settings: { REFRESH_GRACE: '30' } } };
    expect(() => resolve({ ...presets.dev('1.0.0'), services })).toThrow('auth-service has no setting REFRESH_GRACE');
  });

  test('puts what is said of a service before what is said of all', () => {
    const platform = resolve({ ...presets.prod('1.0.0'), services: { 'auth-service': { replicas: 4 } } });
    expect(platform.service('auth-service')).toMatchObject({ replicas: 4, autoscaling: { targetCpu: '600m' } });
    expect(platform.service('course-service').replicas).toBe(2);
  });

  test('tells pods and browsers each their name of a stand-in', () => {
    const objects = platformObjects(presets.dev('1.0.0'));
    const media = text(named(objects, 'Deployment', 'media-service'));
    expect(media).toContain('"value":"http://sandbox:3423"');
    expect(media).toContain('"value":"https://media.studynotion.localhost:8443"');
    expect(text(named(objects, 'Deployment', 'payment-service'))).toContain('"value":"http://sandbox:3420"');
    const site = text(named(objects, 'Deployment', 'frontend'));
    expect(site).toContain('https://razorpay.studynotion.localhost:8443/v1/checkout.js');
    expect(site).not.toContain('http://sandbox');
  });

  test('has a MongoDB for all, for each, or none', () => {
    const stores = (database: 'mongo' | 'mongo-per-service' | 'external') =>
      platformObjects({ ...presets.prod('1.0.0'), database })
        .filter(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name.startsWith('mongodb'))
        .map(({ metadata }) => metadata.name);
    expect(stores('mongo')).toEqual(['mongodb']);
    expect(stores('mongo-per-service')).toHaveLength(7);
    expect(stores('external')).toEqual([]);
  });

  test('has no broker where one is outside, but what that is to import', () => {
    const objects = platformObjects({ ...presets.prod('1.0.0'), broker: 'external' });
    expect(objects.filter(({ metadata }) => metadata.name === 'rabbitmq').map(({ kind }) => kind)).toEqual([
      'ConfigMap',
    ]);
    expect(Object.keys((named(objects, 'ConfigMap', 'rabbitmq')?.data ?? {}) as object)).toEqual(['definitions.json']);
    expect(requiredSecrets({ ...presets.prod('1.0.0'), broker: 'external' })).toContainEqual({
      name: 'rabbitmq',
      keys: ['url'],
    });
  });

  test('lets a variable from outside take the place of the one of its name', () => {
    const environment = [{ name: 'REFRESH_GRACE_SECONDS', secretKeyRef: { name: 'grace', key: 'seconds' } }];
    const services = { 'auth-service': { settings: { REFRESH_GRACE_SECONDS: '40' }, environment } };
    const objects = platformObjects({ ...presets.prod('1.0.0'), services });
    const auth = text(named(objects, 'Deployment', 'auth-service'));
    expect(auth).toContain(
      '{"name":"REFRESH_GRACE_SECONDS","valueFrom":{"secretKeyRef":{"key":"seconds","name":"grace"}}}',
    );
    expect(auth.match(/REFRESH_GRACE_SECONDS/g)).toHaveLength(1);
  });

  test('keeps dollars in values, which Kubernetes would read as the names of variables', () => {
    const environment = [{ name: 'PRICE', value: '$(HOME) costs $5' }];
    const services = { 'auth-service': { environment } };
    const auth = text(named(platformObjects({ ...presets.prod('1.0.0'), services }), 'Deployment', 'auth-service'));
    expect(auth).toContain('{"name":"PRICE","value":"$$(HOME) costs $$5"}');
  });

  test('has the real provider for some in development, for users and services alike', () => {
    const objects = platformObjects({ ...presets.dev('1.0.0'), realProviders: ['cloudinary'] });
    expect(text(named(objects, 'Deployment', 'media-service'))).not.toMatch(/sandbox|media\.studynotion/);
    expect(text(named(objects, 'Deployment', 'frontend'))).not.toContain('media.studynotion');
    expect(text(named(objects, 'Deployment', 'payment-service'))).toContain('http://sandbox:3420');
  });
});
