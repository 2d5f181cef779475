import { profileChanged } from '@studynotion/contracts';
import { announce, type Clock, unlessTaken } from '@studynotion/service-kit';
import type { Model, UpdateQuery } from 'mongoose';
import type { ProfileChange } from '../domain/change-of.ts';
import { type AccountFacts, type Profile, toPublicPart } from '../domain/profile.ts';
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
} as const;

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
    return toProfile(await this.#model.findOne({ _id: accountId }, PROFILE).lean());
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

  async #create({ accountId, accountVersion, ...fields }: AccountFacts): Promise<boolean> {
    const profile: Profile = { accountId, ...fields, version: 1 };
    const document = { _id: accountId, accountVersion, ...fields, version: 1, outbox: [this.#announce(profile)] };
    return (await unlessTaken(() => this.#model.create(document))) !== undefined;
  }

  #announce(profile: Profile) {
    return announce(profileChanged, toPublicPart(profile), this.#clock.now());
  }
}

function toProfile(document: Omit<ProfileDocument, 'accountVersion' | 'outbox'> | null): Profile | undefined {
  if (document === null) return undefined;
  const { _id: accountId, email, version, firstName, lastName, gender, dateOfBirth, about, contactNumber } = document;
  return { accountId, email, version, firstName, lastName, gender, dateOfBirth, about, contactNumber };
}
