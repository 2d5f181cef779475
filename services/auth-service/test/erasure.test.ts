import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { accountDeleted, authAccountErased } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { accountModel } from '../src/data/account-model.ts';
import { Sessions } from '../src/data/sessions.ts';
import { type AuthTestService, PASSWORD, sessionOf, startAuthService } from './auth-test-service.ts';

describe('the deletion of an account', () => {
  let auth: AuthTestService;
  let email: string;
  let id: string;
  beforeAll(async () => {
    auth = await startAuthService();
  });
  afterAll(() => auth.stop());
  beforeEach(async () => {
    email = `Asha.${newId()}@Example.org`;
    id = (await auth.register(email, { contactNumber: '9876543210' })).body.id;
  });

  const erase = (password = PASSWORD, accountId = id) =>
    auth.call('POST', `/internal/accounts/${accountId}/erase`, {
      body: { password, erasureId: 'receipt' },
      callerApp: 'user-profile-service',
    });
  const stored = () => accountModel(auth.documents).findOne({ _id: id }).select('+passwordHash').lean();
  const told = async () => {
    await auth.relay();
    return {
      deleted: auth.sidecar.publishedOf(accountDeleted).filter(({ aggregateId }) => aggregateId === id),
      erased: auth.sidecar.publishedOf(authAccountErased).filter(({ aggregateId }) => aggregateId === id),
    };
  };

  test('leaves nothing personal, tells it once, and ends all sessions', async () => {
    const { token, cookie } = await auth.logIn(email);
    expect((await erase()).status).toBe(204);

    expect(await told()).toMatchObject({
      deleted: [{ aggregateId: id, version: 2, email, firstName: 'Asha', erasureId: 'receipt' }],
      erased: [{ aggregateId: id, version: 1 }],
    });
    const left = JSON.stringify(await stored());
    for (const personal of [email, email.toLowerCase(), 'Asha', 'Rao', '9876543210', 'argon2id', 'receipt'])
      expect(left).not.toContain(personal);
    expect(await auth.revoked()).toContain(sessionOf(token));
    expect((await auth.refresh(cookie)).answer.status).toBe(401);
    expect((await auth.logIn(email)).answer.body.code).toBe('login.failed');
  });

  test('cannot be done without the password', async () => {
    const { cookie } = await auth.logIn(email);
    expect(await erase('not the password')).toMatchObject({ status: 403, body: { code: 'password.wrong' } });
    expect(await stored()).toMatchObject({ email, version: 1 });
    expect((await auth.refresh(cookie)).answer.status).toBe(200);
    expect((await told()).deleted).toEqual([]);
  });

  test('lets nobody guess the password for long', async () => {
    for (let count = 1; count <= 10; count += 1) expect((await erase('wrong')).status).toBe(403);
    expect(await erase()).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect(await stored()).toMatchObject({ email });
  });

  test('asked for many times at once happens once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => erase()));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    for (const { status } of answers) expect([204, 404]).toContain(status);
    expect(await told()).toMatchObject({ deleted: [{ version: 2 }], erased: [{ version: 1 }] });
  });

  test('frees the address: its owner may come back as somebody new', async () => {
    await erase();
    const again = await auth.register(email);
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(id);
    expect((await auth.logIn(email)).answer.body.account.id).toBe(again.body.id);
    expect((await erase()).status).toBe(404);
    expect((await auth.logIn(email)).answer.status).toBe(200);
  });

  test('makes the account unknown to everybody', async () => {
    const resetToken = await auth.resetTokenFor(email);
    await erase();
    const byId = await auth.call('GET', `/internal/accounts/${id}`, { callerApp: 'notification-service' });
    const byEmail = await auth.call('POST', '/internal/accounts/find', {
      body: { email },
      callerApp: 'course-service',
    });
    for (const answer of [byId, byEmail]) expect(answer.status).toBe(404);
    const reset = await auth.call('POST', '/auth/password/reset', {
      body: { token: resetToken, password: 'a new fine passphrase' },
      headers: auth.from(),
    });
    expect(reset.body.code).toBe('password-reset.invalid');
    expect(await stored()).not.toHaveProperty('passwordHash');
  });

  test('that meets a change of the same account still happens, once', async () => {
    const model = accountModel(auth.documents);
    const updateOne = model.updateOne.bind(model);
    const write = jest.spyOn(model, 'updateOne').mockImplementationOnce(((...args: Parameters<typeof updateOne>) => ({
      // biome-ignore lint/suspicious/noThenProperty: stands in for a query, which is awaited
      then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
        updateOne({ _id: id }, { $inc: { version: 1 } })
          .then(() => updateOne(...args))
          .then(resolve, reject);
      },
    })) as never);
    expect((await erase()).status).toBe(204);
    write.mockRestore();
    expect((await told()).deleted).toMatchObject([{ version: 3 }]);
  });

  test('whose sessions a crash left open ends them by the sweeper', async () => {
    const { token } = await auth.logIn(email);
    const endAll = jest.spyOn(Sessions.prototype, 'endAll').mockRejectedValueOnce(new Error('gone'));
    expect((await erase()).status).toBe(500);
    endAll.mockRestore();
    expect((await erase()).status).toBe(404);

    await auth.service.wiring.jobs?.find(({ name }) => name === 'sessions of changed accounts')?.run();
    expect(await auth.revoked()).toContain(sessionOf(token));
    expect((await told()).deleted).toHaveLength(1);
  });

  test('is asked for by user-profile-service alone', async () => {
    const body = { password: PASSWORD, erasureId: 'receipt' };
    for (const callerApp of ['api-gateway', 'course-service', undefined])
      expect((await auth.call('POST', `/internal/accounts/${id}/erase`, { body, callerApp })).status).toBe(403);
    expect(await stored()).toMatchObject({ email });
  });
});
