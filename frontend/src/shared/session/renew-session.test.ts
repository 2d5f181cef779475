import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { configureStore } from '@reduxjs/toolkit';
import type { Account, SessionOpened } from '@studynotion/contracts';
import type { RootState } from '../store/root-state.ts';
import { renewSession } from './renew-session.ts';
import { sessionEnded, sessionOpened, sessionSlice } from './session-slice.ts';

const account = (id: string): Account => ({
  id,
  email: 'learner@example.org',
  firstName: 'A',
  lastName: 'Learner',
  role: 'student',
  approved: true,
});
const session = (accessToken: string, id = 'a'): SessionOpened => ({
  accessToken,
  expiresInSeconds: 600,
  account: account(id),
});

function aStore() {
  const store = configureStore({ reducer: { session: sessionSlice.reducer } });
  return { dispatch: store.dispatch, getState: () => store.getState() as unknown as RootState };
}

const realFetch = globalThis.fetch;
const fetched = jest.fn<typeof fetch>();
beforeEach(() => {
  fetched.mockReset();
  globalThis.fetch = fetched;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const problem = (status: number, code: string) =>
  Response.json({ type: 'about:blank', title: 'x', status, code }, { status });

describe('renewing the session', () => {
  test('asks once for all who need it at the same time, and takes the new token over', async () => {
    const store = aStore();
    store.dispatch(sessionOpened(session('old')));
    fetched.mockImplementation(async () => Response.json(session('new')));

    const renewals = await Promise.all([renewSession(store), renewSession(store), renewSession(store)]);

    expect(renewals).toEqual(['renewed', 'renewed', 'renewed']);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/auth/refresh');
    expect(store.getState().session).toMatchObject({ status: 'signed-in', accessToken: 'new' });
  });

  test('ends the session when the cookie is no longer good', async () => {
    const store = aStore();
    store.dispatch(sessionOpened(session('old')));
    fetched.mockResolvedValue(problem(401, 'session.invalid'));

    expect(await renewSession(store)).toBe('ended');
    expect(store.getState().session).toEqual({ status: 'signed-out', epoch: 1 });
  });

  test('keeps the session when there is no answer or the service is away', async () => {
    const store = aStore();
    store.dispatch(sessionOpened(session('old')));
    fetched.mockRejectedValueOnce(new TypeError('no network'));
    expect(await renewSession(store)).toBe('unknown');
    fetched.mockResolvedValueOnce(problem(503, 'service.unavailable'));
    expect(await renewSession(store)).toBe('unknown');
    expect(store.getState().session).toMatchObject({ status: 'signed-in', accessToken: 'old' });
  });

  test('does not open a session again that was ended while the answer was on its way', async () => {
    const store = aStore();
    store.dispatch(sessionOpened(session('old')));
    fetched.mockImplementation(async () => {
      store.dispatch(sessionEnded());
      return Response.json(session('new'));
    });

    expect(await renewSession(store)).toBe('ended');
    expect(store.getState().session).toEqual({ status: 'signed-out', epoch: 1 });
  });

  test("does not let one account's request go on in the name of another", async () => {
    const store = aStore();
    store.dispatch(sessionOpened(session('old', 'a')));
    fetched.mockImplementation(async () => Response.json(session('new', 'b')));

    expect(await renewSession(store)).toBe('ended');
    expect(store.getState().session).toMatchObject({ status: 'signed-in', account: { id: 'b' } });
  });
});
