import { randomUUID } from 'node:crypto';
import {
  type Account,
  type BodyOf,
  changeAccount,
  createOrder,
  getCourse,
  listAccounts,
  listMyCourses,
  logIn,
  type Order,
  requestOtp,
  signUp,
} from '@studynotion/contracts';
import { ApiClient } from './api-client.ts';
import { seededAccount } from './running-platform.ts';
import { codeOf, waitForMail } from './sandbox.ts';

export const PASSWORD = 'seven small boats at dawn';

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly account: Account;
  readonly client: ApiClient;
}

/** An address nobody has used yet. */
export function newAddress(): string {
  return `learner-${randomUUID()}@example.com`;
}

/** Asks for a code and reads it in the mail. */
export async function codeByMail(client: ApiClient, email: string): Promise<string> {
  await client.call(requestOtp, 202, { body: { email } });
  return codeOf(await waitForMail(email, 'code'));
}

export function signUpForm(email: string, otp: string) {
  return { firstName: 'Asha', lastName: 'Rao', email, password: PASSWORD, accountType: 'student', otp } as const;
}

/** Somebody new: signed up by mail, and logged in. */
export function newLearner(): Promise<Person> {
  return newPerson('student');
}

/** Somebody new who wants to teach; an administrator approves, or does not. */
export async function newInstructor({ approved }: { readonly approved: boolean }): Promise<Person> {
  const instructor = await newPerson('instructor');
  if (approved) await changeAsAdministrator(instructor, { approved });
  return instructor;
}

/** Somebody new whom an administrator made one, too. */
export async function newAdministrator(): Promise<Person> {
  const person = await newPerson('student');
  await changeAsAdministrator(person, { role: 'administrator' });
  return person;
}

async function newPerson(accountType: 'student' | 'instructor'): Promise<Person> {
  const client = new ApiClient();
  const email = newAddress();
  const form = { ...signUpForm(email, await codeByMail(client, email)), accountType };
  const account = await client.call(signUp, 201, { body: form });
  await openSession(client, { email, password: PASSWORD });
  return { email, password: PASSWORD, account, client };
}

/** Has an administrator change an account; whoever has it logs in again, because the change may have ended the session. */
export async function changeAsAdministrator(
  { account, client, ...credentials }: Person,
  change: Omit<BodyOf<typeof changeAccount>, 'version'>,
): Promise<void> {
  const administrator = await seededAdministrator();
  const { items } = await administrator.call(listAccounts, 200, { query: { q: credentials.email } });
  const version = items[0]?.version ?? 0;
  await administrator.call(changeAccount, 200, { params: { accountId: account.id }, body: { version, ...change } });
  await openSession(client, credentials);
}

let administrator: Promise<ApiClient> | undefined;

/** The program of the first administrator, to prepare what only one of them can. */
export function seededAdministrator(): Promise<ApiClient> {
  administrator ??= (async () => {
    const client = new ApiClient();
    await openSession(client, seededAccount('administrator'));
    return client;
  })();
  return administrator;
}

/** Logs a client in. */
export async function openSession(
  client: ApiClient,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const { accessToken } = await client.call(logIn, 200, { body: { email, password } });
  client.accessToken = accessToken;
}

/** A course of examples/courses.json that costs something. */
export const PAID_COURSE = 'git-for-everyday-teamwork';
/** A course of examples/courses.json that costs nothing. */
export const FREE_COURSE = 'command-line-first-steps';

/** Orders a course by its slug. */
export async function orderCourse({ client }: Pick<Person, 'client'>, slug: string): Promise<Order> {
  const { id } = await client.call(getCourse, 200, { params: { slug } });
  return client.call(createOrder, 201, {
    body: { courseIds: [id] },
    headers: { 'idempotency-key': randomUUID() },
  });
}

/** The slugs of the courses somebody is enrolled in; one twice would be a fault. */
export async function enrolledIn({ client }: Pick<Person, 'client'>): Promise<string[]> {
  const { items } = await client.call(listMyCourses, 200);
  return items.map(({ slug }) => slug);
}
