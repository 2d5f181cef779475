import { describe, expect, test } from '@jest/globals';
import { changeOf } from './change-of.ts';
import type { Profile } from './profile.ts';

describe('the change that a PATCH makes', () => {
  const profile: Profile = {
    accountId: 'a'.repeat(24),
    email: 'asha@example.org',
    firstName: 'Asha',
    lastName: 'Rao',
    about: 'I teach.',
    version: 3,
  };

  test('is nothing where all that was sent stands there already', () => {
    expect(changeOf(profile, {})).toBeUndefined();
    expect(changeOf(profile, { firstName: 'Asha', about: 'I teach.' })).toBeUndefined();
    expect(changeOf(profile, { gender: null, dateOfBirth: null })).toBeUndefined();
  });

  test('holds only what differs', () => {
    expect(changeOf(profile, { firstName: 'Asha', contactNumber: '+91 98765 43210' })).toEqual({
      set: { contactNumber: '+91 98765 43210' },
      empty: [],
      isPublic: false,
    });
  });

  test.each([{ firstName: 'Usha' }, { lastName: 'Iyer' }, { about: 'I learn.' }, { about: null }])(
    'concerns others where it is about names or the description: %j',
    (sent) => {
      expect(changeOf(profile, sent)?.isPublic).toBe(true);
    },
  );

  test('empties a field by null, and by a text of no characters', () => {
    expect(changeOf(profile, { about: null })).toMatchObject({ set: {}, empty: ['about'] });
    expect(changeOf(profile, { about: '' })).toMatchObject({ set: {}, empty: ['about'] });
  });
});
