import type { AdministeredAccount, listAccounts as listAccountsRoute, QueryOf } from '@studynotion/contracts';
import type { Caller, Page } from '@studynotion/service-kit';
import { toAdministeredAccount } from './account.ts';
import type { Needs } from './needs.ts';
import { requireAdministrator } from './require-administrator.ts';

/** Accounts for an administrator, newest first. */
export async function listAccounts(
  needs: Pick<Needs, 'accounts'>,
  caller: Caller,
  { limit, cursor, ...wanted }: QueryOf<typeof listAccountsRoute>,
): Promise<Page<AdministeredAccount>> {
  await requireAdministrator(needs, caller);
  const { items, nextCursor } = await needs.accounts.list(wanted, { limit, cursor });
  return { items: items.map(toAdministeredAccount), nextCursor };
}
