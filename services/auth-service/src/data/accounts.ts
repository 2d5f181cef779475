import {
  accountPasswordChanged,
  accountRegistered,
  normalizeEmail,
  passwordResetRequested,
  type Role,
} from '@studynotion/contracts';
import {
  announce,
  type Clock,
  type FaultPoint,
  newId,
  type OutboxEntry,
  unlessTaken,
  withDeadlockRetry,
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { Account, AccountWithPassword } from '../domain/account.ts';
import type { AccountDocument } from './account-model.ts';

export interface NewAccount {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly contactNumber?: string;
  readonly role: Role;
  readonly approved: boolean;
}

export interface AccountsOptions {
  readonly model: Model<AccountDocument>;
  readonly outbox: { wake(): void };
  readonly clock: Clock;
  readonly faultPoint: FaultPoint;
}

const ACCOUNT = {
  email: 1,
  firstName: 1,
  lastName: 1,
  contactNumber: 1,
  role: 1,
  approved: 1,
  active: 1,
  version: 1,
  passwordVersion: 1,
} as const;

/** The accounts; every write that others must hear of carries its event. */
export class Accounts {
  readonly #model: Model<AccountDocument>;
  readonly #outbox: AccountsOptions['outbox'];
  readonly #clock: Clock;
  readonly #faultPoint: FaultPoint;

  constructor({ model, outbox, clock, faultPoint }: AccountsOptions) {
    this.#model = model;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#faultPoint = faultPoint;
  }

  async find(id: string): Promise<Account | undefined> {
    return toAccount(await this.#model.findOne({ _id: id }, ACCOUNT).lean());
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    return toAccount(await this.#model.findOne({ emailKey: normalizeEmail(email) }, ACCOUNT).lean());
  }

  async findWithPassword(
    by: { readonly id: string } | { readonly email: string },
  ): Promise<AccountWithPassword | undefined> {
    const filter = 'id' in by ? { _id: by.id } : { emailKey: normalizeEmail(by.email) };
    const found = await this.#model.findOne(filter, { ...ACCOUNT, passwordHash: 1 }).lean();
    const account = toAccount(found);
    return account === undefined || found === null ? undefined : { ...account, passwordHash: found.passwordHash };
  }

  /** Makes an account. @returns undefined where its e-mail address is taken */
  async register(fields: NewAccount): Promise<Account | undefined> {
    const registeredAt = this.#clock.now();
    const first = { version: 1, passwordVersion: 1, active: true };
    const account = { ...fields, ...first, _id: newId(), emailKey: normalizeEmail(fields.email), registeredAt };
    const { email, firstName, lastName, contactNumber, role, approved } = account;
    const event = announce(
      accountRegistered,
      {
        aggregateId: account._id,
        version: account.version,
        email,
        firstName,
        lastName,
        role,
        approved,
        contactNumber,
        registeredAt: registeredAt.toISOString(),
      },
      registeredAt,
    );
    const written = await unlessTaken(() => this.#model.create({ ...account, outbox: [event] }));
    if (written === undefined) return undefined;
    this.#faultPoint('account-written');
    this.#outbox.wake();
    return toAccount(account);
  }

  /** Sets a new password if nobody changed the account meanwhile. @returns whether it was set */
  async setPassword(account: Account, passwordHash: string, how: 'changed' | 'reset'): Promise<boolean> {
    const { id, version, passwordVersion, email, firstName } = account;
    const now = this.#clock.now();
    const changed = { version: version + 1, passwordVersion: passwordVersion + 1, passwordHash };
    const event = announce(
      accountPasswordChanged,
      { aggregateId: id, version: changed.version, email, firstName, changedAt: now.toISOString(), how },
      now,
    );
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: id, version, active: true }, { $set: changed, $push: { outbox: event } }),
    );
    if (modifiedCount === 0) return false;
    this.#faultPoint('password-written');
    this.#outbox.wake();
    return true;
  }

  /** The same password under a newer cost; nobody else sees a difference, so the version stays. */
  async replaceHash(id: string, from: string, to: string): Promise<void> {
    await withDeadlockRetry(() =>
      this.#model.updateOne({ _id: id, passwordHash: from }, { $set: { passwordHash: to } }),
    );
  }

  /** Has a reset link mailed. For an id that nobody has it does the same work without effect. */
  async requestReset(
    { id, email, firstName }: Pick<Account, 'id' | 'email' | 'firstName'>,
    sealedToken: string,
    expiresAt: Date,
  ): Promise<void> {
    const entry: OutboxEntry = announce(
      passwordResetRequested,
      { email, firstName, sealedToken, expiresAt: expiresAt.toISOString() },
      this.#clock.now(),
    );
    await withDeadlockRetry(() => this.#model.updateOne({ _id: id, active: true }, { $push: { outbox: entry } }));
    this.#outbox.wake();
  }
}

type Found = Omit<AccountDocument, 'emailKey' | 'passwordHash' | 'registeredAt' | 'outbox'>;

function toAccount(found: Found | null): Account | undefined {
  if (found === null) return undefined;
  const {
    _id: id,
    email,
    firstName,
    lastName,
    contactNumber,
    role,
    approved,
    active,
    version,
    passwordVersion,
  } = found;
  return { id, email, firstName, lastName, contactNumber, role, approved, active, version, passwordVersion };
}
