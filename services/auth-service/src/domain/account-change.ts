import type { BodyOf, changeAccount, Role } from '@studynotion/contracts';
import { ConflictError } from '@studynotion/service-kit';
import type { Account } from './account.ts';

/** What an administrator wants of an account; what is not sent stays. */
export type WantedAccount = Omit<BodyOf<typeof changeAccount>, 'version'>;

type Standing = Pick<Account, 'approved' | 'declined'>;

export interface AccountChange {
  readonly set: Pick<Account, 'role' | 'active' | 'approved' | 'declined'>;
  /** A word about an instructor that he is to hear of. */
  readonly decision?: 'approved' | 'declined';
  /** Whether tokens that are out say more than is true from now on. */
  readonly endsSessions: boolean;
  readonly takesAdministratorAway: boolean;
}

/**
 * What a request really changes. Whoever becomes an instructor waits for approval, unless it comes with the same request.
 * @returns undefined where everything is as it is wanted
 * @throws ConflictError `account.approval-not-needed` where a word about approval is said of somebody else
 */
export function changeOf(account: Account, wanted: WantedAccount): AccountChange | undefined {
  const { role = account.role, active = account.active } = wanted;
  if (wanted.approved !== undefined && role !== 'instructor') throw new ConflictError('account.approval-not-needed');
  const set = { role, active, ...standingOf(account, role, wanted.approved) };
  const isSame = (field: keyof typeof set) => set[field] === account[field];
  if ((Object.keys(set) as (keyof typeof set)[]).every(isSame)) return undefined;

  const isDecided = wanted.approved !== undefined && !(isSame('role') && isSame('approved') && isSame('declined'));
  return {
    set,
    ...(isDecided ? { decision: set.approved ? 'approved' : 'declined' } : {}),
    endsSessions: !isSame('role') || (account.active && !active) || (account.approved && !set.approved),
    takesAdministratorAway: isAdministrator(account) && !isAdministrator(set),
  };
}

function standingOf(account: Account, role: Role, approved: boolean | undefined): Standing {
  if (role !== 'instructor') return { approved: true, declined: false };
  if (approved !== undefined) return { approved, declined: !approved };
  return role === account.role
    ? { approved: account.approved, declined: account.declined }
    : { approved: false, declined: false };
}

/** One who can act as such. */
export function isAdministrator({ role, active }: Pick<Account, 'role' | 'active'>): boolean {
  return role === 'administrator' && active;
}
