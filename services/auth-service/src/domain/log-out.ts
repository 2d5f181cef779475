import type { Caller } from '@studynotion/service-kit';
import type { Needs } from './needs.ts';

/** Ends the session of a refresh token, however old the token is. Without one of ours there is nothing to end. */
export async function logOut(
  { refreshTokens, sessions }: Pick<Needs, 'refreshTokens' | 'sessions'>,
  shown: string | undefined,
): Promise<void> {
  const token = refreshTokens.parse(shown);
  if (token !== undefined) await sessions.end(token.sessionId, 'log-out');
}

export async function logOutEverywhere({ sessions }: Pick<Needs, 'sessions'>, caller: Caller): Promise<void> {
  await sessions.endAll(caller.accountId, 'log-out');
}
