import { describe, expect, test } from '@jest/globals';
import { Settings } from './config.ts';

const others = { PUBLIC_ORIGIN: 'https://site.example/', CONTACT_MAILBOX: 'contact@site.example' };
const read = (MAIL_FROM: string) => Settings.safeParse({ ...others, MAIL_FROM });

describe('the sender of mails', () => {
  test('is a name and an address, or an address alone', () => {
    expect(read('StudyNotion <no-reply@site.example>').data?.MAIL_FROM).toEqual({
      name: 'StudyNotion',
      address: 'no-reply@site.example',
    });
    expect(read('no-reply@site.example').data?.MAIL_FROM).toEqual({ name: '', address: 'no-reply@site.example' });
  });

  test.each([
    '',
    'StudyNotion',
    'StudyNotion <no-reply>',
    'StudyNotion\r\nBcc: all@site.example <no-reply@site.example>',
    'A <a@site.example>, B <b@site.example>',
    '"Study" <no-reply@site.example>',
  ])('is refused where it is none: %j', (sender) => {
    expect(read(sender).success).toBe(false);
  });

  test('links begin with the origin alone', () => {
    expect(read('no-reply@site.example').data?.PUBLIC_ORIGIN).toBe('https://site.example');
  });
});
