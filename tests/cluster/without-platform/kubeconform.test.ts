import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PlatformEnvironment, platformParts, presets } from '@studynotion/cdk8s';
import { provideKubeconform } from '@studynotion/local';
import { Conformance } from '../support/kubeconform.ts';

let conformance: Conformance;
beforeAll(async () => {
  conformance = new Conformance(await provideKubeconform('test'));
}, 600_000);
afterAll(() => conformance.remove());

const environments = Object.entries(presets).flatMap(([name, preset]) =>
  (['redis', 'rabbitmq'] as const).flatMap((broker) =>
    (['documentdb', 'mongo', 'mongo-per-service', 'external'] as const).map(
      (database): [string, PlatformEnvironment] => [
        `${name} with ${broker} and ${database}`,
        { ...preset('1.0.0'), broker, database },
      ],
    ),
  ),
);

environments.push([
  'prod with what an operator asks for',
  {
    ...presets.prod('1.0.0'),
    broker: 'external',
    labels: { 'app.kubernetes.io/managed-by': 'studynotion-operator' },
    volumesOnDeletion: 'delete',
    services: {
      'auth-service': {
        environment: [
          { name: 'LOG_LEVEL', value: 'debug' },
          { name: 'LICENCE', secretKeyRef: { name: 'licence', key: 'text' } },
          { name: 'NOTICE', configMapKeyRef: { name: 'notices', key: 'today' } },
        ],
      },
    },
  },
]);

describe('kubeconform, strict, with the schemas of the pinned Kubernetes and Dapr', () => {
  test.each(environments)('finds nothing wrong with %s', (_name, environment) => {
    const parts = platformParts(environment);
    const { checked, findings } = conformance.check(parts);
    expect(findings).toEqual([]);
    expect(checked).toBe(parts.flatMap(({ objects }) => objects).length);
  });

  test.each([
    ['Deployment', { replica: 2 }, /replica/],
    ['Deployment', { replicas: '2' }, /replicas/],
    ['Subscription', { deadletterTopic: 'x' }, /deadletterTopic/],
    ['Component', { type: 1 }, /type/],
    ['Configuration', { accessControl: { defaultAction: true } }, /defaultAction/],
  ])('sees a %s with %j', (kind, spec, says) => {
    const [first] = platformParts(presets.dev('1.0.0'))
      .flatMap(({ objects }) => objects)
      .filter((object) => object.kind === kind);
    if (first === undefined) throw new Error(`there is no ${kind}`);
    const broken = { ...first, spec: { ...(first.spec as object), ...spec } };
    const { findings } = conformance.check([{ name: 'broken', objects: [broken] }]);
    expect(findings.map(({ msg }) => msg).join('\n')).toMatch(says);
  });

  test('sees a kind that nobody knows', () => {
    const unknown = { apiVersion: 'dapr.io/v1', kind: 'Component', metadata: { name: 'x', namespace: 'studynotion' } };
    expect(conformance.check([{ name: 'unknown', objects: [unknown] }]).findings).toHaveLength(1);
  });
});
