import { describe, expect, test } from '@jest/globals';
import { RefreshCookie } from './refresh-cookie.ts';

const cookie = new RefreshCookie({ instance: 'local', publicOrigin: 'https://studynotion.example' });

describe('the refresh cookie', () => {
  test.each([
    ['alone', 'studynotion-refresh-local=token', 'token'],
    ['among others', 'a=1; studynotion-refresh-local=token; b=2', 'token'],
    ['without spaces', 'a=1;studynotion-refresh-local=token;b=2', 'token'],
    ['twice: the more specific one comes first', 'studynotion-refresh-local=one; studynotion-refresh-local=two', 'one'],
    ['with = in its value', 'studynotion-refresh-local=a=b', 'a=b'],
    ['empty', 'studynotion-refresh-local=', ''],
    ['of another instance', 'studynotion-refresh-local2=token; studynotion-refresh-other=token', undefined],
    ['within another value', 'a=studynotion-refresh-local=token', undefined],
    ['in other letters', 'Studynotion-Refresh-Local=token', undefined],
    ['absent', '', undefined],
    ['without a header', undefined, undefined],
  ])('is read %s', (_, header, value) => {
    expect(cookie.read(header)).toBe(value);
  });

  test('is out of reach of scripts and other sites, and lasts as long as the session', () => {
    const now = new Date('2025-01-01T00:00:00Z');
    expect(cookie.store('token', new Date('2025-01-01T01:00:00Z'), now)).toBe(
      'studynotion-refresh-local=token; Max-Age=3600; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Secure',
    );
    expect(cookie.clear()).toMatch(/^studynotion-refresh-local=; Max-Age=0; Path=\/api\/v1\/auth; HttpOnly/);
  });

  test('is Secure exactly where the site is https', () => {
    const plain = new RefreshCookie({ instance: 'local', publicOrigin: 'http://localhost:3008' });
    expect(plain.clear()).not.toContain('Secure');
    expect(cookie.clear()).toContain('; Secure');
  });
});
