import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { UnavailableError } from '@studynotion/service-kit';
import { accountModel } from '../src/data/account-model.ts';
import { sessionModel } from '../src/data/session-model.ts';
import { PasswordHasher } from '../src/domain/password-hasher.ts';
import { type AuthTestService, aSignUp, startAuthService } from './auth-test-service.ts';

/** What a crash or a race leaves half-done; the processes that really die are in the tests across services. */
describe('half-done work', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
  });
  afterAll(() => auth.stop());
  const signUp = (email: string, otp: string) =>
    auth.call('POST', '/auth/signup', { body: aSignUp({ email, otp }), headers: auth.from() });

  test('a crash between code and account costs the code, not the address', async () => {
    const otp = await auth.codeFor('crash@example.com');
    const create = jest.spyOn(accountModel(auth.documents), 'create').mockRejectedValueOnce(new Error('gone'));
    expect(await signUp('crash@example.com', otp)).toMatchObject({ status: 500, body: { code: 'internal.error' } });
    create.mockRestore();
    expect((await signUp('crash@example.com', otp)).body.code).toBe('otp.invalid');
    const next = await auth.codeFor('crash@example.com');
    expect((await signUp('crash@example.com', next)).status).toBe(201);
  });

  test('a session that opens while its password is being replaced does not stay', async () => {
    const email = 'race@example.com';
    await auth.register(email);
    const sessions = sessionModel(auth.documents);
    const insert = jest.spyOn(sessions, 'create').mockImplementationOnce((async (document: object) => {
      await accountModel(auth.documents).updateOne({ emailKey: email }, { $inc: { passwordVersion: 1 } });
      return sessions.insertOne(document);
    }) as never);
    expect((await auth.logIn(email)).answer.body.code).toBe('login.failed');
    insert.mockRestore();
    const [session] = await sessions.find().lean();
    expect(session?.endedAt).toBeInstanceOf(Date);
    expect(await auth.revoked()).toEqual([session?._id]);
  });

  test('a moment in which too many passwords wait to be hashed costs no code', async () => {
    const otp = await auth.codeFor('busy@example.com');
    const hash = jest
      .spyOn(PasswordHasher.prototype, 'hash')
      .mockRejectedValueOnce(new UnavailableError('service.unavailable', { retryAfterSeconds: 1 }));
    expect(await signUp('busy@example.com', otp)).toMatchObject({ status: 503, body: { retryAfterSeconds: 1 } });
    hash.mockRestore();
    expect((await signUp('busy@example.com', otp)).status).toBe(201);
  });
});
