import { describe, expect, test } from '@jest/globals';
import type { Profile } from '@studynotion/contracts';
import { emptyAsNull, ProfileForm, profileChanges, profileFields } from './profile-changes.ts';

const profile: Profile = {
  accountId: '0123456789abcdef01234567',
  email: 'ada@example.org',
  firstName: 'Ada',
  lastName: 'Lovelace',
  about: 'Counts.',
  version: 1,
};

/** What is sent when the form of this profile is changed like this. */
function changesFor(change: Partial<ReturnType<typeof profileFields>>) {
  return profileChanges(profile, ProfileForm.parse(emptyAsNull({ ...profileFields(profile), ...change })));
}

describe('saving the profile form', () => {
  test('sends nothing when nothing changed', () => {
    expect(changesFor({})).toEqual({});
  });

  test('sends only what changed', () => {
    expect(changesFor({ firstName: 'Augusta', gender: 'female' })).toEqual({ firstName: 'Augusta', gender: 'female' });
  });

  test('empties a field that may be empty', () => {
    expect(changesFor({ about: '' })).toEqual({ about: null });
  });

  test('takes white space around a value for no change', () => {
    expect(changesFor({ lastName: ' Lovelace ', about: 'Counts. ' })).toEqual({});
  });

  test('refuses a name that is empty', () => {
    expect(ProfileForm.safeParse(emptyAsNull({ ...profileFields(profile), firstName: ' ' })).success).toBe(false);
  });
});
