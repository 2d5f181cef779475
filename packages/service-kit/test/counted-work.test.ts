import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listCourses } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { z } from 'zod';
import { configure, defineService, handler, ok } from '../src/index.ts';
import { startTestService, type TestService } from '../src/testing/index.ts';

let service: TestService;

beforeAll(async () => {
  const definition = defineService(({ database, sidecar }) => ({
    handlers: [
      handler(listCourses, async () => {
        await Promise.all([database.collection('one').findOne({}), database.collection('two').find({}).toArray()]);
        await database.collection('one').findOne({});
        await sidecar.getState('a-key');
        return ok({ items: [] });
      }),
    ],
    jobs: [
      {
        name: 'looking',
        everySeconds: 60,
        run: async () => {
          await database.collection('one').countDocuments({});
        },
      },
    ],
  }));
  service = await startTestService(definition, configure('course-service', z.object({}), {}), { complete: false });
});
afterAll(() => service.stop());

async function counted(cause: string): Promise<string[]> {
  const text = await (await fetch(`${service.operationsUrl}/metrics`)).text();
  return text
    .split('\n')
    .filter(
      (line) => /^studynotion_(database_commands|sidecar_calls)_total/.test(line) && line.includes(`cause="${cause}"`),
    )
    .map((line) => line.replace(/\{.*?,(?=command|call)/, ' ').replace(/,app=.*\}/, ''))
    .sort();
}

test('what a request asks of database and sidecar is counted under its route, beside what jobs ask', async () => {
  for (let request = 1; request <= 2; request += 1)
    expect((await service.call('GET', '/courses?limit=5')).status).toBe(200);
  expect(await counted('GET /api/v1/courses')).toEqual([
    'studynotion_database_commands_total command="find",collection="one" 4',
    'studynotion_database_commands_total command="find",collection="two" 2',
    'studynotion_sidecar_calls_total call="get-state" 2',
  ]);
  await waitUntil('the job', async () => (await counted('job looking')).length > 0);
  expect(await counted('job looking')).toEqual([
    'studynotion_database_commands_total command="aggregate",collection="one" 1',
  ]);
});
