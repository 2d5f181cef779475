import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationNamed, within } from '@studynotion/local';
import { runningPlatform, testInstance } from '../support/running-platform.ts';
import { secretOf } from '../support/secret.ts';
import type { Asker, PreparedOperation, prepare } from './prepare.ts';

export interface Run {
  readonly asker: Asker;
  readonly exitCode: number;
  /** What it printed: each fault, with a request that shows it. */
  readonly output: string;
  /** The statuses that were answered, by the label of an operation. */
  readonly statuses: ReadonlyMap<string, ReadonlySet<number>>;
}

export interface Extent {
  /** A Python that has Schemathesis. */
  readonly python: string;
  readonly seed: number;
  /** Of made-up requests for each operation, besides those that its schema suggests. */
  readonly examples: number;
}

/** The API does to each answer what its document says, and takes nothing that it says it does not take. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
  'allow_header_conformance',
  'valid_input_is_not_called_invalid',
];

/** Has Schemathesis ask the running platform as one of those whose operations are prepared. */
export async function runSchemathesis(
  asker: Asker,
  { document, operations }: Awaited<ReturnType<typeof prepare>>,
  { python, seed, examples }: Extent,
): Promise<Run> {
  const folder = within(installationNamed(testInstance), 'schemathesis', asker);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  const own = operations.filter((operation) => operation.asker === asker);
  writeFileSync(file('openapi.json'), JSON.stringify(document));
  writeFileSync(file('schemathesis.toml'), settings(own));
  writeFileSync(file('prepared.json'), JSON.stringify(forHooks(own, seed)));
  const child = spawn(
    python,
    [
      ...['-m', 'schemathesis.cli', '--no-color', '--config-file', file('schemathesis.toml')],
      ...['run', file('openapi.json'), '--url', runningPlatform().addresses.gateway],
      ...own.flatMap(({ id }) => ['--include-operation-id', id]),
      ...['--phases', 'examples,coverage,fuzzing', '--checks', CHECKS.join(',')],
      ...['--max-examples', String(examples), '--seed', String(seed), '--continue-on-failure'],
      ...['--report-ndjson-path', file('report.ndjson'), '--output-sanitize', 'false'],
    ],
    {
      cwd: folder,
      // Its end ends the program, whatever becomes of the tests.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PYTHONPATH: import.meta.dirname,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: 'hooks',
        STUDYNOTION_PREPARED: file('prepared.json'),
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { asker, exitCode: exitCode ?? 1, output, statuses: readReport(file('report.ndjson')) };
}

/** Now and then a made-up request is about something that there is. */
function settings(operations: readonly PreparedOperation[]): string {
  const text = (value: string | number) => JSON.stringify(value);
  const dictionaries: string[] = [];
  const overrides = operations.flatMap(({ id, parameters }) => {
    const bindings = Object.entries(parameters).map(([place, value], index) => {
      const name = `${id}-${index}`;
      dictionaries.push(`[dictionaries.${text(name)}]\nvalues = [${text(value)}]`);
      return `${text(place)} = { dictionary = ${text(name)}, probability = 0.8 }`;
    });
    return bindings.length === 0
      ? []
      : [`[[operations]]\ninclude-operation-id = ${text(id)}\nparameters = { ${bindings.join(', ')} }`];
  });
  return [
    '[auth]\nauto-signup = false',
    '[generation]\nwith-security-parameters = false',
    // What one asker hears of would be the person another one asks as, whom an administrator then changes.
    ...['examples', 'coverage', 'fuzzing'].map((phase) => `[phases.${phase}.extra-data-sources]\nresponses = false`),
    ...dictionaries,
    ...overrides,
  ].join('\n\n');
}

function forHooks(operations: readonly PreparedOperation[], seed: number) {
  return {
    seed,
    headers: Object.fromEntries(operations.map(({ label, headers }) => [label, headers])),
    secrets: {
      razorpay: secretOf('payment-service', 'razorpay-webhook-secret'),
      cloudinary: secretOf('media-service', 'cloudinary-api-secret'),
    },
  };
}

interface ReportLine {
  readonly ScenarioFinished?: {
    readonly recorder: {
      readonly label: string;
      readonly interactions?: Readonly<
        Record<
          string,
          { readonly request: { readonly method: string }; readonly response?: { readonly status_code: number } }
        >
      >;
    };
  };
}

function readReport(file: string): Map<string, Set<number>> {
  const statuses = new Map<string, Set<number>>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const { recorder } = line === '' ? {} : ((JSON.parse(line) as ReportLine).ScenarioFinished ?? {});
    if (recorder === undefined) continue;
    const seen = statuses.get(recorder.label) ?? new Set();
    statuses.set(recorder.label, seen);
    // It tries other methods, too.
    for (const { request, response } of Object.values(recorder.interactions ?? {}))
      if (response !== undefined && recorder.label.startsWith(`${request.method} `)) seen.add(response.status_code);
  }
  return statuses;
}
