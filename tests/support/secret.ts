import { readFileSync } from 'node:fs';
import type { AppId } from '@studynotion/contracts';
import { installationNamed, within } from '@studynotion/local';
import { testInstance } from './running-platform.ts';

/** A secret of an app as the installation has it, to act as the other end that shares it, or as a thief. */
export function secretOf(app: AppId, name: string): string {
  const value = read<Record<string, Record<string, unknown>>>(`${app}.json`)[app]?.[name];
  if (typeof value !== 'string') throw new Error(`${app} has no secret ${name}`);
  return value;
}

export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** Every secret of the installation: keys, passwords, tokens. */
export function allSecrets(): readonly NamedSecret[] {
  const { secrets, tokens, redisPassword, postgresqlPassword } = read<Installed>('installation.json');
  const { 'seed-accounts': accounts = '[]', ...keys } = secrets;
  const passwords = (JSON.parse(accounts) as { password: string }[]).map(({ password }) => password);
  return [
    ...Object.entries(keys).map(([name, value]) => ({ name, value })),
    ...Object.values(tokens).flatMap(({ dapr, app }) => [dapr, app].map((value) => ({ name: 'token', value }))),
    ...[redisPassword, postgresqlPassword, ...passwords].map((value) => ({ name: 'password', value })),
  ];
}

interface Installed {
  readonly secrets: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, { readonly dapr: string; readonly app: string }>>;
  readonly redisPassword: string;
  readonly postgresqlPassword: string;
}

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(within(installationNamed(testInstance), 'secrets', file), 'utf8'));
}
