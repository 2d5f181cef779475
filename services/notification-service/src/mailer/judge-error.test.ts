import { describe, expect, test } from '@jest/globals';
import { judgeError } from './judge-error.ts';

const smtpError = (code: string, responseCode?: number) =>
  Object.assign(new Error('told'), { code, ...(responseCode === undefined ? {} : { responseCode, response: 'said' }) });

describe('an error of a sending', () => {
  test.each([
    ['the recipient is refused for good', 'EENVELOPE', 550, false],
    ['the content is refused for good', 'EMESSAGE', 554, true],
  ])('is a refusal where %s', (_case, code, responseCode, begun) => {
    expect(judgeError(smtpError(code, responseCode), begun)).toEqual({ outcome: 'refused', response: 'said' });
  });

  test.each([
    ['the recipient is refused for now', 'EENVELOPE', 450, false],
    ['the content is refused for now', 'EMESSAGE', 451, true],
    ['our log-in is refused', 'EAUTH', 535, false],
    ['the server does not talk to us', 'EPROTOCOL', 554, false],
    ['nobody listens', 'ESOCKET', undefined, false],
    ['the connection ended before the content', 'ECONNECTION', undefined, false],
  ])('leaves the mail with us where %s', (_case, code, responseCode, begun) => {
    expect(judgeError(smtpError(code, responseCode), begun)).toMatchObject({ outcome: 'not-sent' });
  });

  test.each([
    ['no answer comes', 'ETIMEDOUT', undefined],
    ['the connection ends', 'ECONNECTION', undefined],
    ['the server says good-bye instead of an answer', 'ECONNECTION', 421],
  ])('leaves open who has the mail where %s after its content', (_case, code, responseCode) => {
    expect(judgeError(smtpError(code, responseCode), true)).toMatchObject({ outcome: 'unclear' });
  });
});
