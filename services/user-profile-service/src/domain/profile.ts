import type {
  BodyOf,
  changeMyProfile,
  EventData,
  Profile as ProfileAnswer,
  profileChanged,
} from '@studynotion/contracts';

/** What its owner may fill in. */
export interface ProfileFields {
  readonly firstName: string;
  readonly lastName: string;
  readonly gender?: NonNullable<ProfileAnswer['gender']>;
  /** `YYYY-MM-DD` */
  readonly dateOfBirth?: string;
  readonly about?: string;
  readonly contactNumber?: string;
  readonly pictureUrl?: string;
  readonly pictureMediaId?: string;
}

export interface Profile extends ProfileFields {
  readonly accountId: string;
  /** The account's; it changes there only. */
  readonly email: string;
  /** Of the profile. */
  readonly version: number;
}

/** What the account says of its owner, in a certain state. */
export interface AccountFacts {
  readonly accountId: string;
  readonly accountVersion: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly contactNumber?: string;
}

/** Fields as sent: absent ones stay as they are, null empties. */
export type SentFields = BodyOf<typeof changeMyProfile> & {
  readonly pictureUrl?: string | null;
  readonly pictureMediaId?: string | null;
};

/** What its owner sees. */
export function toOwnProfile({ pictureMediaId: _, ...profile }: Profile): ProfileAnswer {
  return profile;
}

/** The part of a profile that everybody may see, as its event tells it. */
export function toPublicPart({
  accountId,
  version,
  firstName,
  lastName,
  about,
  pictureUrl,
  pictureMediaId,
}: Profile): EventData<typeof profileChanged> {
  return {
    aggregateId: accountId,
    version,
    firstName,
    lastName,
    ...(about === undefined ? {} : { about }),
    ...(pictureUrl === undefined ? {} : { pictureUrl, pictureMediaId }),
  };
}
