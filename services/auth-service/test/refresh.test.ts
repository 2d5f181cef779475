import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { accountModel } from '../src/data/account-model.ts';
import { sessionModel } from '../src/data/session-model.ts';
import { Sessions } from '../src/data/sessions.ts';
import { authMetrics } from '../src/domain/metrics.ts';
import { RefreshTokens } from '../src/domain/refresh-tokens.ts';
import { type AuthTestService, type Browser, secrets, sessionOf, startAuthService } from './auth-test-service.ts';

describe('continuing a session', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
    await auth.register('asha@example.com');
  });
  afterAll(() => auth.stop());

  const refused = { status: 401, body: { code: 'session.invalid' } };

  test('gives a new access token of the same session and rotates the cookie', async () => {
    const first = await auth.logIn('asha@example.com');
    const next = await auth.refresh(first.cookie);
    expect(next.answer.status).toBe(200);
    expect(next.answer.headers['cache-control']).toBe('no-store');
    expect(next.cookie).not.toBe(first.cookie);
    expect(sessionOf(next.token)).toBe(sessionOf(first.token));
  });

  test('the replaced token yields the same successor again for 30 seconds: a reload or a second tab', async () => {
    const first = await auth.logIn('asha@example.com');
    const next = await auth.refresh(first.cookie);
    auth.clock.advance(29);
    const again = await auth.refresh(first.cookie);
    expect(again.answer.status).toBe(200);
    expect(again.cookie).toBe(next.cookie);
    expect((await auth.refresh(next.cookie)).cookie).toBe(next.cookie);
  });

  test('twenty refreshes at once all get the same successor', async () => {
    const first = await auth.logIn('asha@example.com');
    const browsers: Browser[] = await Promise.all(Array.from({ length: 20 }, () => auth.refresh(first.cookie)));
    expect(browsers.map(({ answer }) => answer.status)).toEqual(Array(20).fill(200));
    expect(new Set(browsers.map(({ cookie }) => cookie)).size).toBe(1);
  });

  test('a rotation that comes late, from a state that is past, changes nothing', async () => {
    const { token } = await auth.logIn('asha@example.com');
    const tokens = new RefreshTokens(secrets['refresh-token-key']);
    const { sessionsEnded: ended } = authMetrics(new Registry());
    const sessions = new Sessions({ model: sessionModel(auth.documents), clock: auth.clock, ended });
    const session = await sessions.findOpen(sessionOf(token));
    if (session === undefined) throw new Error('the session is not open');
    expect(await sessions.rotate(session, tokens.first(session.id))).toBeInstanceOf(Date);
    const rotated = await sessions.findOpen(session.id);
    expect(await sessions.rotate(session, tokens.first(session.id))).toBeUndefined();
    expect(await sessions.findOpen(session.id)).toEqual(rotated);
  });

  test('a request that was slow under quick reloads does not end the session', async () => {
    const first = await auth.logIn('asha@example.com');
    const second = await auth.refresh(first.cookie);
    const third = await auth.refresh(second.cookie);
    const slow = await auth.refresh(first.cookie);
    expect(slow.answer.status).toBe(200);
    auth.clock.advance(31);
    expect((await auth.refresh(third.cookie)).answer.status).toBe(200);
  });

  test('an old token used later ends the session and revokes its access tokens', async () => {
    const first = await auth.logIn('asha@example.com');
    const next = await auth.refresh(first.cookie);
    auth.clock.advance(31);
    expect((await auth.refresh(first.cookie)).answer).toMatchObject(refused);
    expect((await auth.refresh(next.cookie)).answer).toMatchObject(refused);
    expect(await auth.revoked()).toContain(sessionOf(first.token));
  });

  test('so does one that is older than the predecessor', async () => {
    const first = await auth.logIn('asha@example.com');
    let latest = await auth.refresh(first.cookie);
    for (let turn = 1; turn <= 3; turn += 1) {
      auth.clock.advance(600);
      latest = await auth.refresh(latest.cookie);
    }
    expect((await auth.refresh(first.cookie)).answer).toMatchObject(refused);
    expect((await auth.refresh(latest.cookie)).answer).toMatchObject(refused);
  });

  test('an invented token is refused and ends nothing', async () => {
    const browser = await auth.logIn('asha@example.com');
    const [name, value] = browser.cookie.split('=');
    const [sessionId, secret, seal] = (value ?? '').split('.');
    const invented = [
      `${name}=${sessionId}.${'A'.repeat(43)}.${seal}`,
      `${name}=${sessionId}.${secret}.${'A'.repeat(22)}`,
      `${name}=${sessionId}`,
      `${name}=`,
      `${name}={"$gt":""}`,
      `other=${value}`,
      '',
    ];
    for (const cookie of invented) expect((await auth.refresh(cookie)).answer).toMatchObject(refused);
    expect((await auth.refresh(browser.cookie)).answer.status).toBe(200);
  });

  test('a session ends 14 days after its last use', async () => {
    const browser = await auth.logIn('asha@example.com');
    auth.clock.advance(14 * 24 * 3600 + 1);
    expect((await auth.refresh(browser.cookie)).answer).toMatchObject(refused);
  });

  test('a session ends 30 days after it was opened, however it is used', async () => {
    let browser = await auth.logIn('asha@example.com');
    for (let week = 1; week <= 3; week += 1) {
      auth.clock.advance(9 * 24 * 3600);
      browser = await auth.refresh(browser.cookie);
      expect(browser.answer.status).toBe(200);
    }
    auth.clock.advance(3 * 24 * 3600 + 1);
    expect((await auth.refresh(browser.cookie)).answer).toMatchObject(refused);
  });

  test('the account is told as it is now, and a deactivated one gets nothing', async () => {
    await auth.register('changing@example.com');
    const browser = await auth.logIn('changing@example.com');
    const accounts = accountModel(auth.documents);
    await accounts.updateOne({ emailKey: 'changing@example.com' }, { $set: { role: 'instructor' } });
    expect((await auth.refresh(browser.cookie)).answer.body.account.role).toBe('instructor');
    await accounts.updateOne({ emailKey: 'changing@example.com' }, { $set: { active: false } });
    expect((await auth.refresh(browser.cookie)).answer).toMatchObject(refused);
    expect(await auth.revoked()).toContain(sessionOf(browser.token));
  });

  test('a session that a crash left under an old password ends at its next refresh', async () => {
    await auth.register('crashed@example.com');
    const browser = await auth.logIn('crashed@example.com');
    await accountModel(auth.documents).updateOne({ emailKey: 'crashed@example.com' }, { $inc: { passwordVersion: 1 } });
    expect((await auth.refresh(browser.cookie)).answer).toMatchObject(refused);
  });
});

describe('logging out', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
    await auth.register('asha@example.com');
  });
  afterAll(() => auth.stop());

  const logOut = (cookie: string) => auth.call('POST', '/auth/logout', { headers: { cookie } });

  test('ends the session, clears the cookie, and is revoked by the time it answers', async () => {
    const browser = await auth.logIn('asha@example.com');
    const answer = await logOut(browser.cookie);
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^studynotion-refresh-local=; Max-Age=0; Path=\/api\/v1\/auth/,
    );
    expect(await auth.revoked()).toEqual([sessionOf(browser.token)]);
    expect((await auth.refresh(browser.cookie)).answer.status).toBe(401);
  });

  test('twice is as good as once, and without a session there is nothing to do', async () => {
    const browser = await auth.logIn('asha@example.com');
    expect((await logOut(browser.cookie)).status).toBe(204);
    const { endedAt } = (await sessionModel(auth.documents).findById(sessionOf(browser.token)).lean()) ?? {};
    auth.clock.advance(5);
    expect((await logOut(browser.cookie)).status).toBe(204);
    expect((await sessionModel(auth.documents).findById(sessionOf(browser.token)).lean())?.endedAt).toEqual(endedAt);
    expect((await logOut('')).status).toBe(204);
    expect((await logOut('studynotion-refresh-local=nonsense')).status).toBe(204);
  });

  test('everywhere ends all sessions of the account and no other', async () => {
    await auth.register('other@example.com');
    const [one, two] = [await auth.logIn('asha@example.com'), await auth.logIn('asha@example.com')];
    const other = await auth.logIn('other@example.com');
    expect((await auth.call('POST', '/auth/logout-all', { token: one.token })).status).toBe(204);
    expect(await auth.revoked()).toEqual(expect.arrayContaining([sessionOf(one.token), sessionOf(two.token)]));
    expect((await auth.refresh(one.cookie)).answer.status).toBe(401);
    expect((await auth.refresh(two.cookie)).answer.status).toBe(401);
    expect((await auth.refresh(other.cookie)).answer.status).toBe(200);
  });

  test('everywhere asks for a valid token', async () => {
    expect((await auth.call('POST', '/auth/logout-all')).body.code).toBe('session.required');
    expect((await auth.call('POST', '/auth/logout-all', { token: auth.tokens.tokenOf('a'.repeat(24)) })).status).toBe(
      401,
    );
  });

  test('a revocation is listed for as long as an access token may live, and then no more', async () => {
    const browser = await auth.logIn('asha@example.com');
    await logOut(browser.cookie);
    auth.clock.advance(600);
    expect(await auth.revoked()).toContain(sessionOf(browser.token));
    auth.clock.advance(61);
    expect(await auth.revoked()).not.toContain(sessionOf(browser.token));
  });
});
