import type { Account } from './account.ts';
import type { Needs } from './needs.ts';

type EndNeeds = Pick<Needs, 'accounts' | 'sessions'>;

/** Ends all sessions of an account whose change asked for it; their access tokens are refused from now on. */
export async function endSessions(
  { accounts, sessions }: EndNeeds,
  { id, version }: Pick<Account, 'id' | 'version'>,
): Promise<void> {
  await sessions.endAll(id, 'account');
  await accounts.sessionsEnded(id, version);
}

/** Ends what a crash right after a change left open. */
export async function endLeftSessions(needs: EndNeeds): Promise<void> {
  for (const account of await needs.accounts.withSessionsToEnd()) await endSessions(needs, account);
}
