import {
  changeAccount as changeAccountRoute,
  eraseAccount as eraseAccountRoute,
  listAccounts as listAccountsRoute,
} from '@studynotion/contracts';
import { type Handler, handler, noContent, ok } from '@studynotion/service-kit';
import { toAdministeredAccount } from '../domain/account.ts';
import { changeAccount } from '../domain/change-account.ts';
import { eraseAccount } from '../domain/erase-account.ts';
import { listAccounts } from '../domain/list-accounts.ts';
import type { Needs } from '../domain/needs.ts';

export function administrationHandlers(needs: Needs): readonly Handler[] {
  return [
    handler(listAccountsRoute, async ({ caller, query }) => ok(await listAccounts(needs, caller, query))),
    handler(changeAccountRoute, async ({ caller, params, body }) =>
      ok(toAdministeredAccount(await changeAccount(needs, caller, params.accountId, body))),
    ),
    handler(eraseAccountRoute, async ({ params, body }) => {
      await eraseAccount(needs, params.accountId, body);
      return noContent();
    }),
  ];
}
