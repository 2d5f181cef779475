import { beforeAll, describe, expect, test } from '@jest/globals';
import { provideSchemathesis } from '@studynotion/local';
import { useDatabases } from '../support/databases.ts';
import { everythingArrived } from '../support/under-way.ts';
import { type Asker, type PreparedOperation, prepare } from './prepare.ts';
import { type Run, runSchemathesis } from './run-schemathesis.ts';

/**
 * The whole API against its own OpenAPI document: Schemathesis asks each operation as somebody who may, once as we
 * prepared it and many times as its schema allows or forbids.
 */

const seed = Number(process.env.SCHEMATHESIS_SEED ?? 1);
const examples = Number(process.env.SCHEMATHESIS_EXAMPLES ?? 5);
const askers: readonly Asker[] = ['anonymous', 'student', 'instructor', 'administrator'];

const databases = useDatabases();
let operations: readonly PreparedOperation[];
let runs: readonly Run[];

beforeAll(async () => {
  process.stdout.write(`Schemathesis: seed ${seed}, ${examples} made-up requests for each operation\n`);
  const python = await provideSchemathesis('test');
  const prepared = await prepare();
  operations = prepared.operations;
  runs = await Promise.all(askers.map((asker) => runSchemathesis(asker, prepared, { python, seed, examples })));
}, 1_800_000);

describe.each(askers)('asked as %s', (asker) => {
  test('the API does what its document says', () => {
    const run = runs.find((candidate) => candidate.asker === asker);
    // It tells each fault with a request that shows it.
    if (run?.exitCode !== 0) throw new Error(run?.output ?? 'Schemathesis did not run');
  });
});

test('each operation was reached: somebody was answered by 2xx', () => {
  const reached = new Map(runs.flatMap(({ statuses }) => [...statuses]));
  const notReached = operations.flatMap(({ label }) => {
    const statuses = [...(reached.get(label) ?? [])];
    return statuses.some((status) => status >= 200 && status < 300) ? [] : [`${label}: ${statuses.join(', ')}`];
  });
  expect(notReached).toEqual([]);
});

test('nothing of it stays under way', async () => {
  await everythingArrived(databases, 60);
}, 90_000);
