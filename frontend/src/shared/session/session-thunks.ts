import type { SessionOpened } from '@studynotion/contracts';
import type { AppThunk } from '../store/root-state.ts';
import { renewSession } from './renew-session.ts';
import { tellOtherTabs } from './session-channel.ts';
import { loggedOut, selectSessionStatus, sessionOpened, sessionStarting, sessionUnreachable } from './session-slice.ts';

/** Continues the session of the refresh cookie, if there is one: on load, and when another tab logged in. */
export const startSession = (): AppThunk<Promise<void>> => async (dispatch, getState) => {
  dispatch(sessionStarting());
  const renewal = await renewSession({ dispatch, getState });
  if (selectSessionStatus(getState()) !== 'starting') return;
  if (renewal === 'unknown') dispatch(sessionUnreachable());
  // The renewal was already on its way for the session before; its answer was not for this one.
  else await dispatch(startSession());
};

/** Takes over a session that was opened by logging in. */
export const openSession =
  (session: SessionOpened): AppThunk =>
  (dispatch) => {
    dispatch(sessionOpened(session));
    tellOtherTabs({ type: 'opened', accountId: session.account.id });
  };

/** Forgets the session here and in the other tabs; the store drops with it whatever was loaded for it. */
export const forgetSession = (): AppThunk => (dispatch) => {
  dispatch(loggedOut());
  tellOtherTabs({ type: 'ended' });
};
