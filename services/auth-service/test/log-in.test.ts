import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccessTokenClaims } from '@studynotion/contracts';
import { accountModel } from '../src/data/account-model.ts';
import { sessionModel } from '../src/data/session-model.ts';
import { PasswordHasher } from '../src/domain/password-hasher.ts';
import { type AuthTestService, CLIENT, PASSWORD, sessionOf, startAuthService } from './auth-test-service.ts';

describe('logging in', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
    await auth.register('asha@example.com');
  });
  afterAll(() => auth.stop());

  const failure = (email: string, client: string) => auth.logIn(email, 'not the password', { [CLIENT]: client });

  test('opens a session: a short access token in the body, the refresh token in a cookie that scripts cannot read', async () => {
    const { answer, token } = await auth.logIn('ASHA@example.com');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      expiresInSeconds: 600,
      account: expect.objectContaining({ email: 'asha@example.com', role: 'student' }),
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^studynotion-refresh-local=[^;]+; Max-Age=1209\d{3}; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict; Secure$/,
    );
    const claims = AccessTokenClaims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
    expect(claims.exp - claims.iat).toBe(600);
    expect(claims).toMatchObject({ sub: answer.body.account.id, role: 'student', approved: true });
  });

  test('only the hash of the refresh token is stored', async () => {
    const { cookie, token } = await auth.logIn('asha@example.com');
    const session = await sessionModel(auth.documents).findById(sessionOf(token)).lean();
    const refreshToken = cookie.split('=')[1] ?? '';
    expect(session?.accountId).toMatch(/^[0-9a-f]{24}$/);
    expect(JSON.stringify(session)).not.toContain(refreshToken.split('.')[1]);
  });

  test('wrong password, unknown address and deactivated account are one answer after the same work', async () => {
    await auth.register('gone@example.com');
    await accountModel(auth.documents).updateOne({ emailKey: 'gone@example.com' }, { $set: { active: false } });
    const hashes = () => auth.metric('studynotion_password_hash_seconds_count');
    const attempts = [
      () => auth.logIn('asha@example.com', 'not the password'),
      () => auth.logIn('nobody@example.com'),
      () => auth.logIn('gone@example.com'),
    ];
    const answers = [];
    for (const attempt of attempts) {
      const before = await hashes();
      const { answer } = await attempt();
      answers.push({ status: answer.status, body: { ...answer.body, traceId: '' }, hashes: (await hashes()) - before });
    }
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'login.failed' }, hashes: 1 });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('one client address locks out itself after ten failures, and nobody else', async () => {
    await auth.register('lock@example.com');
    for (let count = 1; count <= 10; count += 1)
      expect((await failure('lock@example.com', '203.0.113.1')).answer.body.code).toBe('login.failed');
    const locked = await auth.logIn('lock@example.com', PASSWORD, { [CLIENT]: '203.0.113.1' });
    expect(locked.answer).toMatchObject({ status: 429, body: { code: 'login.locked' } });
    expect(locked.answer.body.retryAfterSeconds).toBeGreaterThan(800);
    expect((await auth.logIn('lock@example.com')).answer.status).toBe(200);
    auth.clock.advance(901);
    expect((await auth.logIn('lock@example.com', PASSWORD, { [CLIENT]: '203.0.113.1' })).answer.status).toBe(200);
  });

  test('ten failures from three addresses lock the account for everybody, known or not', async () => {
    await auth.register('siege@example.com');
    for (const email of ['siege@example.com', 'siege-of-nobody@example.com']) {
      for (let count = 0; count < 10; count += 1)
        expect((await failure(email, `203.0.113.${10 + (count % 3)}`)).answer.body.code).toBe('login.failed');
      expect((await auth.logIn(email)).answer.body.code).toBe('login.locked');
    }
    auth.clock.advance(901);
    expect((await auth.logIn('siege@example.com')).answer.status).toBe(200);
  });

  test('ten failures from two addresses do not lock the account for others', async () => {
    await auth.register('pair@example.com');
    for (let count = 0; count < 10; count += 1) await failure('pair@example.com', `203.0.113.${20 + (count % 2)}`);
    expect((await auth.logIn('pair@example.com')).answer.status).toBe(200);
  });

  test('nine failures from one address lock nobody; the right password clears the own ones', async () => {
    await auth.register('clumsy@example.com');
    const own = { [CLIENT]: '203.0.113.30' };
    for (let round = 1; round <= 2; round += 1) {
      for (let count = 1; count <= 9; count += 1) await failure('clumsy@example.com', '203.0.113.30');
      expect((await auth.logIn('clumsy@example.com', PASSWORD, own)).answer.status).toBe(200);
    }
  });

  test('of thirty guesses at once from one address ten are compared at most', async () => {
    await auth.register('rush@example.com');
    const before = await auth.metric('studynotion_password_hash_seconds_count');
    await Promise.all(Array.from({ length: 30 }, () => failure('rush@example.com', '203.0.113.40')));
    expect((await auth.metric('studynotion_password_hash_seconds_count')) - before).toBeLessThanOrEqual(10);
  });

  test('a hash made at an older cost is made anew, and the password goes on', async () => {
    await auth.register('old@example.com');
    const model = accountModel(auth.documents);
    const older = await new PasswordHasher({ cost: { memory: 1024, passes: 2, parallelism: 1 } }).hash(PASSWORD);
    await model.updateOne({ emailKey: 'old@example.com' }, { $set: { passwordHash: older } });
    expect((await auth.logIn('old@example.com')).answer.status).toBe(200);
    const account = await model.findOne({ emailKey: 'old@example.com' }).select('+passwordHash').lean();
    expect(account?.passwordHash).toMatch(/m=19456,t=2,p=1/);
    expect(account?.version).toBe(1);
    expect((await auth.logIn('old@example.com')).answer.status).toBe(200);
  });

  test('a state store that does not answer opens no session', async () => {
    auth.sidecar.break('state');
    expect((await auth.logIn('asha@example.com')).answer.status).toBe(503);
    auth.sidecar.mend();
  });
});

describe('in development, without https', () => {
  test('the cookie comes without Secure and carries the instance', async () => {
    const auth = await startAuthService({}, { PUBLIC_ORIGIN: 'http://localhost:3008', INSTANCE: 'second' });
    await auth.register('asha@example.com');
    const { answer } = await auth.logIn('asha@example.com');
    expect(String(answer.headers['set-cookie'])).toMatch(/^studynotion-refresh-second=.*SameSite=Strict$/);
    await auth.stop();
  });
});
