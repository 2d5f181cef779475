import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Definition, objectSchemas, type Part, schemaLocation, toYaml } from '@studynotion/cdk8s';
import { parse } from 'yaml';
import { goModule } from './go-module.ts';

/** What kubeconform says of one object that is not right, or that it has no schema for. */
export interface Finding {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg: string;
}

export interface Conformity {
  readonly checked: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks objects with kubeconform against the schemas of the pinned releases of Kubernetes and Dapr, strictly. Nothing is
 * fetched but the releases' Go modules, which the cluster is built from.
 * @param kubeconform path of the program
 */
export class Conformance {
  readonly #kubeconform: string;
  readonly #schemas: string;

  /** @param definitions of kinds besides those of Kubernetes and Dapr */
  constructor(kubeconform: string, definitions: readonly Definition[] = []) {
    this.#kubeconform = kubeconform;
    this.#schemas = mkdtempSync(join(tmpdir(), 'studynotion-schemas-'));
    const swagger = readFileSync(
      join(goModule('kubernetes', 'k8s.io/kubernetes'), 'api/openapi-spec/swagger.json'),
      'utf8',
    );
    for (const [file, schema] of objectSchemas(JSON.parse(swagger), [...daprDefinitions(), ...definitions]))
      writeFileSync(join(this.#schemas, file), JSON.stringify(schema));
  }

  check(parts: readonly Part[]): Conformity {
    const parameters = [
      '-strict',
      '-summary',
      '-output',
      'json',
      '-schema-location',
      join(this.#schemas, schemaLocation),
    ];
    const { stdout, stderr } = spawnSync(this.#kubeconform, parameters, {
      input: parts.map(toYaml).join('\n---\n'),
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
    });
    if (stderr !== '') throw new Error(`kubeconform: ${stderr}`);
    const { resources = [], summary } = JSON.parse(stdout);
    return { checked: summary.valid + summary.invalid + summary.errors + summary.skipped, findings: resources };
  }

  remove(): void {
    rmSync(this.#schemas, { recursive: true });
  }
}

/** The definitions of Dapr's kinds, of the pinned release. */
export function daprDefinitions(): Definition[] {
  const folder = join(goModule('daprd', 'github.com/dapr/dapr'), 'charts', 'dapr', 'crds');
  return readdirSync(folder).map((file) => parse(readFileSync(join(folder, file), 'utf8')));
}
