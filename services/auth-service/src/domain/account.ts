import type {
  Account as AccountAnswer,
  AccountState,
  AdministeredAccount,
  Id,
  Role,
  Version,
} from '@studynotion/contracts';
import type { z } from 'zod';

/** An account without its password hash, which only those read who check a password. */
export interface Account {
  readonly id: Id;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly contactNumber?: string;
  readonly role: Role;
  readonly approved: boolean;
  /** An instructor whom an administrator turned down; never together with `approved`. */
  readonly declined: boolean;
  readonly active: boolean;
  readonly registeredAt: Date;
  readonly version: z.infer<typeof Version>;
  /** Rises with every new password; a session opened with an older one has ended. */
  readonly passwordVersion: number;
}

export interface AccountWithPassword extends Account {
  readonly passwordHash: string;
}

/** What its owner sees. */
export function toAccountAnswer({ id, email, firstName, lastName, role, approved }: Account): AccountAnswer {
  return { id, email, firstName, lastName, role, approved };
}

/** What other services see. */
export function toAccountState(account: Account): AccountState {
  const { version, contactNumber } = account;
  return { ...toAccountAnswer(account), version, ...(contactNumber === undefined ? {} : { contactNumber }) };
}

/** What an administrator sees. */
export function toAdministeredAccount(account: Account): AdministeredAccount {
  const { id, email, firstName, lastName, role, active, registeredAt, version } = account;
  return {
    id,
    email,
    firstName,
    lastName,
    role,
    approval: approvalOf(account),
    active,
    registeredAt: registeredAt.toISOString(),
    version,
  };
}

function approvalOf({ role, approved, declined }: Account): AdministeredAccount['approval'] {
  if (role !== 'instructor') return 'not-needed';
  if (approved) return 'approved';
  return declined ? 'declined' : 'pending';
}
