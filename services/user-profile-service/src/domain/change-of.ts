import type { Profile, ProfileFields, SentFields } from './profile.ts';

const PUBLIC_FIELDS: readonly (keyof ProfileFields)[] = ['firstName', 'lastName', 'about', 'pictureUrl'];

/** What a request really changes. */
export interface ProfileChange {
  readonly set: Partial<ProfileFields>;
  readonly empty: readonly (keyof ProfileFields)[];
  /** Whether others see it. */
  readonly isPublic: boolean;
}

/** @returns undefined where everything that was sent stands in the profile already */
export function changeOf(profile: Profile, sent: SentFields): ProfileChange | undefined {
  const wanted = Object.entries(sent).map(([field, value]) => [field, isEmpty(value) ? undefined : value] as const);
  const changed = wanted.filter(([field, value]) => profile[field as keyof ProfileFields] !== value);
  if (changed.length === 0) return undefined;

  const fields = changed.map(([field]) => field as keyof ProfileFields);
  return {
    set: Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
    empty: changed.filter(([, value]) => value === undefined).map(([field]) => field as keyof ProfileFields),
    isPublic: fields.some((field) => PUBLIC_FIELDS.includes(field)),
  };
}

/** Nothing and a text of no characters are the same to a reader. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}
