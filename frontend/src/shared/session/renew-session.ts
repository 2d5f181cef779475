import type { Dispatch } from '@reduxjs/toolkit';
import { refreshSession, type SessionOpened } from '@studynotion/contracts';
import { type ApiAnswer, send } from '../api/send.ts';
import type { RootState } from '../store/root-state.ts';
import type { Renewal } from './replay-after-renewal.ts';
import { selectAccount, sessionEnded, sessionOpened } from './session-slice.ts';
import { singleFlight } from './single-flight.ts';

export interface RenewalStore {
  readonly dispatch: Dispatch;
  readonly getState: () => RootState;
}

/** Gets a new access token for the refresh cookie, once for all who ask at the same time. */
export const renewSession = singleFlight(async (store: RenewalStore): Promise<Renewal> => {
  const { epoch } = store.getState().session;
  const answer = await send({ route: refreshSession });
  // Somebody logged out or in while this was on its way: the answer belongs to a session that is gone.
  if (store.getState().session.epoch !== epoch) return 'ended';
  return apply(answer, store);
});

function apply({ data, error }: ApiAnswer, { dispatch, getState }: RenewalStore): Renewal {
  if (error === undefined) {
    const before = selectAccount(getState());
    const session = data as SessionOpened;
    dispatch(sessionOpened(session));
    // Another tab may have logged in as somebody else: what this account wanted is not sent in that one's name.
    return before !== undefined && before.id !== session.account.id ? 'ended' : 'renewed';
  }
  if (error.code !== 'session.invalid' && error.code !== 'session.required') return 'unknown';
  dispatch(sessionEnded());
  return 'ended';
}
