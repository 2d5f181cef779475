import { describe, expect, test } from '@jest/globals';
import { isTransient, problemOf, toApiProblem } from './api-problem.ts';

const problem = (code: string) => ({ type: 'about:blank', title: 'x', status: 400, code });

describe('reading a problem', () => {
  test('keeps the code, the fields and the time to wait', () => {
    const body = { ...problem('otp.too-soon'), errors: [{ path: 'email', message: 'm' }], retryAfterSeconds: 42 };
    expect(toApiProblem(429, body)).toEqual({
      code: 'otp.too-soon',
      errors: [{ path: 'email', message: 'm' }],
      retryAfterSeconds: 42,
    });
  });

  test.each([
    [401, 'session.required'],
    [403, 'access.denied'],
    [404, 'route.not-found'],
    [422, 'request.invalid'],
    [429, 'rate.limited'],
    [503, 'internal.error'],
  ])('takes the status %i for a code it does not know', (status, code) => {
    expect(toApiProblem(status, problem('of.a-later-version')).code).toBe(code);
  });

  test('does not mistake a name of Object for a code', () => {
    expect(toApiProblem(400, problem('constructor')).code).toBe('request.invalid');
  });

  test('knows an answer that is no problem document', () => {
    expect(toApiProblem(502, '<html>').code).toBe('answer.unreadable');
    expect(toApiProblem(502, undefined).code).toBe('answer.unreadable');
  });

  test('takes whatever else was thrown for an error of ours', () => {
    expect(problemOf(new TypeError('x')).code).toBe('internal.error');
    expect(problemOf({ code: 'ENOENT' }).code).toBe('internal.error');
    expect(problemOf(undefined).code).toBe('internal.error');
    expect(problemOf({ code: 'login.failed' }).code).toBe('login.failed');
  });

  test('knows what may pass by itself', () => {
    expect(isTransient({ code: 'service.unavailable' })).toBe(true);
    expect(isTransient({ code: 'course.not-found' })).toBe(false);
  });
});
