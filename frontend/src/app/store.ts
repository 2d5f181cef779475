import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { api } from '../shared/api/api.ts';
import { selectAccount, sessionSlice } from '../shared/session/session-slice.ts';
import { noticeSlice } from '../shared/store/notice-slice.ts';
import type { RootReducers, RootState } from '../shared/store/root-state.ts';

const reducers = { session: sessionSlice.reducer, notice: noticeSlice.reducer } satisfies RootReducers;

/** Makes a store of its own; the browser has one, a test as many as it likes. */
export function createStore() {
  return configureStore({
    reducer: { ...reducers, [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults().prepend(dropDataOfLastAccount().middleware).concat(api.middleware),
  });
}

/** Whatever was loaded for an account goes with it, however its session ended. */
function dropDataOfLastAccount() {
  const listeners = createListenerMiddleware<RootState>();
  listeners.startListening({
    predicate: (_, now, before) =>
      selectAccount(before) !== undefined && selectAccount(before)?.id !== selectAccount(now)?.id,
    effect: (_, { dispatch }) => {
      dispatch(api.util.resetApiState());
    },
  });
  return listeners;
}
