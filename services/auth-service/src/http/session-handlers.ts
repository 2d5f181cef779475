import {
  logIn as logInRoute,
  logOutEverywhere as logOutEverywhereRoute,
  logOut as logOutRoute,
  refreshSession as refreshSessionRoute,
  type SessionOpened,
} from '@studynotion/contracts';
import { type Answer, type Handler, handler, noContent, ok } from '@studynotion/service-kit';
import { ACCESS_TOKEN_SECONDS } from '../domain/access-tokens.ts';
import { toAccountAnswer } from '../domain/account.ts';
import { logIn } from '../domain/log-in.ts';
import { logOut, logOutEverywhere } from '../domain/log-out.ts';
import type { Needs } from '../domain/needs.ts';
import { refreshSession } from '../domain/refresh-session.ts';
import type { SessionForBrowser } from '../domain/session.ts';
import type { RefreshCookie } from './refresh-cookie.ts';

export function sessionHandlers(needs: Needs, cookie: RefreshCookie): readonly Handler[] {
  const opened = ({ account, accessToken, refreshToken, endsAt }: SessionForBrowser): Answer => {
    const body: SessionOpened = {
      accessToken,
      expiresInSeconds: ACCESS_TOKEN_SECONDS,
      account: toAccountAnswer(account),
    };
    return ok(body, {
      'set-cookie': cookie.store(refreshToken, endsAt, needs.clock.now()),
      'cache-control': 'no-store',
    });
  };
  const closed = (): Answer => noContent({ 'set-cookie': cookie.clear() });

  return [
    handler(logInRoute, async ({ body, clientAddress }) => opened(await logIn(needs, body, clientAddress))),
    handler(refreshSessionRoute, async ({ header }) =>
      opened(await refreshSession(needs, cookie.read(header('cookie')))),
    ),
    handler(logOutRoute, async ({ header }) => {
      await logOut(needs, cookie.read(header('cookie')));
      return closed();
    }),
    handler(logOutEverywhereRoute, async ({ caller }) => {
      await logOutEverywhere(needs, caller);
      return closed();
    }),
  ];
}
