import type { BaseQueryFn } from '@reduxjs/toolkit/query';
import { renewSession } from '../session/renew-session.ts';
import { replayAfterRenewal } from '../session/replay-after-renewal.ts';
import { selectAccessToken } from '../session/session-slice.ts';
import type { RootState } from '../store/root-state.ts';
import type { ApiProblem } from './api-problem.ts';
import type { ApiRequest } from './api-request.ts';
import { type ApiAnswer, send } from './send.ts';

/** Sends a request with the session's token; where that has run out, renews it and sends the request again. */
export const sessionBaseQuery: BaseQueryFn<ApiRequest, unknown, ApiProblem> = (
  request,
  { dispatch, getState, signal },
) =>
  replayAfterRenewal<ApiAnswer>({
    currentToken: () => selectAccessToken(getState() as RootState),
    send: (token) => send(request, token, signal),
    renew: () => renewSession({ dispatch, getState: () => getState() as RootState }),
  });
