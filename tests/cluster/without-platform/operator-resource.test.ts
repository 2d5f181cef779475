import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { repository } from '@studynotion/local';
import { type ApiServerAnswer, provideApiServer, type TestApiServer } from '@studynotion/local/api-server';
import { NAME_MESSAGE, readStudyNotion, StudyNotionSpec } from '@studynotion/operator/resource/study-notion';
import { refused, storedStudyNotion, taken, unchanged } from '@studynotion/operator/testing';
import { waitUntil } from '@studynotion/platform/testing';
import fc from 'fast-check';
import { parse } from 'yaml';
import { anySpec } from '../support/any-spec.ts';

const DEFINITION = join(repository, 'charts', 'studynotion', 'crds', 'custom-resource-definition.yaml');
const NAMESPACE = 'studynotion';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GROUP = '/apis/platform.studynotion.dev/v1alpha1';
const RESOURCES = `${GROUP}/namespaces/${NAMESPACE}/studynotions`;

interface Resource {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: object;
  readonly status?: object;
}

let server: TestApiServer;

beforeAll(async () => {
  server = await provideApiServer('operator-resource');
  expectDone(await server.ask('POST', DEFINITIONS, parse(readFileSync(DEFINITION, 'utf8'))));
  expectDone(await server.ask('POST', '/api/v1/namespaces', { metadata: { name: NAMESPACE } }));
  // Also once more after it has been served: the server publishes what it knows of a kind a little later.
  await waitUntil('the kind', async () => (await server.ask('GET', RESOURCES)).status === 200, 60);
  await waitUntil('its description', async () => (await server.ask('GET', `/openapi/v3${GROUP}`)).status === 200, 60);
}, 600_000);
afterAll(() => server.stop(), 60_000);

function expectDone({ status, body }: ApiServerAnswer): void {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
}

const messageOf = ({ body }: ApiServerAnswer): string => (body as { message?: string }).message ?? '';

/** A resource as users write it. */
function written(spec: object, name = 'learn'): object {
  const { apiVersion, kind, spec: complete } = storedStudyNotion(spec);
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE }, spec: complete };
}

/** Whether the server would take it; nothing is stored. */
const tried = (object: object, query = '') => server.ask('POST', `${RESOURCES}?dryRun=All${query}`, object);

async function stored(object: object): Promise<Resource> {
  const answer = await server.ask('POST', RESOURCES, object);
  expectDone(answer);
  return answer.body as Resource;
}

const removed = async ({ metadata: { name } }: Resource) =>
  expectDone(await server.ask('DELETE', `${RESOURCES}/${name}`));

describe('the definition', () => {
  test('is accepted, and found structural', async () => {
    const { body } = await server.ask('GET', `${DEFINITIONS}/studynotions.platform.studynotion.dev`);
    const { conditions } = (body as { status: { conditions: { type: string; status: string }[] } }).status;
    expect(Object.fromEntries(conditions.map(({ type, status }) => [type, status]))).toEqual({
      NamesAccepted: 'True',
      Established: 'True',
    });
  });

  test('is explained by kubectl, every field of it', async () => {
    const explained = await server.kubectl('explain', 'sn.spec');
    for (const field of Object.keys(StudyNotionSpec.shape))
      expect(explained).toMatch(new RegExp(`^ {2}${field}\\t<`, 'm'));
    expect(explained).toContain('HTTPS port under which users reach the site');
    expect(explained).toContain('Default: 443.');
    expect(await server.kubectl('explain', 'sn.spec.services.environment')).toContain('Name of the variable, as in');
    expect(await server.kubectl('explain', 'studynotion.status.conditions')).toContain('what to do about it');
  });

  test('has the columns that tell how it goes', async () => {
    const resource = await stored(written({ development: true }, 'columns'));
    const status = {
      version: '1.2.3',
      services: '9/9',
      conditions: [
        { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: 'Is', message: '' },
      ],
    };
    expectDone(await server.ask('PUT', `${RESOURCES}/columns/status`, { ...resource, status }));
    const [columns, line] = (await server.kubectl('get', 'sn', 'columns', `--namespace=${NAMESPACE}`)).split('\n');
    expect(columns?.split(/\s+/)).toEqual(['NAME', 'READY', 'VERSION', 'SERVICES', 'AGE']);
    expect(line?.split(/\s+/).slice(0, 4)).toEqual(['columns', 'True', '1.2.3', '9/9']);
    await removed(resource);
  });
});

describe('a resource', () => {
  test.each(refused)('is refused with %s', async (_what, spec, says) => {
    const answer = await tried(written(spec));
    expect(answer.status).toBe(422);
    expect(messageOf(answer)).toMatch(says);
  });

  test.each(taken)('is taken with %s', async (_what, spec) => {
    expect(messageOf(await tried(written(spec)))).toBe('');
  });

  test.each(unchanged)('does not change %s', async (_what, before, after, says) => {
    const resource = await stored(written({ development: true, ...before }, 'steady'));
    const change = { ...resource, spec: (written({ development: true, ...after }) as Resource).spec };
    const answer = await server.ask('PUT', `${RESOURCES}/steady`, change);
    await removed(resource);
    expect(answer.status).toBe(422);
    expect(messageOf(answer)).toMatch(says);
  });

  test('changes in all else', async () => {
    const resource = await stored(written({ development: true }, 'moving'));
    const spec = { ...(written({ development: true, replicas: 2, version: '1.3.0' }) as Resource).spec, paused: true };
    const answer = await server.ask('PUT', `${RESOURCES}/moving`, { ...resource, spec });
    await removed(resource);
    expect(messageOf(answer)).toBe('');
  });

  test.each(['the.site', 'a-name-that-is-longer-than-cookies-like'])('is not called %s', async (name) => {
    const answer = await tried(written({ development: true }, name));
    expect(answer.status).toBe(422);
    expect(messageOf(answer)).toContain(NAME_MESSAGE);
  });

  test('is refused with a field that there is not, where the client asks for that, as kubectl does', async () => {
    const answer = await tried(written({ development: true, databse: {} }), '&fieldValidation=Strict');
    expect(answer.status).toBe(400);
    expect(messageOf(answer)).toContain('unknown field "spec.databse"');
  });

  test('gets the defaults that the operator knows', async () => {
    const { spec } = (await tried(written({ development: true }))).body as Resource;
    expect(spec).toEqual(readStudyNotion(storedStudyNotion({ development: true })).spec);
    const services = { frontend: { autoscaling: { maxReplicas: 3 } } };
    expect(((await tried(written({ development: true, services }))).body as Resource).spec).toEqual(
      readStudyNotion(storedStudyNotion({ development: true, services })).spec,
    );
  });

  test.each(['small', 'production', 'development'])('of the %s example is taken', async (name) => {
    const example = parse(readFileSync(join(repository, 'examples', `studynotion-${name}.yaml`), 'utf8'));
    expect(messageOf(await tried(example, '&fieldValidation=Strict'))).toBe('');
  });

  test('is judged alike by server and schema, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anySpec, async (spec) => {
        const answer = await tried(written(spec));
        const { success, error } = StudyNotionSpec.safeParse((written(spec) as Resource).spec);
        const why = { server: messageOf(answer), schema: error?.message };
        expect({ taken: answer.status === 201, why }).toEqual({ taken: success, why });
      }),
      { numRuns: 500 },
    );
  });

  test('has a status that only its own path changes', async () => {
    const resource = await stored(written({ development: true }, 'stateful'));
    const withStatus = { ...resource, status: { version: '1.2.3' }, spec: { ...resource.spec, paused: true } };
    const bySpec = (await server.ask('PUT', `${RESOURCES}/stateful`, withStatus)).body as Resource;
    expect(bySpec.status).toBeUndefined();
    expect(bySpec.metadata.generation).toBe(2);
    const spec = { ...resource.spec, paused: false };
    const byStatus = (
      await server.ask('PUT', `${RESOURCES}/stateful/status`, { ...bySpec, status: { version: '1.2.3' }, spec })
    ).body as Resource;
    expect(byStatus.status).toEqual({ version: '1.2.3' });
    expect(byStatus.metadata.generation).toBe(2);
    await removed(resource);
  });
});
