import { type Caller, ConflictError, NotFoundError } from '@studynotion/service-kit';
import type { Account } from './account.ts';
import { changeOf, type WantedAccount } from './account-change.ts';
import { endSessions } from './end-sessions.ts';
import type { Needs } from './needs.ts';
import { requireAdministrator } from './require-administrator.ts';

type ChangeNeeds = Pick<Needs, 'accounts' | 'sessions' | 'administratorGuard' | 'faultPoint'>;

/** Approves or declines an instructor, gives another role, closes or opens an account; an administrator may. */
export async function changeAccount(
  needs: ChangeNeeds,
  caller: Caller,
  id: string,
  { version, ...wanted }: WantedAccount & { readonly version: number },
): Promise<Account> {
  await requireAdministrator(needs, caller);
  const account = await requireVersion(needs, id, version);
  const change = changeOf(account, wanted);
  if (change === undefined) return account;

  const write = () => needs.accounts.change(account, change);
  const changed = change.takesAdministratorAway
    ? await needs.administratorGuard.whileAnotherRemains(id, write)
    : await write();
  if (changed === undefined) throw new ConflictError('version.stale');
  needs.faultPoint('account-changed');
  if (change.endsSessions) await endSessions(needs, changed);
  return changed;
}

async function requireVersion({ accounts }: ChangeNeeds, id: string, version: number): Promise<Account> {
  const account = await accounts.find(id);
  if (account === undefined) throw new NotFoundError('account.not-found');
  if (account.version !== version) throw new ConflictError('version.stale');
  return account;
}
