import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject, PlatformEnvironment } from '@studynotion/cdk8s';
import { repository } from '@studynotion/local';
import { parse, parseAllDocuments } from 'yaml';
import { environmentOf } from '../../../operator/src/resource/environment-of.ts';
import { apiVersion, kind, readStudyNotion, type StudyNotion } from '../../../operator/src/resource/study-notion.ts';

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

/** What Helm tells a person after an installation. */
export function notesOf(helm: string, values: object): string {
  const parameters = ['install', 'studynotion', chartFolder, '--namespace=learn', '--values=-', '--dry-run=client'];
  const { stdout, stderr } = spawnSync(helm, parameters, { input: JSON.stringify(values), encoding: 'utf8' });
  if (!stdout.includes('NOTES:')) throw new Error(stderr);
  return stdout.slice(stdout.indexOf('NOTES:'));
}

/** What `spec` the examples for users have, by their names. */
export const exampleSpecs = new Map(
  ['small', 'production', 'development'].map((name): [string, Readonly<Record<string, unknown>>] => {
    const text = readFileSync(join(repository, 'examples', `studynotion-${name}.yaml`), 'utf8');
    return [name, parse(text).spec];
  }),
);

/** The resource that a spec makes in the namespace `learn`, with all defaults. */
export function resourceWith(spec: object): StudyNotion {
  const metadata = { name: 'studynotion', namespace: 'learn', uid: 'uid-1', resourceVersion: '1' };
  return readStudyNotion({ apiVersion, kind, metadata, spec });
}

/** Platforms that together have every kind of object, and every Secret. */
export function allPlatforms(): readonly PlatformEnvironment[] {
  const common = { host: 'learn.example', development: true, version: '1.0.0', registry: 'registry.example' };
  const autoscaling = { minReplicas: 2, maxReplicas: 3 };
  const others = ['Redis', 'RabbitMQ'].flatMap((type) =>
    [{ mode: 'Dedicated' }, { engine: 'DocumentDB' }, {}].map((database) => ({
      ...{ ...common, database, broker: { type }, autoscaling },
    })),
  );
  return [...exampleSpecs.values(), ...others].map((spec) => environmentOf(resourceWith(spec)));
}
