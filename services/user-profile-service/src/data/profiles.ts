import { profileAccountErased, profileChanged } from '@studynotion/contracts';
import { announce, type Clock, unlessTaken } from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import type { ProfileChange } from '../domain/change-of.ts';
import { type AccountFacts, type Profile, type ProfileFields, toPublicPart } from '../domain/profile.ts';
import type { ProfileDocument } from './profile-model.ts';

export interface ProfilesOptions {
  readonly model: Model<ProfileDocument>;
  readonly outbox: { wake(): void };
  readonly clock: Clock;
}

const PROFILE = {
  email: 1,
  version: 1,
  firstName: 1,
  lastName: 1,
  gender: 1,
  dateOfBirth: 1,
  about: 1,
  contactNumber: 1,
  pictureUrl: 1,
  pictureMediaId: 1,
} as const;
const personalFields = {
  email: 1,
  firstName: 1,
  lastName: 1,
  gender: 1,
  dateOfBirth: 1,
  about: 1,
  contactNumber: 1,
  pictureUrl: 1,
  pictureMediaId: 1,
} as const satisfies Readonly<Record<keyof ProfileFields | 'email', 1>>;
const LIVING = { erasedAt: { $exists: false } } as const;

/** The profiles; every write that others must hear of carries its event. */
export class Profiles {
  readonly #model: Model<ProfileDocument>;
  readonly #outbox: ProfilesOptions['outbox'];
  readonly #clock: Clock;

  constructor({ model, outbox, clock }: ProfilesOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async find(accountId: string): Promise<Profile | undefined> {
    return toProfile(await this.#model.findOne({ _id: accountId, ...LIVING }, PROFILE).lean());
  }

  /**
   * Makes the profile of an account. Where it is there already, news of the account change what belongs to the account,
   * its e-mail address, and never what the owner wrote; old news change nothing.
   */
  async applyAccount(account: AccountFacts): Promise<void> {
    if (await this.#create(account)) {
      this.#outbox.wake();
      return;
    }
    const { accountId, accountVersion, email } = account;
    await this.#model.updateOne(
      { _id: accountId, accountVersion: { $lt: accountVersion } },
      { $set: { email, accountVersion }, $inc: { version: 1 } },
    );
  }

  /**
   * Applies a change if nobody changed the profile in between; its event leaves with the same write.
   * @returns undefined where somebody did
   */
  async change(profile: Profile, { set, empty, isPublic }: ProfileChange): Promise<Profile | undefined> {
    const emptied = Object.fromEntries(empty.map((field) => [field, undefined]));
    const changed: Profile = { ...profile, ...set, ...emptied, version: profile.version + 1 };
    const update: UpdateQuery<ProfileDocument> = {
      $set: { ...set, version: changed.version },
      ...(empty.length === 0 ? {} : { $unset: Object.fromEntries(empty.map((field) => [field, 1])) }),
      ...(isPublic ? { $push: { outbox: this.#announce(changed) } } : {}),
    };
    const { modifiedCount } = await this.#model.updateOne({ _id: profile.accountId, version: profile.version }, update);
    if (modifiedCount === 0) return undefined;
    if (isPublic) this.#outbox.wake();
    return changed;
  }

  /**
   * Erases a profile, or keeps one from ever being made, and tells it in the same write. Announcements that wait leave
   * with the rest: whoever shows the profile forgets it by itself.
   * @param accountVersion of the deletion, which no other news of the account is newer than
   */
  async erase(accountId: string, accountVersion: number): Promise<void> {
    const erasedAt = this.#clock.now();
    const receipt = { aggregateId: accountId, version: 1, erasedAt: erasedAt.toISOString() };
    const outbox = [announce(profileAccountErased, receipt, erasedAt)];
    const erased = await unlessTaken(() =>
      this.#model.updateOne(
        { _id: accountId, ...LIVING },
        { $set: { accountVersion, erasedAt, outbox }, $unset: personalFields, $inc: { version: 1 } },
        { upsert: true },
      ),
    );
    if (erased !== undefined) this.#outbox.wake();
  }

  /** Leaves a profile without a picture that is gone; another one stays. */
  async dropPicture(accountId: string, mediaId: string): Promise<void> {
    for (;;) {
      const profile = await this.find(accountId);
      if (profile?.pictureMediaId !== mediaId) return;
      if (await this.change(profile, { set: {}, empty: ['pictureUrl', 'pictureMediaId'], isPublic: true })) return;
    }
  }

  async #create({ accountId, accountVersion, ...fields }: AccountFacts): Promise<boolean> {
    const profile: Profile = { accountId, ...fields, version: 1 };
    const document = { _id: accountId, accountVersion, ...fields, version: 1, outbox: [this.#announce(profile)] };
    return (await unlessTaken(() => this.#model.create(document))) !== undefined;
  }

  #announce(profile: Profile) {
    return announce(profileChanged, toPublicPart(profile), this.#clock.now());
  }
}

function toProfile(
  document: Omit<ProfileDocument, 'accountVersion' | 'erasedAt' | 'outbox'> | null,
): Profile | undefined {
  if (document === null) return undefined;
  const { _id: accountId, ...fields } = document;
  return { accountId, ...fields };
}
