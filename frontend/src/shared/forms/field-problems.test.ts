import { describe, expect, test } from '@jest/globals';
import { changeMyProfile, signUp } from '@studynotion/contracts';
import { problemsOfAnswer, problemsOfForm } from './field-problems.ts';

const good = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.org',
  password: 'a long sentence',
  accountType: 'student',
  otp: '012345',
};
const problemsWith = (change: Record<string, unknown>) =>
  problemsOfForm(signUp.body?.safeParse({ ...good, ...change }).error?.issues ?? []);

describe('the problems of a form', () => {
  test('are none when the contract accepts it', () => {
    expect(problemsWith({})).toEqual({});
  });

  test.each([
    [{ email: 'nobody' }, { email: { key: 'email' } }],
    [{ email: '' }, { email: { key: 'email' } }],
    [{ password: 'short' }, { password: { key: 'passwordShort' } }],
    [{ password: 'x'.repeat(129) }, { password: { key: 'passwordLong' } }],
    [{ firstName: '  ' }, { firstName: { key: 'required' } }],
    [{ lastName: 'x'.repeat(51) }, { lastName: { key: 'tooLong', values: { maximum: 50 } } }],
    [{ firstName: 'a\u0007' }, { firstName: { key: 'oneLine' } }],
    [{ contactNumber: 'call me' }, { contactNumber: { key: 'telephone' } }],
    [{ accountType: undefined }, { accountType: { key: 'required' } }],
    [{ otp: '12345' }, { otp: { key: 'code' } }],
  ])('%j gives %j', (change, problems) => {
    expect(problemsWith(change)).toEqual(problems);
  });

  test('name a date that is none', () => {
    const { error } = changeMyProfile.body?.safeParse({ dateOfBirth: '2023-02-30' }) ?? {};
    expect(problemsOfForm(error?.issues ?? [])).toEqual({ dateOfBirth: { key: 'date' } });
  });

  test('of the server are known by the same messages', () => {
    const errors = [
      { path: 'email', message: 'must be an e-mail address' },
      { path: 'about', message: 'something new' },
    ];
    expect(problemsOfAnswer(errors)).toEqual({ email: { key: 'email' }, about: { key: 'other' } });
    expect(problemsOfAnswer(undefined)).toEqual({});
  });

  test('show the first of several of one field', () => {
    const errors = [
      { path: 'otp', message: 'must be the 6 digits from the mail' },
      { path: 'otp', message: 'another' },
    ];
    expect(problemsOfAnswer(errors)).toEqual({ otp: { key: 'code' } });
  });
});
