import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AuthTestService, aSignUp, PASSWORD, startAuthService } from './auth-test-service.ts';

const otp = '123456';
const email = 'asha@example.com';
const token = `${'0'.repeat(24)}.${'A'.repeat(43)}`;

/** A good body of each route, and values that none of its fields takes. */
const routes: readonly { path: string; body: Record<string, unknown>; signedIn?: boolean; callerApp?: string }[] = [
  { path: '/auth/otp', body: { email } },
  { path: '/auth/signup', body: aSignUp({ email, otp }) },
  { path: '/auth/login', body: { email, password: PASSWORD } },
  { path: '/auth/password/forgot', body: { email } },
  { path: '/auth/password/reset', body: { token, password: PASSWORD } },
  { path: '/auth/password/change', body: { currentPassword: PASSWORD, newPassword: PASSWORD }, signedIn: true },
  { path: '/internal/accounts/find', body: { email }, callerApp: 'course-service' },
];
const badValues: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  ['asha@example.com'],
  42,
  true,
  null,
  '',
  'x'.repeat(500),
];

describe('bad input', () => {
  let auth: AuthTestService;
  let accessToken: string;
  beforeAll(async () => {
    auth = await startAuthService();
    await auth.register(email);
    accessToken = (await auth.logIn(email)).token;
    await auth.relay();
  });
  afterAll(() => auth.stop());

  const print = async () => [
    await auth.storedAccounts(),
    auth.sidecar.stateFingerprint(),
    auth.sidecar.published.length,
  ];

  describe.each(routes)('to $path', ({ path, body, signedIn, callerApp }) => {
    const post = (sent: unknown, headers: Record<string, string> = {}) =>
      auth.call('POST', path, {
        body: sent,
        headers: { ...auth.from(), ...headers },
        token: signedIn ? accessToken : undefined,
        callerApp,
      });
    const refuses = async (sent: unknown, status = 400, headers: Record<string, string> = {}) => {
      const before = await print();
      const answer = await post(sent, headers);
      expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
        status,
        type: expect.stringMatching(/^application\/problem\+json/),
      });
      expect(await print()).toEqual(before);
      return answer;
    };

    test('refuses every field with a value that is none, an operator among them', async () => {
      for (const field of Object.keys(body)) {
        for (const value of badValues) {
          const answer = await refuses({ ...body, [field]: value });
          expect(answer.body.errors[0].path).toContain(field);
        }
      }
    });

    test('refuses a missing field, an unknown one, and none at all', async () => {
      for (const field of Object.keys(body)) await refuses({ ...body, [field]: undefined });
      await refuses({ ...body, role: 'administrator' });
      await refuses({});
      await refuses([]);
      await refuses(undefined);
    });

    test('refuses what is no JSON, of another type, or too large', async () => {
      await refuses('{"email": ');
      await refuses('email=asha', 415, { 'content-type': 'application/x-www-form-urlencoded' });
      await refuses({ ...body, padding: 'x'.repeat(70_000) }, 413);
    });
  });

  test('an account id that is none is refused', async () => {
    for (const id of ['1', 'Z'.repeat(24), '%7B%22$gt%22:%22%22%7D', '0'.repeat(25)]) {
      const answer = await auth.call('GET', `/internal/accounts/${id}`, { callerApp: 'course-service' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    }
  });

  test('a forged, foreign or broken access token is refused', async () => {
    const [header, , signature] = accessToken.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: '0'.repeat(24), role: 'administrator' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const forged of [
      `${header}.${claims}.${signature}`,
      `${none}.${claims}.`,
      'a.b.c',
      auth.tokens.tokenOf('0'.repeat(24)),
    ])
      expect((await auth.call('POST', '/auth/logout-all', { token: forged })).status).toBe(401);
  });
});
