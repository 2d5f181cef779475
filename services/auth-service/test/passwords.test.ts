import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { accountPasswordChanged, passwordResetRequested } from '@studynotion/contracts';
import { accountModel } from '../src/data/account-model.ts';
import { type AuthTestService, PASSWORD, sessionOf, startAuthService } from './auth-test-service.ts';

const NEW_PASSWORD = 'another fine passphrase';

describe('a forgotten password', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
  });
  afterAll(() => auth.stop());

  const forgot = (email: string) =>
    auth.call('POST', '/auth/password/forgot', { body: { email }, headers: auth.from() });
  const reset = (token: string, password = NEW_PASSWORD) =>
    auth.call('POST', '/auth/password/reset', { body: { token, password }, headers: auth.from() });
  const linksTo = async (email: string) => {
    await auth.relay();
    return auth.sidecar.publishedOf(passwordResetRequested).filter((mail) => mail.email === email);
  };

  test('known, unknown and deactivated addresses get one answer after the same work; only the known one gets mail', async () => {
    await auth.register('known@example.com');
    await auth.register('gone@example.com');
    const accounts = accountModel(auth.documents);
    await accounts.updateOne({ emailKey: 'gone@example.com' }, { $set: { active: false } });
    await auth.relay();

    const spies = [
      jest.spyOn(auth.sidecar, 'getState'),
      jest.spyOn(auth.sidecar, 'saveState'),
      jest.spyOn(accounts, 'findOne'),
      jest.spyOn(accounts, 'updateOne'),
    ] as const;
    const observed = [];
    for (const email of ['known@example.com', 'nobody@example.com', 'gone@example.com']) {
      for (const spy of spies) spy.mockClear();
      const answer = await forgot(email);
      // What the relay does afterwards begins with the event itself; the answer does not wait for it.
      const [reads, writes, finds] = spies.map((spy) => spy.mock.calls.length);
      const pushes = spies[3].mock.calls.filter(([, change]) => JSON.stringify(change).includes('$push')).length;
      observed.push({ status: answer.status, body: answer.body, reads, writes, finds, pushes });
      await auth.relay();
    }
    for (const spy of spies) spy.mockRestore();
    expect(observed[0]).toMatchObject({ status: 202, body: { retryAfterSeconds: 60 }, finds: 1, pushes: 1 });
    expect(observed[1]).toEqual(observed[0]);
    expect(observed[2]).toEqual(observed[0]);
    expect(await linksTo('known@example.com')).toHaveLength(1);
    expect(await linksTo('nobody@example.com')).toHaveLength(0);
    expect(await linksTo('gone@example.com')).toHaveLength(0);
  });

  test('within the pause the answer is the same and no second mail goes out, whether known or not', async () => {
    await auth.register('pause@example.com');
    for (const email of ['pause@example.com', 'pause-of-nobody@example.com']) {
      await forgot(email);
      const again = await forgot(email);
      expect(again.status).toBe(202);
      expect(again.body.retryAfterSeconds).toBeGreaterThan(50);
    }
    expect(await linksTo('pause@example.com')).toHaveLength(1);
  });

  test('the link travels sealed, and only its hash is kept', async () => {
    await auth.register('sealed@example.com');
    const token = await auth.resetTokenFor('sealed@example.com');
    expect(JSON.stringify(await linksTo('sealed@example.com'))).not.toContain(token);
    expect(auth.sidecar.stateContains(token)).toBe(false);
  });

  test('a broker that refuses tells nothing: the answer is the same, and the mail goes out once it is back', async () => {
    await auth.register('outage@example.com');
    auth.sidecar.break('publish');
    const [known, unknown] = [await forgot('outage@example.com'), await forgot('outage-of-nobody@example.com')];
    expect(known.status).toBe(202);
    expect(unknown.body).toEqual(known.body);
    auth.sidecar.mend();
    expect(await linksTo('outage@example.com')).toHaveLength(1);
  });

  test('a state store that does not answer gives 503 to all, and no pause begins', async () => {
    await auth.register('store@example.com');
    auth.sidecar.break('state');
    expect((await forgot('store@example.com')).status).toBe(503);
    expect((await forgot('store-of-nobody@example.com')).status).toBe(503);
    auth.sidecar.mend();
    expect((await forgot('store@example.com')).body.retryAfterSeconds).toBe(60);
    expect(await linksTo('store@example.com')).toHaveLength(1);
  });

  test('the link sets a new password, ends all sessions and is announced', async () => {
    const { body: account } = await auth.register('asha@example.com');
    const session = await auth.logIn('asha@example.com');
    const token = await auth.resetTokenFor('asha@example.com');
    expect((await reset(token)).status).toBe(204);

    // First the list: a refresh would end the session as well.
    expect(await auth.revoked()).toContain(sessionOf(session.token));
    expect((await auth.refresh(session.cookie)).answer.status).toBe(401);
    expect((await auth.logIn('asha@example.com')).answer.body.code).toBe('login.failed');
    expect((await auth.logIn('asha@example.com', NEW_PASSWORD)).answer.status).toBe(200);
    await auth.relay();
    expect(auth.sidecar.publishedOf(accountPasswordChanged)).toEqual([
      {
        aggregateId: account.id,
        version: 2,
        email: 'asha@example.com',
        firstName: 'Asha',
        changedAt: expect.any(String),
        how: 'reset',
      },
    ]);
  });

  test('a link works once, also for ten at once', async () => {
    await auth.register('once@example.com');
    const token = await auth.resetTokenFor('once@example.com');
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset(token)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'password-reset.invalid')).toHaveLength(9);
    expect((await reset(token)).body.code).toBe('password-reset.invalid');
    await auth.relay();
    const changes = auth.sidecar
      .publishedOf(accountPasswordChanged)
      .filter(({ email }) => email === 'once@example.com');
    expect(changes).toHaveLength(1);
  });

  test('only the newest link works', async () => {
    await auth.register('newest@example.com');
    const older = await auth.resetTokenFor('newest@example.com');
    const newer = await auth.resetTokenFor('newest@example.com');
    expect((await reset(older)).body.code).toBe('password-reset.invalid');
    expect((await reset(newer)).status).toBe(204);
  });

  test('a link expires after an hour', async () => {
    await auth.register('late@example.com');
    const token = await auth.resetTokenFor('late@example.com');
    auth.clock.advance(3601);
    expect((await reset(token)).body.code).toBe('password-reset.invalid');
  });

  test('a link of one account does not fit another, and an invented one none', async () => {
    await auth.register('one@example.com');
    const { body: two } = await auth.register('two@example.com');
    const token = await auth.resetTokenFor('one@example.com');
    await auth.resetTokenFor('two@example.com');
    const before = await auth.storedAccounts();
    for (const wrong of [`${two.id}.${token.split('.')[1]}`, `${two.id}.${'A'.repeat(43)}`, 'x'.repeat(60)])
      expect((await reset(wrong)).body.code).toBe('password-reset.invalid');
    expect(await auth.storedAccounts()).toBe(before);
  });

  test('a common password is refused and does not use the link up', async () => {
    await auth.register('common@example.com');
    const token = await auth.resetTokenFor('common@example.com');
    expect((await reset(token, 'iloveyou123')).body.code).toBe('password.common');
    expect((await reset(token)).status).toBe(204);
  });
});

describe('changing the password', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
  });
  afterAll(() => auth.stop());

  const change = (token: string | undefined, currentPassword: string, newPassword = NEW_PASSWORD) =>
    auth.call('POST', '/auth/password/change', { token, body: { currentPassword, newPassword } });

  test('goes on with the session at hand, ends the others, and is announced', async () => {
    await auth.register('asha@example.com');
    const [here, there] = [await auth.logIn('asha@example.com'), await auth.logIn('asha@example.com')];
    expect((await change(here.token, PASSWORD)).status).toBe(204);
    expect(await auth.revoked()).toEqual([sessionOf(there.token)]);
    expect((await auth.refresh(here.cookie)).answer.status).toBe(200);
    expect((await auth.refresh(there.cookie)).answer.status).toBe(401);
    expect((await auth.logIn('asha@example.com', NEW_PASSWORD)).answer.status).toBe(200);
    await auth.relay();
    expect(auth.sidecar.publishedOf(accountPasswordChanged)).toMatchObject([{ version: 2, how: 'changed' }]);
  });

  test('asks for the right current password, ten times in 15 minutes at most', async () => {
    await auth.register('guess@example.com');
    const { token } = await auth.logIn('guess@example.com');
    const before = await auth.storedAccounts();
    for (let count = 1; count <= 10; count += 1)
      expect(await change(token, 'not the password')).toMatchObject({ status: 403, body: { code: 'password.wrong' } });
    expect((await change(token, PASSWORD)).body.code).toBe('rate.limited');
    expect(await auth.storedAccounts()).toBe(before);
  });

  test('refuses a common new password', async () => {
    await auth.register('common@example.com');
    const { token } = await auth.logIn('common@example.com');
    expect((await change(token, PASSWORD, 'Qwerty12345')).body.code).toBe('password.common');
  });

  test('is refused in a session that has ended, and without one', async () => {
    await auth.register('ended@example.com');
    const { token, cookie } = await auth.logIn('ended@example.com');
    await auth.call('POST', '/auth/logout', { headers: { cookie } });
    const before = await auth.storedAccounts();
    expect((await change(token, PASSWORD)).body.code).toBe('session.invalid');
    expect((await change(undefined, PASSWORD)).body.code).toBe('session.required');
    expect(await auth.storedAccounts()).toBe(before);
  });

  test('of five changes at once one wins, and its password is the one that holds', async () => {
    await auth.register('race@example.com');
    const { token } = await auth.logIn('race@example.com');
    const passwords = Array.from({ length: 5 }, (_, number) => `passphrase number ${number}`);
    const answers = await Promise.all(passwords.map((password) => change(token, PASSWORD, password)));
    const winners = passwords.filter((_, index) => answers[index]?.status === 204);
    expect(winners).toHaveLength(1);
    expect((await auth.logIn('race@example.com', winners[0])).answer.status).toBe(200);
    await auth.relay();
    const changes = auth.sidecar
      .publishedOf(accountPasswordChanged)
      .filter(({ email }) => email === 'race@example.com');
    expect(changes).toHaveLength(1);
  });
});
