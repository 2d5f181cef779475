import type { Account as AccountAnswer, AccountState, Id, Role, Version } from '@studynotion/contracts';
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
  readonly active: boolean;
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
