import { Account, normalizeEmail } from '@studynotion/contracts';
import { z } from 'zod';
import type { Databases } from '../support/databases.ts';
import { sandbox } from '../support/sandbox.ts';
import { allSecrets } from '../support/secret.ts';
import type { SeenAnswer } from '../support/seen-answers.ts';
import { type Kind, publicSecrets } from './legitimate.ts';

/** Something that is not for everybody, word by word. */
export interface Canary {
  readonly kind: Kind;
  readonly what: string;
  readonly text: string;
  /** Whose it is, where it is somebody's. */
  readonly accountId?: string;
}

/** What one must know to judge an answer. */
export interface Knowledge {
  readonly canaries: readonly Canary[];
  /** Codes of mails: so short that they count as a whole value only. */
  readonly codes: ReadonlySet<string>;
  /** By address, in the form that decides whether two are the same. */
  readonly accountOfEmail: ReadonlyMap<string, string>;
  readonly accountOfSession: ReadonlyMap<string, string>;
  readonly administrators: ReadonlySet<string>;
  /** Who may see the lectures of a course, as `<account>:<course>`. */
  readonly readers: ReadonlySet<string>;
}

interface StoredAccount {
  readonly _id: string;
  readonly role: string;
  /** Gone, like the password, where the account was deleted. */
  readonly email?: string;
  readonly passwordHash?: string;
}

/** Reads what the platform keeps for itself, and from the answers what has been deleted since. */
export async function gatherKnowledge({ find }: Databases, answers: readonly SeenAnswer[]): Promise<Knowledge> {
  type Stored<Field extends string> = Readonly<Record<'_id' | Field, string>>;
  const accounts = await find<StoredAccount>('auth-service', 'accounts', {});
  const sessions = await find<Stored<'accountId' | 'tokenHash'>>('auth-service', 'sessions', {});
  const receipts = await find<Stored<'accountId'>>('user-profile-service', 'erasures', {});
  const enrollments = await find<Stored<'accountId' | 'courseId'>>('payment-service', 'enrollments', {});
  const courses = await find<Stored<'instructorId'>>('course-service', 'courses', {});
  const mails = (await sandbox<{ items: { text: string }[] }>('GET', '/mails')).items;
  const told = answers.flatMap(({ status, body }) => (status < 300 ? accountsIn(body) : []));

  return {
    canaries: [
      ...secretsOfInstallation(),
      ...accounts.flatMap(({ passwordHash }) => secret('the hash of a password', passwordHash)),
      ...sessions.flatMap(({ tokenHash }) => secret('the hash of a refresh token', tokenHash)),
      ...mails.flatMap(({ text }) => secret('the token of a link', /#token=(\S+)/.exec(text)?.[1])),
      ...receipts.map(
        ({ _id, accountId }): Canary => ({ kind: 'receipt', what: 'the id of a receipt', text: _id, accountId }),
      ),
    ],
    codes: new Set(mails.flatMap(({ text }) => /^\s*(\d{6})\s*$/m.exec(text)?.[1] ?? [])),
    accountOfEmail: new Map(
      [...told, ...accounts.map(({ _id: id, email }) => ({ id, email }))].flatMap(({ id, email }) =>
        email === undefined ? [] : [[normalizeEmail(email), id] as const],
      ),
    ),
    accountOfSession: new Map(sessions.map(({ _id, accountId }) => [_id, accountId])),
    administrators: new Set(accounts.flatMap(({ _id, role }) => (role === 'administrator' ? [_id] : []))),
    readers: new Set([
      ...enrollments.map(({ accountId, courseId }) => `${accountId}:${courseId}`),
      ...courses.map(({ _id, instructorId }) => `${instructorId}:${_id}`),
    ]),
  };
}

function secret(what: string, text: string | undefined): Canary[] {
  return text === undefined ? [] : [{ kind: 'secret', what, text }];
}

function secretsOfInstallation(): Canary[] {
  return allSecrets()
    .filter(({ name }) => !publicSecrets.includes(name))
    .flatMap(({ name, value }) => secret(`the secret ${name}`, longestLineOf(value)));
}

/** Of a key in PEM, whose line breaks may be written in several ways. */
function longestLineOf(text: string): string | undefined {
  return text.split('\n').toSorted((left, right) => right.length - left.length)[0];
}

/** The account that an answer of signing up or logging in shows. */
function accountsIn(body: string): readonly Account[] {
  if (!body.includes('"approved"')) return [];
  const Shown = z.union([Account, z.object({ account: Account }).transform(({ account }) => account)]);
  const shown = Shown.safeParse(JSON.parse(body));
  return shown.success ? [shown.data] : [];
}
