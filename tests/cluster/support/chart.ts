import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { KubernetesObject } from '@studynotion/cdk8s';
import { repository } from '@studynotion/local';
import { parseAllDocuments } from 'yaml';

/** Where the chart is. */
export const chartFolder = join(repository, 'charts', 'studynotion');

/** What Helm made of the chart, or why it made nothing. */
export interface Rendering {
  readonly objects: readonly KubernetesObject[];
  readonly complaint: string;
}

/** Renders the chart, for the namespace `learn`, as an installation would. */
export function renderChart(helm: string, values: object): Rendering {
  const parameters = ['template', 'studynotion', chartFolder, '--namespace=learn', '--values=-'];
  const { stdout, stderr } = spawnSync(helm, parameters, { input: JSON.stringify(values), encoding: 'utf8' });
  return {
    objects: parseAllDocuments(stdout).flatMap((document) => document.toJS() ?? []),
    complaint: stderr,
  };
}
