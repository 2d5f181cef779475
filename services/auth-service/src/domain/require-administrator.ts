import { type Caller, NotAllowedError, requireRole } from '@studynotion/service-kit';
import { isAdministrator } from './account-change.ts';
import type { Needs } from './needs.ts';

/** The token may be ten minutes old; what the account is today stands here. @throws NotAllowedError `access.denied` */
export async function requireAdministrator({ accounts }: Pick<Needs, 'accounts'>, caller: Caller): Promise<void> {
  requireRole(caller, 'administrator');
  const account = await accounts.find(caller.accountId);
  if (account === undefined || !isAdministrator(account)) throw new NotAllowedError('access.denied');
}
