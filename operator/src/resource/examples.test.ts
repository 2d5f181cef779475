import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { type PlatformEnvironment, platformObjects, presets } from '@studynotion/cdk8s';
import { parse } from 'yaml';
import { clusterOf } from '../../../cdk8s/test/cluster.ts';
import { policies } from '../../../cdk8s/test/policies.ts';
import { environmentOf, managedBy } from './environment-of.ts';
import { readStudyNotion } from './study-notion.ts';

const folder = fileURLToPath(new URL('../../../examples', import.meta.url));

function environmentNamed(name: string): PlatformEnvironment {
  const { metadata, ...object } = parse(readFileSync(join(folder, `studynotion-${name}.yaml`), 'utf8'));
  return environmentOf(readStudyNotion({ ...object, metadata: { uid: 'uid-1', resourceVersion: '1', ...metadata } }));
}

describe.each(['small', 'production', 'development'])('the %s example', (name) => {
  const environment = environmentNamed(name);
  const cluster = clusterOf(environment, platformObjects(environment));

  test.each(Object.entries(policies))('gives a platform that keeps the policy %s', (_policy, problemsOf) => {
    expect(problemsOf(cluster)).toEqual([]);
  });
});

test('the development example gives the platform of the cluster on a developer machine', () => {
  const { version, ...environment } = environmentNamed('development');
  const objects = platformObjects({ version, ...environment });
  const labels = { [managedBy.name]: managedBy.value };
  expect(objects).toEqual(platformObjects({ ...presets.dev(version), labels }));
});
