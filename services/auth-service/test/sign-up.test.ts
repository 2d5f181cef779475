import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountRegistered } from '@studynotion/contracts';
import { accountModel } from '../src/data/account-model.ts';
import { type AuthTestService, aSignUp, PASSWORD, startAuthService } from './auth-test-service.ts';

describe('signing up', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
  });
  afterAll(() => auth.stop());

  const signUp = (fields: Record<string, unknown>) =>
    auth.call('POST', '/auth/signup', { body: aSignUp(fields), headers: auth.from() });
  const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const stored = (email: string) =>
    accountModel(auth.documents).find({ emailKey: email.toLowerCase() }).select('+passwordHash').lean();

  test('makes an account with the address as typed, an argon2id hash, and announces it once', async () => {
    const answer = await auth.register('Asha.Rao@Example.com', { contactNumber: '+91 98765 43210' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      email: 'Asha.Rao@Example.com',
      firstName: 'Asha',
      lastName: 'Rao',
      role: 'student',
      approved: true,
    });
    const [account] = await stored('asha.rao@example.com');
    expect(account?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await auth.relay();
    const events = auth.sidecar.publishedOf(accountRegistered);
    expect(events).toEqual([
      {
        aggregateId: answer.body.id,
        version: 1,
        email: 'Asha.Rao@Example.com',
        firstName: 'Asha',
        lastName: 'Rao',
        role: 'student',
        approved: true,
        contactNumber: '+91 98765 43210',
        registeredAt: expect.any(String),
      },
    ]);
  });

  test('an instructor begins unapproved', async () => {
    expect((await auth.register('teacher@example.com', { accountType: 'instructor' })).body).toMatchObject({
      role: 'instructor',
      approved: false,
    });
  });

  test('nobody becomes an administrator, or approved, by asking for it', async () => {
    const otp = await auth.codeFor('sly@example.com');
    for (const extra of [{ accountType: 'administrator' }, { role: 'administrator' }, { approved: true }])
      expect((await signUp({ email: 'sly@example.com', otp, ...extra })).status).toBe(400);
    expect(await stored('sly@example.com')).toEqual([]);
  });

  test('a taken address is told only to who proved to own it, in any spelling', async () => {
    await auth.register('taken@example.com');
    expect((await signUp({ email: 'taken@example.com', otp: '000000' })).body.code).toBe('otp.invalid');
    expect((await signUp({ email: 'free@example.com', otp: '000000' })).body.code).toBe('otp.invalid');
    const otp = await auth.codeFor('TAKEN@example.com');
    expect(await signUp({ email: 'TAKEN@example.com', otp })).toMatchObject({
      status: 409,
      body: { code: 'account.email-taken' },
    });
    expect(await stored('taken@example.com')).toHaveLength(1);
  });

  test('a code is good once', async () => {
    const otp = await auth.codeFor('once@example.com');
    expect((await signUp({ email: 'once@example.com', otp })).status).toBe(201);
    expect((await signUp({ email: 'once@example.com', otp })).body.code).toBe('otp.invalid');
  });

  test('a code is good for its own address only', async () => {
    const otp = await auth.codeFor('mine@example.com');
    expect((await signUp({ email: 'other@example.com', otp })).body.code).toBe('otp.invalid');
  });

  test('a code expires after five minutes', async () => {
    const otp = await auth.codeFor('late@example.com');
    auth.clock.advance(300 - 61 + 1);
    expect((await signUp({ email: 'late@example.com', otp })).body.code).toBe('otp.invalid');
  });

  test('five wrong tries burn a code; four do not', async () => {
    const four = await auth.codeFor('four@example.com');
    for (let count = 1; count <= 4; count += 1) await signUp({ email: 'four@example.com', otp: wrongOf(four) });
    expect((await signUp({ email: 'four@example.com', otp: four })).status).toBe(201);

    const five = await auth.codeFor('five@example.com');
    for (let count = 1; count <= 5; count += 1) await signUp({ email: 'five@example.com', otp: wrongOf(five) });
    expect((await signUp({ email: 'five@example.com', otp: five })).body.code).toBe('otp.invalid');
    const next = await auth.codeFor('five@example.com');
    expect((await signUp({ email: 'five@example.com', otp: next })).status).toBe(201);
  });

  test('of thirty wrong tries at once five are compared at most', async () => {
    const otp = await auth.codeFor('guessed@example.com');
    const before = await auth.metric('studynotion_code_checks_total');
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => signUp({ email: 'guessed@example.com', otp: wrongOf(otp) })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(0);
    expect((await auth.metric('studynotion_code_checks_total')) - before).toBeLessThanOrEqual(5);
    expect((await signUp({ email: 'guessed@example.com', otp })).body.code).toBe('otp.invalid');
  });

  test('fifty sign-ups at once with one code make one account and one event', async () => {
    const otp = await auth.codeFor('fifty@example.com');
    const answers = await Promise.all(Array.from({ length: 50 }, () => signUp({ email: 'fifty@example.com', otp })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status !== 201 && body.code !== 'otp.invalid')).toEqual([]);
    expect(await stored('fifty@example.com')).toHaveLength(1);
    await auth.relay();
    const events = auth.sidecar.publishedOf(accountRegistered).filter(({ email }) => email === 'fifty@example.com');
    expect(events).toHaveLength(1);
  });

  test('a common password is refused before the code is touched', async () => {
    const otp = await auth.codeFor('common@example.com');
    for (let count = 1; count <= 6; count += 1) {
      const answer = await signUp({ email: 'common@example.com', otp, password: 'PassWord123' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'password.common' } });
    }
    expect((await signUp({ email: 'common@example.com', otp })).status).toBe(201);
  });

  test('a state store that does not answer lets nobody in', async () => {
    const otp = await auth.codeFor('closed@example.com');
    auth.sidecar.break('state');
    expect((await signUp({ email: 'closed@example.com', otp })).status).toBe(503);
    auth.sidecar.mend();
    expect(await stored('closed@example.com')).toEqual([]);
  });

  test('an event that the broker does not take waits in the account', async () => {
    const otp = await auth.codeFor('waits@example.com');
    auth.sidecar.break('publish');
    expect((await signUp({ email: 'waits@example.com', otp })).status).toBe(201);
    await expect(auth.relay()).rejects.toThrow();
    auth.sidecar.mend();
    await auth.relay();
    const events = auth.sidecar.publishedOf(accountRegistered).filter(({ email }) => email === 'waits@example.com');
    expect(events).toHaveLength(1);
    expect(await accountModel(auth.documents).countDocuments({ 'outbox.id': { $exists: true } })).toBe(0);
  });

  test('no answer carries a password, its hash or a code', async () => {
    const answer = await auth.register('quiet@example.com');
    const text = JSON.stringify([answer.body, answer.headers]);
    for (const secret of [PASSWORD, 'argon2', 'outbox', 'passwordHash']) expect(text).not.toContain(secret);
  });
});
