import { NotAuthenticatedError } from '@studynotion/service-kit';
import type { Account } from './account.ts';
import { judgeRefreshToken } from './judge-refresh-token.ts';
import type { Needs } from './needs.ts';
import type { RefreshToken } from './refresh-tokens.ts';
import type { Session, SessionForBrowser } from './session.ts';

type RefreshNeeds = Pick<
  Needs,
  'sessions' | 'accounts' | 'accessTokens' | 'refreshTokens' | 'clock' | 'refreshGraceSeconds'
>;

/** Continues the session of a refresh token. */
export async function refreshSession(needs: RefreshNeeds, shown: string | undefined): Promise<SessionForBrowser> {
  const token = needs.refreshTokens.parse(shown);
  if (token === undefined) throw sessionInvalid();
  const session = await openSessionOf(needs, token);
  const account = await accountOf(needs, session);
  const { next, endsAt } = await nextToken(needs, session, token);
  return { account, accessToken: needs.accessTokens.issue(account, session.id), refreshToken: next.text, endsAt };
}

async function openSessionOf({ sessions }: RefreshNeeds, { sessionId }: RefreshToken): Promise<Session> {
  const session = await sessions.findOpen(sessionId);
  if (session === undefined) throw sessionInvalid();
  return session;
}

/** The account as it is today. A session whose account is gone, or has another password since, ends here at the latest. */
async function accountOf({ accounts, sessions }: RefreshNeeds, session: Session): Promise<Account> {
  const account = await accounts.find(session.accountId);
  if (account === undefined || !account.active || session.passwordVersion < account.passwordVersion) {
    await sessions.end(session.id, 'account');
    throw sessionInvalid();
  }
  return account;
}

async function nextToken(
  needs: RefreshNeeds,
  session: Session,
  token: RefreshToken,
): Promise<{ next: RefreshToken; endsAt: Date }> {
  const { sessions, refreshTokens, clock, refreshGraceSeconds } = needs;
  switch (judgeRefreshToken(session, token.hash, clock.now(), refreshGraceSeconds)) {
    case 'keep':
      return { next: token, endsAt: session.endsAt };
    case 'repeat':
      return { next: refreshTokens.successorOf(token), endsAt: session.endsAt };
    case 'reused':
      await sessions.end(session.id, 'reuse');
      throw sessionInvalid();
    case 'rotate': {
      const next = refreshTokens.successorOf(token);
      const endsAt = await sessions.rotate(session, next);
      if (endsAt !== undefined) return { next, endsAt };
      // Another tab was faster: with what it left the token is no longer the newest.
      return nextToken(needs, await openSessionOf(needs, token), token);
    }
  }
}

function sessionInvalid(): NotAuthenticatedError {
  return new NotAuthenticatedError('session.invalid');
}
