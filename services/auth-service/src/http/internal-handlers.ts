import { findAccount, getAccount, jsonWebKeySet, listRevocations } from '@studynotion/contracts';
import { type Handler, handler, NotFoundError, ok } from '@studynotion/service-kit';
import { ACCESS_TOKEN_SECONDS } from '../domain/access-tokens.ts';
import { type Account, toAccountState } from '../domain/account.ts';
import type { Needs } from '../domain/needs.ts';

/** For clocks that differ, and for a token that was signed in the moment its session ended. */
const REVOCATION_MARGIN_SECONDS = 60;

/** What other services ask: accounts, ended sessions, and the keys that verify tokens. */
export function internalHandlers({ accounts, sessions, accessTokens, clock }: Needs): readonly Handler[] {
  return [
    handler(getAccount, async ({ params }) => ok(stateOf(await accounts.find(params.accountId)))),
    handler(findAccount, async ({ body }) => ok(stateOf(await accounts.findByEmail(body.email)))),
    handler(listRevocations, async () => {
      const seconds = ACCESS_TOKEN_SECONDS + REVOCATION_MARGIN_SECONDS;
      const revocations = await sessions.revokedSince(new Date(clock.now().getTime() - seconds * 1000));
      return ok({
        revocations: revocations.map(({ sessionId, revokedAt }) => ({ sessionId, revokedAt: revokedAt.toISOString() })),
      });
    }),
    handler(jsonWebKeySet, async () =>
      ok({ keys: [accessTokens.publicKey] }, { 'cache-control': 'public, max-age=60' }),
    ),
  ];
}

function stateOf(account: Account | undefined) {
  if (account === undefined) throw new NotFoundError('account.not-found');
  return toAccountState(account);
}
