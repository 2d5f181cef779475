import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  accountDeleted,
  accountRegistered,
  erasingServices,
  mediaAccountErased,
  profileAccountErased,
  ratingAccountErased,
} from '@studynotion/contracts';
import { configure, newId } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { userProfileService } from '../src/app.ts';
import { Settings } from '../src/config.ts';
import { Erasures } from '../src/data/erasures.ts';
import { receipts } from '../src/events/account-erased.ts';

describe('the deletion of an account', () => {
  let service: TestService;
  let accountId: string;
  let token: string;
  /** What auth-service is asked; it behaves as the real one. */
  let erasures: { password: string; erasureId: string }[];

  beforeAll(async () => {
    service = await startTestService(userProfileService, configure('user-profile-service', Settings, {}));
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    service.sidecar.mend();
    accountId = newId();
    token = service.tokens.tokenOf(accountId);
    erasures = [];
    sells(0);
    let isThere = true;
    service.sidecar.respond('auth-service', `POST /internal/accounts/${accountId}/erase`, ({ body }) => {
      const asked = body as { password: string; erasureId: string };
      if (!isThere) return problem(404, 'account.not-found');
      if (asked.password !== 'right') return problem(403, 'password.wrong');
      erasures.push(asked);
      isThere = false;
      return { status: 204 };
    });
    await register();
  });

  const problem = (status: number, code: string) => ({ status, body: { type: 'x', title: 'x', status, code } });
  const sells = (count: number) =>
    service.sidecar.respond('course-service', `GET /internal/instructors/${accountId}/courses-on-sale`, () => ({
      status: 200,
      body: { count },
    }));
  const register = () =>
    service.deliver(accountRegistered, {
      aggregateId: accountId,
      version: 1,
      email: `${accountId}@example.org`,
      firstName: 'Asha',
      lastName: 'Rao',
      contactNumber: '+91 98765 43210',
      role: 'student',
      approved: true,
      registeredAt: '2026-01-02T03:04:05.000Z',
    });
  const deletion = (erasureId?: string) => ({
    aggregateId: accountId,
    version: 4,
    email: `${accountId}@example.org`,
    firstName: 'Asha',
    deletedAt: '2026-03-05T14:03:00.000Z',
    ...(erasureId === undefined ? {} : { erasureId }),
  });
  const remove = (password = 'right') => service.call('DELETE', '/profile', { token, body: { password } });
  const receipt = (id: string) => service.call('GET', `/erasures/${id}`);
  const profile = () =>
    service.database.collection<{ _id: string }>('profiles').findOne({ _id: accountId }, { projection: { outbox: 0 } });
  const receiptsOfAccount = () => service.database.collection('erasures').find({ accountId }).toArray();
  const told = async () => {
    await service.relay();
    return service.sidecar.publishedOf(profileAccountErased).filter(({ aggregateId }) => aggregateId === accountId);
  };

  test('gives a receipt, whose id auth-service gets for the last mail', async () => {
    const { status, body } = await remove();
    expect(status).toBe(202);
    expect(body.services).toEqual(erasingServices.map((name) => ({ service: name })));
    expect(body).not.toHaveProperty('completedAt');
    expect(erasures).toEqual([{ password: 'right', erasureId: body.id }]);
    expect(await receipt(body.id)).toMatchObject({ status: 200, body });
  });

  test.each([
    ['a wrong password', 'wrong', 403, 'password.wrong'],
    ['no password', '', 400, 'request.invalid'],
  ])('with %s deletes nothing and shows no receipt', async (_case, password, status, code) => {
    expect(await remove(password)).toMatchObject({ status, body: { code } });
    expect(await profile()).toMatchObject({ firstName: 'Asha' });
    for (const { _id } of await receiptsOfAccount()) expect((await receipt(String(_id))).status).toBe(404);
    expect((await remove()).status).toBe(202);
  });

  test.each(['account.last-administrator', 'rate.limited'])('tells that auth-service refuses it: %s', async (code) => {
    const status = code === 'rate.limited' ? 429 : 409;
    const start = `POST /internal/accounts/${accountId}/erase`;
    service.sidecar.respond('auth-service', start, () => problem(status, code));
    expect(await remove()).toMatchObject({ status, body: { code } });
  });

  test('is refused while courses of the account are on sale, before its password is looked at', async () => {
    sells(2);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'account.has-courses-on-sale' } });
    expect(erasures).toEqual([]);
    sells(0);
    expect((await remove()).status).toBe(202);
  });

  test('without the other services does not begin', async () => {
    service.sidecar.break('invoke');
    expect(await remove()).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    service.sidecar.mend();
    expect((await remove()).status).toBe(202);
    expect(await receiptsOfAccount()).toHaveLength(1);
  });

  test('asked for many times at once happens once, with one receipt', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => remove()));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(erasures).toHaveLength(1);
    expect(await receiptsOfAccount()).toHaveLength(1);
  });

  test('can be asked for again after a crash between the deletion and its receipt', async () => {
    const begin = jest.spyOn(Erasures.prototype, 'begin').mockRejectedValueOnce(new Error('gone'));
    expect((await remove()).status).toBe(500);
    begin.mockRestore();
    expect(await remove()).toMatchObject({ status: 202, body: { id: erasures[0]?.erasureId } });
    expect(erasures).toHaveLength(1);
  });

  test('after such a crash goes on by itself with the event, though nobody asks again', async () => {
    const begin = jest.spyOn(Erasures.prototype, 'begin').mockRejectedValueOnce(new Error('gone'));
    await remove();
    begin.mockRestore();
    const id = erasures[0]?.erasureId ?? '';
    expect((await receipt(id)).status).toBe(404);
    expect(await service.deliver(accountDeleted, deletion(id))).toBe(200);
    expect((await receipt(id)).status).toBe(200);
  });

  test('has its receipt even where the request was forgotten meanwhile', async () => {
    const id = 'r'.repeat(43);
    expect(await service.deliver(accountDeleted, deletion(id))).toBe(200);
    expect(await receipt(id)).toMatchObject({ status: 200, body: { requestedAt: '2026-03-05T14:03:00.000Z' } });
  });

  test('leaves nothing of the profile, tells it once, and nothing brings it back', async () => {
    await service.call('PATCH', '/profile', { token, body: { about: 'I paint.', gender: 'female' } });
    const { body } = await remove();
    const statuses = await Promise.all(
      Array.from({ length: 6 }, () => service.deliver(accountDeleted, deletion(body.id))),
    );
    expect(statuses).toEqual(Array.from({ length: 6 }, () => 200));
    expect(await told()).toMatchObject([{ aggregateId: accountId, version: 1 }]);

    expect(await register()).toBe(200);
    expect(await profile()).toEqual({
      _id: accountId,
      accountVersion: 4,
      version: expect.any(Number),
      erasedAt: expect.any(Date),
    });
    expect((await service.call('GET', `/profile/${accountId}`)).status).toBe(404);
  });

  test('known before the account was leaves no profile behind', async () => {
    await service.database.collection<{ _id: string }>('profiles').deleteOne({ _id: accountId });
    expect(await service.deliver(accountDeleted, deletion('s'.repeat(43)))).toBe(200);
    expect(await register()).toBe(200);
    expect(await profile()).toMatchObject({ erasedAt: expect.any(Date) });
    expect(await profile()).not.toHaveProperty('firstName');
    expect(await told()).toHaveLength(1);
  });

  test('meets changes of the same profile: whatever comes first, nothing stays', async () => {
    const { body } = await remove();
    service.sidecar.respond('auth-service', `GET /internal/accounts/${accountId}`, () =>
      problem(404, 'account.not-found'),
    );
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, (_, index) =>
        service.call('PATCH', '/profile', { token, body: { about: `about ${index}` } }),
      ),
      service.deliver(accountDeleted, deletion(body.id)).then((status) => ({ status })),
    ]);
    for (const { status } of answers) expect([200, 404]).toContain(status);
    expect(await profile()).not.toHaveProperty('about');
    expect(await profile()).not.toHaveProperty('firstName');
  });

  describe('the receipt', () => {
    test('tells service by service, whatever the order and however often, and ends when all have erased', async () => {
      const { body } = await remove();
      const erased = (hour: number) => ({
        aggregateId: accountId,
        version: 1,
        erasedAt: `2026-03-05T${hour}:00:00.000Z`,
      });
      expect(await service.deliver(ratingAccountErased, erased(16))).toBe(200);
      expect(await service.deliver(ratingAccountErased, erased(18))).toBe(200);
      expect((await receipt(body.id)).body).toMatchObject({
        services: expect.arrayContaining([
          { service: 'rating-review-service', erasedAt: '2026-03-05T16:00:00.000Z' },
          { service: 'auth-service' },
        ]),
      });

      const others = Object.values(receipts).filter((event) => event !== ratingAccountErased);
      await Promise.all(others.map((event) => service.deliver(event, erased(17))));
      expect((await receipt(body.id)).body).toMatchObject({ completedAt: '2026-03-05T17:00:00.000Z' });
    });

    test('of nobody’s deletion is not kept; the event comes again', async () => {
      const erased = { aggregateId: newId(), version: 1, erasedAt: '2026-03-05T16:00:00.000Z' };
      expect(await service.deliver(mediaAccountErased, erased)).toBe(500);
    });

    test.each(['x', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}.`])('%s is no id of one', async (id) => {
      expect((await receipt(id)).status).toBe(400);
    });

    test('of another id is not found', async () => {
      expect(await receipt('a'.repeat(43))).toMatchObject({ status: 404, body: { code: 'erasure.not-found' } });
    });

    test('tells nothing but times', async () => {
      const { body } = await remove();
      expect(Object.keys((await receipt(body.id)).body).toSorted()).toEqual(['id', 'requestedAt', 'services']);
      expect(JSON.stringify((await receipt(body.id)).body)).not.toContain(accountId);
    });
  });
});
