import type { z } from 'zod';
import type { ObjectMetadata, StoredObject } from '../kubernetes/kubernetes-api.ts';
import { StudyNotionSpec } from './spec.ts';
import { StudyNotionStatus } from './status.ts';

export * from './spec.ts';
export * from './status.ts';

export const group = 'platform.studynotion.dev';
export const version = 'v1alpha1';
export const apiVersion = `${group}/${version}`;
export const kind = 'StudyNotion';
export const plural = 'studynotions';
export const singular = 'studynotion';
export const shortName = 'sn';

/** Cookies carry the name of an installation. */
export const NAME = /^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/;
export const NAME_MESSAGE =
  'metadata.name has more than 30 characters, or a dot: choose a shorter name of a-z, 0-9 and -';

/** The resource, checked, with its defaults. */
export interface StudyNotion {
  readonly apiVersion: typeof apiVersion;
  readonly kind: typeof kind;
  readonly metadata: ObjectMetadata & Pick<StoredObject['metadata'], 'uid' | 'resourceVersion'>;
  readonly spec: StudyNotionSpec;
  /** What was written last; absent before the first time, and when it cannot be read. */
  readonly status?: StudyNotionStatus;
}

export interface ResourceProblem {
  /** As in `spec.database.secret`. */
  readonly field: string;
  readonly message: string;
}

/** The resource is not what its definition says; a server that knows the definition refuses such a one. */
export class InvalidResourceError extends Error {
  readonly problems: readonly ResourceProblem[];

  constructor(name: string, problems: readonly ResourceProblem[]) {
    super(`StudyNotion ${name} is invalid: ${problems.map(({ field, message }) => `${field}: ${message}`).join('; ')}`);
    this.name = 'InvalidResourceError';
    this.problems = problems;
  }
}

/**
 * Reads a StudyNotion, and fills in the defaults that the API server would.
 * @throws InvalidResourceError that names each field and the way out
 */
export function readStudyNotion(object: StoredObject): StudyNotion {
  const { metadata } = object;
  const name = `${metadata.namespace}/${metadata.name}`;
  if (object.apiVersion !== apiVersion || object.kind !== kind)
    throw new TypeError(`${object.kind} ${name} of ${object.apiVersion} is no ${kind} of ${apiVersion}`);
  const spec = StudyNotionSpec.safeParse(object.spec);
  const problems = [
    ...(NAME.test(metadata.name) ? [] : [{ field: 'metadata.name', message: NAME_MESSAGE }]),
    ...(spec.error?.issues ?? []).map(problemOf),
  ];
  if (!spec.success || problems.length > 0) throw new InvalidResourceError(name, problems);
  const status = StudyNotionStatus.safeParse(object.status);
  return { apiVersion, kind, metadata, spec: spec.data, ...(status.success ? { status: status.data } : {}) };
}

/** Custom messages name the way out themselves; the others are told where it is written. */
function problemOf({ code, path, message }: z.core.$ZodIssue): ResourceProblem {
  const steps = ['spec', ...path.map(String)];
  const field = steps.join('.');
  if (code === 'custom') return { field, message };
  const documented = steps.filter((step) => !/^\d+$/.test(step)).join('.');
  return { field, message: `${message} (kubectl explain ${singular}.${documented} says what it may be)` };
}
