import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Account, SessionOpened } from '@studynotion/contracts';

/**
 * - `starting`: nobody has asked yet whether the refresh cookie is good
 * - `unreachable`: that question got no answer, so neither is known
 */
export interface SessionState {
  readonly status: 'starting' | 'signed-in' | 'signed-out' | 'unreachable';
  /** Kept in memory only; a reload gets a new one for the cookie. */
  readonly accessToken?: string;
  readonly account?: Account;
  /** Whether the session before this state was ended by logging out, here or in another tab. */
  readonly loggedOut?: boolean;
  /** Rises whenever a session ends, so that an answer from before is recognised. */
  readonly epoch: number;
}

const initialState = { status: 'starting', epoch: 0 } as SessionState;

export const sessionSlice = createSlice({
  name: 'session',
  initialState,
  reducers: {
    sessionOpened: (state, { payload }: PayloadAction<SessionOpened>) => ({
      status: 'signed-in',
      accessToken: payload.accessToken,
      account: payload.account,
      epoch: state.epoch,
    }),
    /** The server knows the session no more. */
    sessionEnded: (state) => ({ status: 'signed-out', epoch: state.epoch + 1 }),
    loggedOut: (state) => ({ status: 'signed-out', loggedOut: true, epoch: state.epoch + 1 }),
    sessionStarting: (state) => ({ status: 'starting', epoch: state.epoch + 1 }),
    sessionUnreachable: (state) => ({ status: 'unreachable', epoch: state.epoch }),
    accountRenamed: (state, { payload }: PayloadAction<Pick<Account, 'firstName' | 'lastName'>>) => {
      if (state.account !== undefined) Object.assign(state.account, payload);
    },
  },
});

export const { sessionOpened, sessionEnded, loggedOut, sessionStarting, sessionUnreachable, accountRenamed } =
  sessionSlice.actions;

interface WithSession {
  readonly session: SessionState;
}
export const selectSessionStatus = ({ session }: WithSession) => session.status;
export const selectLoggedOut = ({ session }: WithSession) => session.loggedOut === true;
export const selectAccessToken = ({ session }: WithSession) => session.accessToken;
export const selectAccount = ({ session }: WithSession) => session.account;
