import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { otpRequested } from '@studynotion/contracts';
import { type AuthTestService, aSignUp, startAuthService } from './auth-test-service.ts';

describe('asking for a sign-up code', () => {
  let auth: AuthTestService;
  beforeAll(async () => {
    auth = await startAuthService();
  });
  afterAll(() => auth.stop());

  /** Codes alone: events of accounts may go out at any time. */
  const mailed = () => auth.sidecar.publishedOf(otpRequested);
  const ask = (email: string, headers = auth.from()) => auth.call('POST', '/auth/otp', { body: { email }, headers });
  const signUp = (email: string, otp: string) =>
    auth.call('POST', '/auth/signup', { body: aSignUp({ email, otp }), headers: auth.from() });

  test('mails a code that only notification-service can read, and keeps but its hash', async () => {
    const code = await auth.codeFor('first@example.com');
    expect(code).toMatch(/^\d{6}$/);
    const [mail] = mailed();
    expect(mail?.email).toBe('first@example.com');
    expect(JSON.stringify(mail)).not.toContain(code);
    expect(auth.sidecar.stateContains(`"${code}"`)).toBe(false);
    expect(auth.sidecar.stateContains('first@example.com')).toBe(false);
  });

  test('answers known and unknown addresses alike and mails both', async () => {
    await auth.register('known@example.com');
    const [known, unknown] = [await ask('known@example.com'), await ask('unknown@example.com')];
    expect(known.status).toBe(202);
    expect(known.body).toEqual(unknown.body);
    const mails = mailed().map(({ email }) => email);
    expect(mails.slice(-2)).toEqual(['known@example.com', 'unknown@example.com']);
  });

  test('a second mail within 60 seconds is refused, however the address is written, and says how long to wait', async () => {
    await ask('pause@example.com');
    const before = mailed().length;
    const again = await ask('PAUSE@example.com');
    expect(again).toMatchObject({ status: 429, body: { code: 'otp.too-soon' } });
    expect(again.body.retryAfterSeconds).toBeGreaterThan(50);
    expect(again.body.retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(mailed()).toHaveLength(before);
    auth.clock.advance(61);
    expect((await ask('pause@example.com')).status).toBe(202);
  });

  test('of twenty requests at once one is mailed', async () => {
    const before = mailed().length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('crowd@example.com')));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'otp.too-soon')).toHaveLength(19);
    expect(mailed()).toHaveLength(before + 1);
  });

  test('an address gets five mails an hour, whoever asks', async () => {
    for (let mail = 1; mail <= 5; mail += 1) {
      expect((await ask('bombed@example.com')).status).toBe(202);
      auth.clock.advance(61);
    }
    expect((await ask('bombed@example.com')).body.code).toBe('rate.limited');
    auth.clock.advance(3600);
    expect((await ask('bombed@example.com')).status).toBe(202);
  });

  test('a client address may ask twenty times in ten minutes', async () => {
    const client = auth.from();
    for (let count = 1; count <= 20; count += 1)
      expect((await ask(`one${count}@example.com`, client)).status).toBe(202);
    expect(await ask('one21@example.com', client)).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect((await ask('one22@example.com')).status).toBe(202);
  });

  test('a broker that refuses gives 503, begins no pause, and the code before counts on', async () => {
    const code = await auth.codeFor('broken@example.com');
    auth.sidecar.break('publish');
    expect(await ask('broken@example.com')).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    auth.sidecar.mend();
    expect((await signUp('broken@example.com', code)).status).toBe(201);

    auth.sidecar.break('publish');
    expect((await ask('retry@example.com')).status).toBe(503);
    auth.sidecar.mend();
    expect((await ask('retry@example.com')).status).toBe(202);
  });

  test('a state store that does not answer gives 503 and mails nothing', async () => {
    const before = mailed().length;
    auth.sidecar.break('state');
    expect((await ask('no-store@example.com')).status).toBe(503);
    auth.sidecar.mend();
    expect(mailed()).toHaveLength(before);
  });

  test('a newer code takes the place of the older one', async () => {
    const older = await auth.codeFor('newer@example.com');
    let newer = await auth.codeFor('newer@example.com');
    if (newer === older) newer = await auth.codeFor('newer@example.com'); // once in a million
    expect((await signUp('newer@example.com', older)).body.code).toBe('otp.invalid');
    expect((await signUp('newer@example.com', newer)).status).toBe(201);
  });
});
