import { changeMyProfile, type Profile } from '@studynotion/contracts';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import type { ProfileChange } from './profile-api.ts';

const optionalFields = ['gender', 'dateOfBirth', 'about', 'contactNumber'] as const;
const fields = ['firstName', 'lastName', ...optionalFields] as const;
type ProfileFields = Readonly<Record<(typeof fields)[number], string>>;

/** The values of the form for a profile; what is not set is empty. */
export function profileFields(profile: Profile): ProfileFields {
  return Object.fromEntries(fields.map((name) => [name, profile[name] ?? ''])) as ProfileFields;
}

/** The form as the contract takes it: an empty field that may be empty is `null`. */
export const ProfileForm = schemaOf(changeMyProfile).required({ firstName: true, lastName: true });

/** What the form holds, with `null` where a field was emptied. */
export function emptyAsNull(values: Readonly<Record<string, string>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '' && isOptional(name) ? null : value]),
  );
}

/** Only what differs from the profile, so that nothing else is touched. */
export function profileChanges(profile: Profile, checked: ProfileChange): ProfileChange {
  const changed = fields.filter((name) => (checked[name] ?? undefined) !== profile[name]);
  return Object.fromEntries(changed.map((name) => [name, checked[name]]));
}

function isOptional(name: string): boolean {
  return (optionalFields as readonly string[]).includes(name);
}
