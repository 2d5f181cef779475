import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountRegistered } from '@studynotion/contracts';
import jsonwebtoken from 'jsonwebtoken';
import { accountModel } from '../src/data/account-model.ts';
import { type AuthTestService, startAuthService } from './auth-test-service.ts';

const seeds = [
  {
    email: 'Admin@example.com',
    password: 'made for this test',
    firstName: 'Platform',
    lastName: 'Administrator',
    role: 'administrator',
  },
  {
    email: 'teacher@example.com',
    password: 'made for this too',
    firstName: 'Course',
    lastName: 'Instructor',
    role: 'instructor',
  },
];

describe('what other services ask', () => {
  let auth: AuthTestService;
  let account: { id: string };
  beforeAll(async () => {
    auth = await startAuthService();
    account = (await auth.register('Asha@example.com', { contactNumber: '9876543210' })).body;
  });
  afterAll(() => auth.stop());

  test('an account tells its present state, by id and by address in any spelling', async () => {
    const state = { ...account, version: 1, contactNumber: '9876543210' };
    const byId = await auth.call('GET', `/internal/accounts/${account.id}`, { callerApp: 'user-profile-service' });
    const byEmail = await auth.call('POST', '/internal/accounts/find', {
      body: { email: 'ASHA@EXAMPLE.COM' },
      callerApp: 'course-service',
    });
    expect(byId).toMatchObject({ status: 200, body: state });
    expect(byEmail.body).toEqual(byId.body);
  });

  test('one that does not exist is not found', async () => {
    const byId = await auth.call('GET', `/internal/accounts/${'0'.repeat(24)}`, { callerApp: 'course-service' });
    const byEmail = await auth.call('POST', '/internal/accounts/find', {
      body: { email: 'nobody@example.com' },
      callerApp: 'course-service',
    });
    for (const answer of [byId, byEmail])
      expect(answer).toMatchObject({ status: 404, body: { code: 'account.not-found' } });
  });

  test('only the apps that the contracts name may ask', async () => {
    const asks = [
      ['GET', `/internal/accounts/${account.id}`, 'api-gateway'],
      ['POST', '/internal/accounts/find', 'user-profile-service'],
      ['GET', '/internal/revocations', 'course-service'],
    ] as const;
    for (const [method, path, callerApp] of asks) {
      const body = method === 'POST' ? { email: 'asha@example.com' } : undefined;
      expect((await auth.call(method, path, { callerApp, body })).status).toBe(403);
      expect((await auth.call(method, path, { body })).status).toBe(403);
    }
  });

  test('the key set verifies access tokens and holds nothing private', async () => {
    const { token } = await auth.logIn('asha@example.com');
    const { body, status } = await auth.call('GET', '/auth/.well-known/jwks.json');
    expect(status).toBe(200);
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const verified = jsonwebtoken.verify(token, createPublicKey({ key: body.keys[0], format: 'jwk' }), {
      algorithms: ['RS256'],
      complete: true,
      clockTimestamp: Math.floor(auth.clock.now().getTime() / 1000),
    });
    expect(verified.header.kid).toBe(body.keys[0].kid);
  });
});

describe('the accounts an installation begins with', () => {
  test('are made once, approved, announced, and never written over', async () => {
    const auth = await startAuthService({ 'seed-accounts': JSON.stringify(seeds) });
    const accounts = await accountModel(auth.documents).find().sort({ email: 1 }).lean();
    expect(accounts).toMatchObject([
      { email: 'Admin@example.com', role: 'administrator', approved: true, version: 1 },
      { email: 'teacher@example.com', role: 'instructor', approved: true, version: 1 },
    ]);
    await auth.relay();
    expect(auth.sidecar.publishedOf(accountRegistered).map(({ email }) => email)).toEqual([
      'Admin@example.com',
      'teacher@example.com',
    ]);
    expect((await auth.logIn('admin@example.com', 'made for this test')).answer.body.account.role).toBe(
      'administrator',
    );

    const before = await accountModel(auth.documents).find().select('+passwordHash').lean();
    await auth.service.wiring.prepare?.();
    expect(await accountModel(auth.documents).find().select('+passwordHash').lean()).toEqual(before);
    await auth.stop();
  });

  test('several replicas that start at once make each account once', async () => {
    const auth = await startAuthService({ 'seed-accounts': JSON.stringify(seeds) });
    await accountModel(auth.documents).deleteMany({});
    await Promise.all(Array.from({ length: 4 }, () => auth.service.wiring.prepare?.()));
    expect(await accountModel(auth.documents).countDocuments()).toBe(2);
    await auth.stop();
  });
});
