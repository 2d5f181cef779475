import {
  accountApproved,
  accountChanged,
  accountDeclined,
  accountDeleted,
  accountPasswordChanged,
  accountRegistered,
  authAccountErased,
  type listAccounts,
  normalizeEmail,
  passwordResetRequested,
  type QueryOf,
  type Role,
} from '@studynotion/contracts';
import {
  afterCursor,
  announce,
  type Clock,
  dateOfCursor,
  type FaultPoint,
  newId,
  type OutboxEntry,
  type Page,
  type PageRequest,
  toPage,
  unlessTaken,
  withDeadlockRetry,
} from '@studynotion/service-kit';
import type { Model } from 'mongoose';
import type { Account, AccountWithPassword } from '../domain/account.ts';
import type { AccountChange } from '../domain/account-change.ts';
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
  declined: 1,
  active: 1,
  registeredAt: 1,
  version: 1,
  passwordVersion: 1,
} as const;
const LIVING = { deletedAt: { $exists: false } } as const;
const BATCH = 100;
const decisions = { approved: accountApproved, declined: accountDeclined } as const;

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
    return toAccount(await this.#model.findOne({ _id: id, ...LIVING }, ACCOUNT).lean());
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    return toAccount(await this.#model.findOne({ emailKey: normalizeEmail(email) }, ACCOUNT).lean());
  }

  async findWithPassword(
    by: { readonly id: string } | { readonly email: string },
  ): Promise<AccountWithPassword | undefined> {
    const filter = 'id' in by ? { _id: by.id, ...LIVING } : { emailKey: normalizeEmail(by.email) };
    const found = await this.#model.findOne(filter, { ...ACCOUNT, passwordHash: 1 }).lean();
    const account = toAccount(found);
    return account === undefined || found === null ? undefined : { ...account, passwordHash: found.passwordHash };
  }

  /** Makes an account. @returns undefined where its e-mail address is taken */
  async register(fields: NewAccount): Promise<Account | undefined> {
    const registeredAt = this.#clock.now();
    const first = { version: 1, passwordVersion: 1, active: true, registeredAt };
    const keys = { emailKey: normalizeEmail(fields.email), searchKeys: searchKeysOf(fields) };
    const account = { ...fields, ...first, ...keys, _id: newId() };
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

  /** Applies an administrator's change if nobody changed the account meanwhile. @returns undefined where somebody did */
  async change(account: Account, { set, decision, endsSessions }: AccountChange): Promise<Account | undefined> {
    const { id, version: before } = account;
    const { role, approved, active } = set;
    const now = this.#clock.now();
    const aggregate = { aggregateId: id, version: before + 1 };
    const events = [announce(accountChanged, { ...aggregate, role, approved, active }, now)];
    if (decision !== undefined) events.push(announce(decisions[decision], aggregate, now));
    const changed = { ...set, version: aggregate.version };
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne(
        { _id: id, version: before, ...LIVING },
        {
          $set: { ...changed, ...(endsSessions ? { sessionsToEnd: true } : {}) },
          $push: { outbox: { $each: events } },
        },
      ),
    );
    if (modifiedCount === 0) return undefined;
    this.#outbox.wake();
    return { ...account, ...changed };
  }

  /**
   * Deletes an account if nobody changed it meanwhile: what is left is a tombstone without anything personal, and its
   * address is free. @returns undefined where somebody changed it
   */
  async erase(account: Account, erasureId: string): Promise<Pick<Account, 'id' | 'version'> | undefined> {
    const { id, version: before, email, firstName } = account;
    const now = this.#clock.now();
    const version = before + 1;
    const deletion = { aggregateId: id, version, email, firstName, erasureId, deletedAt: now.toISOString() };
    const events = [
      announce(accountDeleted, deletion, now),
      announce(authAccountErased, { aggregateId: id, version: 1, erasedAt: now.toISOString() }, now),
    ];
    const { modifiedCount } = await withDeadlockRetry(() =>
      this.#model.updateOne(
        { _id: id, version: before, ...LIVING },
        {
          $set: { emailKey: `deleted:${id}`, active: false, deletedAt: now, sessionsToEnd: true, version },
          $unset: { email: 1, firstName: 1, lastName: 1, contactNumber: 1, passwordHash: 1, searchKeys: 1 },
          $push: { outbox: { $each: events } },
        },
      ),
    );
    if (modifiedCount === 0) return undefined;
    this.#outbox.wake();
    return { id, version };
  }

  /** Accounts, newest first. */
  async list(wanted: WantedAccounts, { limit, cursor }: PageRequest): Promise<Page<Account>> {
    const found = await this.#model
      .find({ ...filterOf(wanted), ...afterCursor('registeredAt', cursor, dateOfCursor) }, ACCOUNT)
      .sort({ registeredAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean();
    const accounts = found.flatMap((document) => toAccount(document) ?? []);
    return toPage(accounts, limit, {
      positionOf: ({ registeredAt, id }) => ({ after: registeredAt.toISOString(), id }),
      toItem: (account) => account,
    });
  }

  /** Whether somebody else can act as administrator. */
  async anotherAdministratorThan(id: string): Promise<boolean> {
    const other = { role: 'administrator' as const, active: true, _id: { $ne: id } };
    return (await this.#model.exists({ ...other, ...LIVING })) !== null;
  }

  /** Gives an account a new version and nothing else, so that whoever read it before can no longer write. */
  async outdate(id: string): Promise<void> {
    await withDeadlockRetry(() => this.#model.updateOne({ _id: id }, { $inc: { version: 1 } }));
  }

  /** Accounts whose sessions a crash left open. */
  async withSessionsToEnd(): Promise<Pick<Account, 'id' | 'version'>[]> {
    const found = await this.#model.find({ sessionsToEnd: true }, { version: 1 }).limit(BATCH).lean();
    return found.map(({ _id, version }) => ({ id: _id, version }));
  }

  /** Notes that the sessions of this state have ended; a newer state has its own to see to. */
  async sessionsEnded(id: string, version: number): Promise<void> {
    await withDeadlockRetry(() => this.#model.updateOne({ _id: id, version }, { $unset: { sessionsToEnd: 1 } }));
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

type Found = Omit<
  AccountDocument,
  'emailKey' | 'passwordHash' | 'searchKeys' | 'deletedAt' | 'sessionsToEnd' | 'outbox'
>;

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
    declined = false,
    active,
    registeredAt,
    version,
    passwordVersion,
  } = found;
  const person = { id, email, firstName, lastName, contactNumber };
  return { ...person, role, approved, declined, active, registeredAt, version, passwordVersion };
}

/** The beginnings by which an account is found: of its address, and of its names alone and together. */
function searchKeysOf({ email, firstName, lastName }: Pick<Account, 'email' | 'firstName' | 'lastName'>): string[] {
  return [normalizeEmail(email), ...[firstName, lastName, `${firstName} ${lastName}`].map(searchable)];
}

function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

type WantedAccounts = Omit<QueryOf<typeof listAccounts>, keyof PageRequest>;

function filterOf({ role, approval, active, q }: WantedAccounts): Record<string, unknown> {
  return {
    ...LIVING,
    $and: [
      role === undefined ? {} : { role },
      approval === undefined ? {} : approvalFilters[approval],
      active === undefined ? {} : { active: active === 'true' },
      // What was typed is text: without the escapes it could be a pattern that takes for ever.
      q === undefined ? {} : { searchKeys: new RegExp(`^${searchable(q).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`) },
    ],
  };
}

const approvalFilters = {
  'not-needed': { role: { $ne: 'instructor' } },
  approved: { role: 'instructor', approved: true },
  pending: { role: 'instructor', approved: false, declined: { $ne: true } },
  declined: { role: 'instructor', approved: false, declined: true },
} as const;
