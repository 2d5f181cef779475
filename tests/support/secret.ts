import { readFileSync } from 'node:fs';
import type { AppId } from '@studynotion/contracts';
import { installationNamed, within } from '@studynotion/local';
import { testInstance } from './running-platform.ts';

/** A secret of an app as the installation has it, to act as the other end that shares it, or as a thief. */
export function secretOf(app: AppId, name: string): string {
  const file = within(installationNamed(testInstance), 'secrets', `${app}.json`);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))[app]?.[name];
  if (typeof value !== 'string') throw new Error(`${app} has no secret ${name}`);
  return value;
}
