import { describe, expect, test } from '@jest/globals';
import { findAccount, getAccount } from '@studynotion/contracts';
import { FakeSidecar } from '../testing/fake-sidecar.ts';
import { TestClock } from '../testing/test-clock.ts';
import { callRoute } from './call-route.ts';

const accountId = 'a'.repeat(24);
const account = {
  id: accountId,
  email: 'meera@example.com',
  firstName: 'Meera',
  lastName: 'Nair',
  role: 'student',
  approved: true,
  version: 3,
};

function scene(status: number, body: unknown) {
  const sidecar = new FakeSidecar({ clock: new TestClock() });
  sidecar.respond('auth-service', 'GET /internal/accounts/', () => ({ status, body }));
  return { sidecar, call: () => callRoute(sidecar, getAccount, 200, { params: { accountId } }) };
}

describe('calling a route of another service', () => {
  test('gives an answer that keeps the contract', async () => {
    const { sidecar, call } = scene(200, account);
    expect(await call()).toEqual(account);
    expect(sidecar.invocations).toMatchObject([
      { app: 'auth-service', method: 'GET', path: `/internal/accounts/${accountId}` },
    ]);
  });

  test('passes on a business error that the route declares', async () => {
    const problem = { type: 'urn:x', title: 'x', status: 404, code: 'account.not-found', detail: 'gone' };
    await expect(scene(404, problem).call()).rejects.toMatchObject({ code: 'account.not-found', detail: 'gone' });
  });

  test.each([
    [
      'a business error that the route does not declare',
      409,
      { type: 'x', title: 'x', status: 409, code: 'account.email-taken' },
    ],
    ['an internal error', 500, { type: 'x', title: 'x', status: 500, code: 'internal.error' }],
    ['something that is no problem document', 502, 'bad gateway'],
    ['another good status', 204, undefined],
    ['an answer that breaks the contract', 200, { ...account, version: 'three' }],
    ['an empty answer where one must come', 200, undefined],
  ])('says "unavailable" to %s', async (_what, status, body) => {
    await expect(scene(status, body).call()).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  test('says "unavailable" where the callee cannot be reached', async () => {
    const sidecar = new FakeSidecar({ clock: new TestClock() });
    await expect(callRoute(sidecar, findAccount, 200, { body: { email: 'a@example.com' } })).rejects.toMatchObject({
      code: 'service.unavailable',
      cause: { name: 'SidecarError' },
    });
  });
});
