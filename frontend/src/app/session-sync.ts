import { onOtherTabs } from '../shared/session/session-channel.ts';
import { loggedOut, selectAccount } from '../shared/session/session-slice.ts';
import { startSession } from '../shared/session/session-thunks.ts';
import type { createStore } from './store.ts';

/** Follows what other tabs do with the session that all tabs share. */
export function followOtherTabs({ dispatch, getState }: ReturnType<typeof createStore>): void {
  onOtherTabs((message) => {
    if (message.type === 'ended') dispatch(loggedOut());
    else if (selectAccount(getState())?.id !== message.accountId) void dispatch(startSession());
  });
}

/** A page that the browser kept and brings back by the Back button may show what a log-out has ended since. */
export function reloadWhenBroughtBack(): void {
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.reload();
  });
}
