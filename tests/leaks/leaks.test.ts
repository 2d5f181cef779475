import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  deleteMyAccount,
  forgotPassword,
  getLecture,
  getMyProfile,
  getPublicProfile,
  listAccounts,
  logIn,
  type RouteDefinition,
  refreshSession,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { useBrowser } from '../support/browser.ts';
import { useDatabases } from '../support/databases.ts';
import { newLearner, PASSWORD, type Person, seededAdministrator } from '../support/people.ts';
import { codeOf, waitForMail } from '../support/sandbox.ts';
import { secretOf } from '../support/secret.ts';
import { takeSeenAnswers } from '../support/seen-answers.ts';
import { findLeaks } from './find-leaks.ts';
import { gatherKnowledge } from './knowledge.ts';

/**
 * The scanner that looks over every answer of these tests (watch.ts), tried on a server that gives away what it is told
 * to. Nothing of the platform does.
 */
const databases = useDatabases();
const { visitor } = useBrowser();
let leaky: Server;
let body: unknown;
let headers: Record<string, string> = {};
let person: Person;
let refreshToken: string;
let linkToken: string;

beforeAll(async () => {
  leaky = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(leaky, 'listening');
  person = await newLearner();
  refreshToken = [...person.client.cookies.values()][0] ?? '';
  await person.client.call(forgotPassword, 202, { body: { email: person.email } });
  linkToken = /#token=(\S+)/.exec((await waitForMail(person.email, 'Set a new')).text)?.[1] ?? '';
});
afterAll(() => {
  leaky.close();
});

const address = () => `http://127.0.0.1:${(leaky.address() as AddressInfo).port}`;

/** What the scanner says of the answers since it was asked last, without those to the preparations. */
async function found(): Promise<string[]> {
  const answers = takeSeenAnswers();
  return findLeaks(answers, await gatherKnowledge(databases, answers));
}

/** Has the leaky server answer a request. */
async function leak(
  route: RouteDefinition,
  { as, ...what }: { as?: Person; body?: unknown; headers?: typeof headers },
) {
  [body, headers] = [what.body ?? {}, what.headers ?? {}];
  const client = new ApiClient(address());
  client.accessToken = as?.client.accessToken;
  const params = { accountId: 'a'.repeat(24), courseId: 'a'.repeat(24), lectureId: 'a'.repeat(24) };
  await client.send(route, { params });
}

const VIDEO = 'https://api.cloudinary.example/v1_1/demo/video/download?public_id=a&signature=b';

describe('the scanner finds', () => {
  const canaries: [string, () => string | Promise<string>][] = [
    ['the address of somebody else', () => person.email],
    ['an address in other letters', () => person.email.toUpperCase()],
    ['an address within a text', () => `Written by ${person.email}.`],
    ['an address that is encoded', () => encodeURIComponent(person.email)],
    ['the hash of a password', async () => (await storedOf(person)).passwordHash],
    ['a hash nobody stored', () => '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA'],
    ['the hash of a refresh token', async () => (await sessionOf(person)).tokenHash],
    ['a refresh token', () => refreshToken],
    ['an access token', () => person.client.accessToken ?? ''],
    ['the token of a link', () => linkToken],
    ['the code of a mail', async () => codeOf(await waitForMail(person.email, 'code'))],
    ['a key of the installation', () => secretOf('auth-service', 'refresh-token-key')],
    ['a line of the key that signs tokens', () => secretOf('auth-service', 'access-token-key')],
    ['the address of a video', () => VIDEO],
  ];

  test.each(canaries)('%s in a field of an answer', async (_what, canary) => {
    const text = await canary();
    takeSeenAnswers();
    await leak(getPublicProfile, { body: { accountId: 'a'.repeat(24), about: text } });
    expect(await found()).toHaveLength(1);
  });

  test.each(canaries.slice(0, 1))('%s in a header', async (_what, canary) => {
    takeSeenAnswers();
    await leak(getPublicProfile, { headers: { 'x-owner': await canary() } });
    expect(await found()).toHaveLength(1);
  });

  test('what only another may have at this address', async () => {
    const other = await newLearner();
    takeSeenAnswers();
    await leak(getMyProfile, { as: other, body: { email: person.email } });
    await leak(listAccounts, { as: other, body: { items: [{ email: person.email }] } });
    await leak(refreshSession, { body: { accessToken: person.client.accessToken } });
    await leak(getLecture, { as: other, body: { playback: { url: VIDEO } } });
    expect(await found()).toHaveLength(4);
  });

  test('what a page of a browser gets', async () => {
    const { open } = await visitor();
    const page = await open('/');
    body = {};
    await page.goto(address());
    takeSeenAnswers();
    [body, headers] = [{ about: person.email }, {}];
    await page.evaluate("fetch('/api/v1/profile/a').then((answer) => answer.text())");
    const lines: string[] = [];
    await waitUntil('what the scanner finds', async () => lines.push(...(await found())) > 0);
    expect(lines).toHaveLength(1);
  });
});

describe('the scanner lets through', () => {
  test("one's own address and session, and what administrators see of others", async () => {
    takeSeenAnswers();
    await person.client.call(getMyProfile, 200);
    const client = new ApiClient();
    await client.call(logIn, 200, { body: { email: person.email, password: PASSWORD } });
    await client.call(refreshSession, 200);
    const administrator = await seededAdministrator();
    await administrator.call(listAccounts, 200, { query: { q: person.email } });
    expect(await found()).toEqual([]);
  });

  test('the receipt of a deletion for who deleted the account', async () => {
    const leaving = await newLearner();
    takeSeenAnswers();
    await leaving.client.call(deleteMyAccount, 202, { body: { password: PASSWORD } });
    expect(await found()).toEqual([]);
  });
});

async function storedOf({ account }: Person) {
  const [stored] = await databases.find<{ passwordHash: string }>('auth-service', 'accounts', { _id: account.id });
  return stored ?? { passwordHash: '' };
}

async function sessionOf({ account }: Person) {
  const [stored] = await databases.find<{ tokenHash: string }>('auth-service', 'sessions', { accountId: account.id });
  return stored ?? { tokenHash: '' };
}
