import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accountRegistered, profileChanged } from '@studynotion/contracts';
import { configure, newId } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { userProfileService } from '../src/app.ts';
import { Settings } from '../src/config.ts';

describe('profiles', () => {
  let service: TestService;
  let accountId: string;
  let token: string;

  beforeAll(async () => {
    service = await startTestService(userProfileService, configure('user-profile-service', Settings, {}));
  });
  afterAll(() => service.stop());

  beforeEach(() => {
    service.sidecar.mend();
    accountId = newId();
    token = service.tokens.tokenOf(accountId);
  });

  const account = (fields = {}) => ({
    email: `${accountId}@example.org`,
    firstName: 'Asha',
    lastName: 'Rao',
    role: 'student' as const,
    approved: true,
    ...fields,
  });
  const registered = (fields = {}) => ({
    aggregateId: accountId,
    version: 1,
    registeredAt: '2026-01-02T03:04:05.000Z',
    ...account(fields),
  });
  const register = (fields = {}) => service.deliver(accountRegistered, registered(fields));
  const answerForAccount = (fields = {}) =>
    service.sidecar.respond('auth-service', `GET /internal/accounts/${accountId}`, () => ({
      status: 200,
      body: { id: accountId, version: 1, ...account(fields) },
    }));
  const profiles = () => service.database.collection<{ _id: string }>('profiles');
  /** Without the outbox, which the relay empties in its own time. */
  const stored = () => profiles().findOne({ _id: accountId }, { projection: { outbox: 0 } });
  const announced = async () => {
    await service.relay();
    return service.sidecar.publishedOf(profileChanged).filter(({ aggregateId }) => aggregateId === accountId);
  };
  const patch = (body: unknown) => service.call('PATCH', '/profile', { token, body });

  describe('an account that registered', () => {
    test('gets a profile, which is announced', async () => {
      expect(await register({ contactNumber: '+91 98765 43210' })).toBe(200);

      expect(await service.call('GET', '/profile', { token })).toMatchObject({
        status: 200,
        body: {
          accountId,
          email: `${accountId}@example.org`,
          firstName: 'Asha',
          lastName: 'Rao',
          contactNumber: '+91 98765 43210',
          version: 1,
        },
      });
      expect(await announced()).toEqual([{ aggregateId: accountId, version: 1, firstName: 'Asha', lastName: 'Rao' }]);
      expect(await profiles().countDocuments({ _id: accountId, outbox: { $exists: true } })).toBe(0);
      expect(service.sidecar.invocations.some(({ path }) => path.includes(accountId))).toBe(false);
    });

    test('has one profile and one announcement however often and in parallel the event comes', async () => {
      const statuses = await Promise.all(Array.from({ length: 10 }, () => register()));
      expect(statuses).toEqual(Array.from({ length: 10 }, () => 200));
      expect(await register()).toBe(200);

      expect(await announced()).toHaveLength(1);
      expect(await stored()).toMatchObject({ version: 1, accountVersion: 1 });
    });

    test('keeps what its owner wrote when the event comes again', async () => {
      await register();
      await patch({ firstName: 'Usha' });
      await register();

      expect(await stored()).toMatchObject({ firstName: 'Usha', version: 2, accountVersion: 1 });
    });

    test('takes a newer e-mail address and never goes back to an older one', async () => {
      await register({ version: 3, email: 'newer@example.org' });
      await register({ version: 2, email: 'older@example.org' });
      expect(await stored()).toMatchObject({ email: 'newer@example.org', accountVersion: 3, version: 1 });

      await register({ version: 4, email: 'newest@example.org' });
      expect(await stored()).toMatchObject({ email: 'newest@example.org', accountVersion: 4, version: 2 });
    });
  });

  describe('before the event arrives', () => {
    test.each([
      ['GET', undefined],
      ['PATCH', {}],
    ])('%s finds the account and writes what the event would, which then changes nothing', async (method, body) => {
      answerForAccount({ contactNumber: '+91 98765 43210' });
      expect(await service.call(method, '/profile', { token, body })).toMatchObject({
        status: 200,
        body: { firstName: 'Asha', version: 1 },
      });
      const before = await stored();
      expect(await register({ contactNumber: '+91 98765 43210' })).toBe(200);

      expect(await announced()).toHaveLength(1);
      expect(await stored()).toEqual(before);
      expect(before).toMatchObject({ contactNumber: '+91 98765 43210', accountVersion: 1, version: 1 });
    });

    test('the document is the one that the event makes', async () => {
      answerForAccount();
      await service.call('GET', '/profile', { token });
      await announced();
      const byInvocation = await stored();
      await profiles().deleteOne({ _id: accountId });
      await register();
      await announced();

      expect(await stored()).toEqual(byInvocation);
    });

    test('a PATCH is applied on top', async () => {
      answerForAccount();
      expect(await patch({ about: 'I teach.' })).toMatchObject({
        status: 200,
        body: { about: 'I teach.', version: 2 },
      });
      await register();

      expect(await stored()).toMatchObject({ about: 'I teach.', version: 2 });
      expect((await announced()).map(({ version }) => version)).toEqual([1, 2]);
    });

    test('the event and several requests at once make one profile', async () => {
      answerForAccount();
      const answers = await Promise.all([
        ...Array.from({ length: 5 }, () => service.call('GET', '/profile', { token })),
        register().then((status) => ({ status })),
      ]);

      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
      expect(await announced()).toHaveLength(1);
    });

    test('an account that does not exist has no profile', async () => {
      service.sidecar.respond('auth-service', `GET /internal/accounts/${accountId}`, () => ({
        status: 404,
        body: { type: 'x', title: 'x', status: 404, code: 'account.not-found' },
      }));
      expect(await service.call('GET', '/profile', { token })).toMatchObject({
        status: 404,
        body: { code: 'profile.not-found' },
      });
      expect(await stored()).toBeNull();
    });

    test('the service is unavailable while auth-service cannot be reached, and nothing is written', async () => {
      for (const method of ['GET', 'PATCH']) {
        const body = method === 'PATCH' ? { about: 'I teach.' } : undefined;
        expect(await service.call(method, '/profile', { token, body })).toMatchObject({
          status: 503,
          body: { code: 'service.unavailable' },
        });
      }
      expect(await stored()).toBeNull();
    });
  });

  describe('changing my profile', () => {
    beforeEach(async () => {
      await register({ contactNumber: '+91 98765 43210' });
    });

    test('touches only what is sent, and null empties', async () => {
      await patch({ gender: 'female', dateOfBirth: '1990-02-28', about: 'I teach.' });
      const answer = await patch({ contactNumber: null, lastName: 'Iyer' });

      expect(answer).toMatchObject({
        status: 200,
        body: { firstName: 'Asha', lastName: 'Iyer', gender: 'female', dateOfBirth: '1990-02-28', version: 3 },
      });
      expect(answer.body).not.toHaveProperty('contactNumber');
      expect(await stored()).not.toHaveProperty('contactNumber');
      expect((await service.call('GET', '/profile', { token })).body).toEqual(answer.body);
    });

    test('is announced where others see it, and only there', async () => {
      await patch({ gender: 'female', dateOfBirth: '1990-02-28', contactNumber: null });
      await patch({ about: 'I teach.' });
      await patch({ about: null });

      expect((await announced()).slice(1)).toEqual([
        { aggregateId: accountId, version: 3, firstName: 'Asha', lastName: 'Rao', about: 'I teach.' },
        { aggregateId: accountId, version: 4, firstName: 'Asha', lastName: 'Rao' },
      ]);
    });

    test.each([{}, { firstName: 'Asha' }, { gender: null }, { about: '' }])(
      'makes no version and no event where nothing is new: %j',
      async (body) => {
        expect(await patch(body)).toMatchObject({ status: 200, body: { version: 1 } });
        expect(await announced()).toHaveLength(1);
      },
    );

    test('parallel changes of different fields all survive, each with its version', async () => {
      const bodies = [
        { firstName: 'Usha' },
        { lastName: 'Iyer' },
        { gender: 'female' },
        { dateOfBirth: '1990-02-28' },
        { about: 'I teach.' },
        { contactNumber: null },
      ];
      const answers = await Promise.all(bodies.map(patch));

      expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
      expect(await stored()).toMatchObject({
        firstName: 'Usha',
        lastName: 'Iyer',
        gender: 'female',
        dateOfBirth: '1990-02-28',
        about: 'I teach.',
        version: 7,
      });
      expect(await stored()).not.toHaveProperty('contactNumber');
      const events = await announced();
      expect(events).toHaveLength(4);
      expect(events.toSorted((a, b) => a.version - b.version).at(-1)).toMatchObject({
        firstName: 'Usha',
        lastName: 'Iyer',
        about: 'I teach.',
      });
    });

    test('events wait while the broker is away and leave when it is back', async () => {
      await announced();
      service.sidecar.break('publish');
      expect(await patch({ about: 'I teach.' })).toMatchObject({ status: 200 });
      await expect(service.relay()).rejects.toThrow();
      service.sidecar.mend();

      expect(await announced()).toHaveLength(2);
    });

    test('nobody is born after today', async () => {
      const today = service.clock.now().toISOString().slice(0, 10);
      const tomorrow = new Date(service.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10);
      expect(await patch({ dateOfBirth: tomorrow })).toMatchObject({
        status: 400,
        body: { code: 'request.invalid', errors: [{ path: 'dateOfBirth', message: 'must not be in the future' }] },
      });
      expect(await patch({ dateOfBirth: today })).toMatchObject({ status: 200 });
    });

    test.each([
      ['an operator', { firstName: { $gt: '' } }],
      ['a number', { lastName: 7 }],
      ['null where a name must be', { firstName: null }],
      ['an empty name', { firstName: '  ' }],
      ['a name of two lines', { firstName: 'Asha\r\nBcc: x@example.org' }],
      ['a name too long', { lastName: 'x'.repeat(51) }],
      ['an unknown gender', { gender: 'other' }],
      ['a day that does not exist', { dateOfBirth: '2023-02-29' }],
      ['a date with time', { dateOfBirth: '2023-02-01T00:00:00Z' }],
      ['a text too long', { about: 'x'.repeat(1001) }],
      ['a telephone number of letters', { contactNumber: 'call me' }],
      ['an e-mail address, which belongs to the account', { email: 'new@example.org' }],
      ['a version', { version: 9 }],
      ['a role', { role: 'administrator' }],
      ['a list', [{ firstName: 'Usha' }]],
      ['a text', '"Usha"'],
      ['half a document', '{"firstName":'],
      ['nothing', undefined],
    ])('%s is refused and changes nothing', async (_name, body) => {
      const before = await stored();
      const answer = await patch(body);

      expect(answer).toMatchObject({ status: 400, body: { code: expect.stringMatching(/^request\./) } });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(await stored()).toEqual(before);
    });

    test('a body too large and one of another type are refused', async () => {
      expect(await patch({ about: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
      expect(
        await service.call('PATCH', '/profile', {
          token,
          body: 'firstName=Usha',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      ).toMatchObject({ status: 415 });
      expect(await stored()).toMatchObject({ firstName: 'Asha', version: 1 });
    });

    test('asks for a valid session', async () => {
      for (const method of ['GET', 'PATCH']) {
        const body = method === 'PATCH' ? { firstName: 'Usha' } : undefined;
        expect(await service.call(method, '/profile', { body })).toMatchObject({ status: 401 });
        expect(await service.call(method, '/profile', { token: 'a.b.c', body })).toMatchObject({ status: 401 });
      }
      expect(await stored()).toMatchObject({ firstName: 'Asha', version: 1 });
    });
  });

  describe('the public part', () => {
    test('shows name and description, and nothing private', async () => {
      await register({ contactNumber: '+91 98765 43210' });
      await patch({ about: 'I teach.', gender: 'female', dateOfBirth: '1990-02-28' });

      expect(await service.call('GET', `/profile/${accountId}`)).toMatchObject({ status: 200 });
      expect((await service.call('GET', `/profile/${accountId}`)).body).toEqual({
        accountId,
        firstName: 'Asha',
        lastName: 'Rao',
        about: 'I teach.',
      });
    });

    test('of an unknown account is not found', async () => {
      expect(await service.call('GET', `/profile/${accountId}`)).toMatchObject({
        status: 404,
        body: { code: 'profile.not-found' },
      });
    });

    test.each(['x', '1', '%24gt', 'ABCDEFABCDEFABCDEFABCDEF'])('refuses the id %s', async (id) => {
      expect(await service.call('GET', `/profile/${id}`)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid' },
      });
    });
  });
});
