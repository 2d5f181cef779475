import { describe, expect, test } from '@jest/globals';
import { storedStudyNotion } from '../testing/resource-examples.ts';
import { refused, taken } from '../testing/rule-cases.ts';
import { InvalidResourceError, type ResourceProblem, readStudyNotion } from './study-notion.ts';

function problemsOf(spec: object, metadata: object = {}): readonly ResourceProblem[] {
  try {
    readStudyNotion(storedStudyNotion(spec, metadata));
  } catch (error) {
    if (error instanceof InvalidResourceError) return error.problems;
    throw error;
  }
  return [];
}

const byField = (problems: readonly ResourceProblem[]) =>
  Object.fromEntries(problems.map(({ field, message }) => [field, message]));

describe('a StudyNotion', () => {
  test('gets the defaults that the API server would fill in', () => {
    expect(readStudyNotion(storedStudyNotion({ development: true })).spec).toEqual({
      version: '1.2.3',
      registry: 'registry.example/studynotion',
      images: {},
      host: 'learn.example',
      port: 443,
      tlsSecret: 'studynotion-tls',
      ingress: { class: 'traefik', namespace: 'traefik', trustedProxies: 1 },
      development: true,
      paused: false,
      dataOnDeletion: 'Keep',
      database: { mode: 'Shared', engine: 'MongoDB', storage: '4Gi' },
      broker: { type: 'Redis', storage: '2Gi' },
      state: { storage: '1Gi' },
      providers: {},
      services: {},
      cluster: { daprNamespace: 'dapr-system', dnsNamespace: 'kube-system', dnsSeconds: 30 },
    });
  });

  test('takes CPU as a number, as YAML reads it', () => {
    const amounts = { cpu: 1, memory: '256Mi' };
    const { spec } = readStudyNotion(
      storedStudyNotion({ development: true, resources: { requests: amounts, limits: amounts } }),
    );
    expect(spec.resources?.limits.cpu).toBe('1');
  });

  test('keeps a status that can be read, and does without one that cannot', () => {
    const stored = storedStudyNotion({ development: true });
    expect(readStudyNotion(stored).status).toBeUndefined();
    expect(readStudyNotion({ ...stored, status: { version: '1.2.3' } }).status).toEqual({ version: '1.2.3' });
    expect(readStudyNotion({ ...stored, status: { version: 3 } }).status).toBeUndefined();
  });

  test('is refused with every field that is wrong, and where it is written what it may be', () => {
    expect(byField(problemsOf({ development: true, version: 'latest', host: undefined, port: 0 }))).toEqual({
      'spec.version': expect.stringMatching(
        /^must be an exact version, as in 1\.4\.0 .*kubectl explain studynotion\.spec\.version/,
      ),
      'spec.host': expect.stringContaining('kubectl explain studynotion.spec.host'),
      'spec.port': expect.stringContaining('>=1'),
    });
  });

  test('is refused with the way out where fields do not go together', () => {
    expect(byField(problemsOf({ development: true, database: { mode: 'External' } }))).toEqual({
      'spec.database': expect.stringMatching(/^spec\.database\.secret is missing: with mode External, name the Secret/),
    });
  });

  test.each(refused)('is refused with %s', (_what, spec, says) => {
    expect(
      problemsOf(spec)
        .map(({ message }) => message)
        .join('\n'),
    ).toMatch(says);
  });

  test.each(taken)('is taken with %s', (_what, spec) => {
    expect(problemsOf(spec)).toEqual([]);
  });

  test('is refused with a name that no cookie may carry', () => {
    expect(byField(problemsOf({ development: true }, { name: 'the.site' }))).toEqual({
      'metadata.name': expect.stringContaining('choose a shorter name'),
    });
  });

  test('is one of this kind and version only', () => {
    const stored = storedStudyNotion({ development: true });
    expect(() => readStudyNotion({ ...stored, kind: 'Secret' })).toThrow(TypeError);
    expect(() => readStudyNotion({ ...stored, apiVersion: 'platform.studynotion.dev/v1' })).toThrow(TypeError);
  });
});
