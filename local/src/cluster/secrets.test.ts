import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { requiredSecrets } from '@studynotion/cdk8s';
import type { Cluster } from './cluster.ts';
import { environmentOf } from './platform.ts';
import { secretObjects } from './secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'studynotion-cluster-'));
mkdirSync(join(folder, 'secrets'));
afterAll(() => rmSync(folder, { recursive: true }));

const cluster: Cluster = { instance: 'test', portOffset: 0, port: 8443, folder };
const certificate = { certificate: 'certificate', key: 'key' };
const valuesOf = (engine: 'own' | 'kind', broker: 'redis' | 'rabbitmq') => {
  const environment = { ...environmentOf(cluster, engine), broker };
  const objects = secretObjects(cluster, environment, certificate);
  return { environment, secrets: new Map(objects.map(({ metadata, ...secret }) => [metadata.name, secret])) };
};

describe.each(['own', 'kind'] as const)('the secrets for %s', (engine) => {
  test.each(['redis', 'rabbitmq'] as const)('are all that the platform needs with %s', (broker) => {
    const { environment, secrets } = valuesOf(engine, broker);
    for (const { name, keys, type = 'Opaque' } of requiredSecrets(environment)) {
      const secret = secrets.get(name);
      const values = (secret?.stringData ?? {}) as Record<string, string>;
      const missing = keys.filter((key) => !values[key]);
      expect({ name, type: secret?.type, missing }).toEqual({ name, type, missing: [] });
    }
  });

  test('stay the same when they are made again', () => {
    expect(valuesOf(engine, 'redis').secrets).toEqual(valuesOf(engine, 'redis').secrets);
  });
});

test('MongoDB asks for its password, FerretDB does not', () => {
  const uri = (engine: 'own' | 'kind') => {
    const secret = valuesOf(engine, 'redis').secrets.get('auth-service');
    return ((secret?.stringData ?? {}) as Record<string, string>)['mongodb-uri'];
  };
  expect(uri('own')).toBe('mongodb://mongodb:27017');
  expect(uri('kind')).toMatch(/^mongodb:\/\/studynotion:[\w-]+@mongodb:27017\/\?authSource=admin$/);
});
