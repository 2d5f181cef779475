import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { accountApproved, accountChanged, accountDeclined } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { accountModel } from '../src/data/account-model.ts';
import { guardModel } from '../src/data/administrator-guard.ts';
import { Sessions } from '../src/data/sessions.ts';
import { type AuthTestService, sessionOf, startAuthService } from './auth-test-service.ts';

const PASSWORD_OF_ADMINISTRATORS = 'made for this test';
const administrator = (name: string) => ({
  email: `${name}@administrators.example`,
  password: PASSWORD_OF_ADMINISTRATORS,
  firstName: name,
  lastName: 'Administrator',
  role: 'administrator',
});

describe('administration of accounts', () => {
  let auth: AuthTestService;
  let token: string;
  let adminId: string;
  let email: string;

  beforeAll(async () => {
    auth = await startAuthService({
      'seed-accounts': JSON.stringify([administrator('first'), administrator('second')]),
    });
  });
  afterAll(() => auth.stop());
  beforeEach(async () => {
    email = `${newId()}@example.org`;
    await logInAgain();
  });

  const logInAsAdministrator = (name: string) =>
    auth.logIn(`${name}@administrators.example`, PASSWORD_OF_ADMINISTRATORS);
  /** Each account that is made costs a minute of the clock, and a token has ten. */
  const logInAgain = async () => {
    const browser = await logInAsAdministrator('first');
    token = browser.token;
    adminId = browser.answer.body.account.id;
  };
  const stored = (id: string) => accountModel(auth.documents).findOne({ _id: id }).lean();
  const change = (id: string, body: object, by = token) => auth.call('PATCH', `/auth/users/${id}`, { token: by, body });
  const anInstructor = async () => (await auth.register(email, { accountType: 'instructor' })).body.id as string;
  const told = async (id: string) => {
    await auth.relay();
    const of = (event: typeof accountChanged | typeof accountApproved) =>
      auth.sidecar.publishedOf(event).filter(({ aggregateId }) => aggregateId === id);
    return { changed: of(accountChanged), approved: of(accountApproved), declined: of(accountDeclined) };
  };

  describe('a change', () => {
    test('approves an instructor, who hears of it', async () => {
      const id = await anInstructor();
      expect(await change(id, { version: 1, approved: true })).toMatchObject({
        status: 200,
        body: { id, email, role: 'instructor', approval: 'approved', active: true, version: 2 },
      });
      expect(await told(id)).toEqual({
        changed: [{ aggregateId: id, version: 2, role: 'instructor', approved: true, active: true }],
        approved: [{ aggregateId: id, version: 2 }],
        declined: [],
      });
      expect((await auth.logIn(email)).answer.body.account.approved).toBe(true);
    });

    test('declines one, and may think better of it', async () => {
      const id = await anInstructor();
      expect((await change(id, { version: 1, approved: false })).body).toMatchObject({
        approval: 'declined',
        version: 2,
      });
      expect((await change(id, { version: 2, approved: true })).body).toMatchObject({
        approval: 'approved',
        version: 3,
      });
      expect(await told(id)).toMatchObject({
        changed: [
          { version: 2, approved: false },
          { version: 3, approved: true },
        ],
        approved: [{ version: 3 }],
        declined: [{ version: 2 }],
      });
    });

    test('that changes nothing makes no version and no event', async () => {
      const id = await anInstructor();
      await change(id, { version: 1, approved: true });
      const before = await stored(id);
      expect((await change(id, { version: 2, approved: true, active: true, role: 'instructor' })).body.version).toBe(2);
      expect((await change(id, { version: 2 })).body.version).toBe(2);
      expect(await stored(id)).toEqual(before);
      expect((await told(id)).changed).toHaveLength(1);
    });

    test('of an old version is refused', async () => {
      const id = await anInstructor();
      await change(id, { version: 1, approved: true });
      expect(await change(id, { version: 1, approved: false })).toMatchObject({
        status: 409,
        body: { code: 'version.stale' },
      });
      expect(await stored(id)).toMatchObject({ approved: true, version: 2 });
    });

    test('many at once from one version: one is applied and told', async () => {
      const id = await anInstructor();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => change(id, { version: 1, approved: index % 2 === 0 })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
      expect((await told(id)).changed).toHaveLength(1);
      expect(await stored(id)).toMatchObject({ version: 2 });
    });

    test('a word about approval is said of instructors only', async () => {
      const { body } = await auth.register(email);
      expect(await change(body.id, { version: 1, approved: true })).toMatchObject({
        status: 409,
        body: { code: 'account.approval-not-needed' },
      });
    });

    test('whoever becomes an instructor waits for approval, unless it comes along; another role needs none', async () => {
      const { body } = await auth.register(email);
      const id = body.id;
      expect((await change(id, { version: 1, role: 'instructor' })).body.approval).toBe('pending');
      expect((await change(id, { version: 2, approved: false })).body.approval).toBe('declined');
      expect((await change(id, { version: 3, role: 'student' })).body.approval).toBe('not-needed');
      expect((await change(id, { version: 4, role: 'instructor', approved: true })).body.approval).toBe('approved');
      expect((await told(id)).approved).toEqual([{ aggregateId: id, version: 5 }]);
    });

    test.each([
      ['an unknown account', newId(), { version: 1, active: false }, 404],
      ['an unknown field', undefined, { version: 1, email: 'other@example.org' }, 400],
      ['a role that does not exist', undefined, { version: 1, role: 'owner' }, 400],
      ['an operator', undefined, { version: { $gt: 0 }, active: false }, 400],
      ['no version', undefined, { active: false }, 400],
    ])('with %s is refused', async (_case, id, body, status) => {
      const own = await anInstructor();
      expect((await change(id ?? own, body)).status).toBe(status);
      expect(await stored(own)).toMatchObject({ version: 1, email, active: true, role: 'instructor' });
    });
  });

  describe('sessions', () => {
    test.each([
      ['a closed account', 'student', { active: false }],
      ['another role', 'student', { role: 'instructor' }],
      ['approval that is taken back', 'instructor', { approved: false }],
    ])('end with %s, at the gateway too', async (_case, accountType, wanted) => {
      const id = (await auth.register(email, { accountType })).body.id;
      const version =
        accountType === 'instructor' ? (await change(id, { version: 1, approved: true })).body.version : 1;
      const [one, two] = [await auth.logIn(email), await auth.logIn(email)];
      expect((await change(id, { version, ...wanted })).status).toBe(200);

      expect(await auth.revoked()).toEqual(expect.arrayContaining([sessionOf(one.token), sessionOf(two.token)]));
      expect((await auth.refresh(one.cookie)).answer.status).toBe(401);
      expect(await stored(id)).not.toHaveProperty('sessionsToEnd');
    });

    test('go on with approval', async () => {
      const id = await anInstructor();
      const { cookie } = await auth.logIn(email);
      await change(id, { version: 1, approved: true });
      expect((await auth.refresh(cookie)).answer).toMatchObject({ status: 200, body: { account: { approved: true } } });
    });

    test('that a crash right after the change left open are ended by the sweeper', async () => {
      const { body } = await auth.register(email);
      const { token: lost } = await auth.logIn(email);
      const endAll = jest.spyOn(Sessions.prototype, 'endAll').mockRejectedValueOnce(new Error('gone'));
      expect((await change(body.id, { version: 1, role: 'instructor' })).status).toBe(500);
      endAll.mockRestore();
      expect(await auth.revoked()).not.toContain(sessionOf(lost));

      await auth.service.wiring.jobs?.find(({ name }) => name === 'sessions of changed accounts')?.run();
      expect(await auth.revoked()).toContain(sessionOf(lost));
      expect(await stored(body.id)).not.toHaveProperty('sessionsToEnd');
    });

    test('a closed account logs in no more, with the answer of a wrong password, until it is opened', async () => {
      const { body } = await auth.register(email);
      await change(body.id, { version: 1, active: false });
      const closed = (await auth.logIn(email)).answer;
      const wrong = (await auth.logIn(email, 'another password')).answer;
      const unknown = (await auth.logIn('nobody@example.org')).answer;
      for (const answer of [closed, wrong, unknown]) {
        expect(answer).toMatchObject({ status: 401, body: { code: 'login.failed' } });
        expect({ ...answer.body, traceId: '' }).toEqual({ ...wrong.body, traceId: '' });
      }
      await change(body.id, { version: 2, active: true });
      expect((await auth.logIn(email)).answer.status).toBe(200);
    });
  });

  describe('the last administrator', () => {
    /** Its own service, so that it knows how many there are. */
    const withAdministrators = async (...names: string[]) => {
      const service = await startAuthService({ 'seed-accounts': JSON.stringify(names.map(administrator)) });
      const people = await Promise.all(
        names.map(async (name) => {
          const { token: own, answer } = await service.logIn(
            `${name}@administrators.example`,
            PASSWORD_OF_ADMINISTRATORS,
          );
          return { token: own, id: answer.body.account.id as string };
        }),
      );
      const left = () =>
        accountModel(service.documents).countDocuments({
          role: 'administrator',
          active: true,
          deletedAt: { $exists: false },
        });
      const patch = (by: { token: string }, id: string, body: object) =>
        service.call('PATCH', `/auth/users/${id}`, { token: by.token, body: { version: 1, ...body } });
      const erase = (id: string) =>
        service.call('POST', `/internal/accounts/${id}/erase`, {
          body: { password: PASSWORD_OF_ADMINISTRATORS, erasureId: 'receipt' },
          callerApp: 'user-profile-service',
        });
      const guard = () => guardModel(service.documents);
      return { service, people, left, patch, erase, guard };
    };

    test.each([{ role: 'student' }, { active: false }])('stays: %j', async (wanted) => {
      const { service, people, left, patch } = await withAdministrators('only');
      const [only] = people;
      if (only === undefined) throw new Error('nobody there');
      expect(await patch(only, only.id, wanted)).toMatchObject({
        status: 409,
        body: { code: 'account.last-administrator' },
      });
      expect(await left()).toBe(1);
      expect((await service.logIn('only@administrators.example', PASSWORD_OF_ADMINISTRATORS)).answer.status).toBe(200);
      await service.stop();
    });

    test('stays where two take each other away at once, and where all do', async () => {
      for (const names of [
        ['a', 'b'],
        ['a', 'b', 'c', 'd', 'e'],
      ]) {
        const { service, people, left, patch, guard } = await withAdministrators(...names);
        const answers = await Promise.all(
          people.map((person, index) => {
            const victim = people[(index + 1) % people.length];
            return patch(person, victim?.id ?? '', index % 2 === 0 ? { role: 'student' } : { active: false });
          }),
        );
        const done = answers.filter(({ status }) => status === 200).length;
        expect(await left()).toBe(names.length - done);
        expect(await left()).toBeGreaterThanOrEqual(1);
        expect(done).toBeGreaterThanOrEqual(1);
        expect((await guard().findOne().lean())?.heldBy).toBeUndefined();
        await service.stop();
      }
    });

    test('stays where all delete themselves at once, and can be told so', async () => {
      const { service, people, left, erase } = await withAdministrators('a', 'b', 'c');
      const answers = await Promise.all(people.map(({ id }) => erase(id)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 204, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe('account.last-administrator');
      expect(await left()).toBe(1);
      await service.stop();
    });

    test('is kept also by a holder that was taken for dead: its late write finds the version stale', async () => {
      const { service, people, left, patch, guard } = await withAdministrators('a', 'b');
      const [a, b] = people;
      if (a === undefined || b === undefined) throw new Error('nobody there');
      const model = accountModel(service.documents);
      const updateOne = model.updateOne.bind(model);
      // The one who takes b away stops before its write; meanwhile a is taken away by somebody else.
      const late = jest.spyOn(model, 'updateOne').mockImplementationOnce(((...args: Parameters<typeof updateOne>) => ({
        // biome-ignore lint/suspicious/noThenProperty: stands in for a query, which is awaited
        then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
          service.clock.advance(6);
          patch(b, a.id, { role: 'student' })
            .then(() => updateOne(...args))
            .then(resolve, reject);
        },
      })) as never);
      const answer = await patch(a, b.id, { role: 'student' });
      late.mockRestore();
      expect(answer).toMatchObject({ status: 409, body: { code: 'version.stale' } });
      expect(await left()).toBe(1);
      expect((await guard().findOne().lean())?.heldBy).toBeUndefined();
      await service.stop();
    });

    test('a crash while one is taken away holds up the next one for a few seconds only', async () => {
      const { service, people, left, patch, guard } = await withAdministrators('a', 'b');
      const [a, b] = people;
      if (a === undefined || b === undefined) throw new Error('nobody there');
      const until = new Date(service.clock.now().getTime() + 5000);
      await guard().create({ _id: 'administrators', heldBy: newId(), accountId: b.id, until });
      service.clock.advance(6);
      expect((await patch(b, a.id, { role: 'student' })).status).toBe(200);
      expect(await left()).toBe(1);
      await service.stop();
    });
  });

  describe('the list', () => {
    const list = (query: string, by = token) => auth.call('GET', `/auth/users?${query}`, { token: by });
    const emails = async (query: string) =>
      ((await list(query)).body.items as { email: string }[]).map((account) => account.email);

    test('shows accounts newest first, page by page, each once', async () => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body, status } = await list(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
        expect(status).toBe(200);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor ?? '';
      } while (cursor !== '');
      const all = await accountModel(auth.documents)
        .find({ deletedAt: { $exists: false } }, { _id: 1 })
        .lean();
      expect(seen.toSorted()).toEqual(all.map(({ _id }) => _id).toSorted());
      expect(seen).toContain(adminId);
    });

    test('shows nothing that is nobody’s business', async () => {
      const { body } = await list('limit=100');
      for (const account of body.items)
        expect(Object.keys(account).toSorted()).toEqual([
          'active',
          'approval',
          'email',
          'firstName',
          'id',
          'lastName',
          'registeredAt',
          'role',
          'version',
        ]);
    });

    test('finds by the beginning of an address or of a name, in any spelling', async () => {
      await auth.register('Zuleika.First@example.org', { firstName: 'Zuleika', lastName: 'Óbrian Smith' });
      for (const q of ['zuleika.f', 'ZULEIKA', 'óbrian', 'zuleika  óbri', 'Óbrian Sm'])
        expect(await emails(`q=${encodeURIComponent(q)}`)).toEqual(['Zuleika.First@example.org']);
      for (const q of ['smith', 'first@example', '.uleika', 'z.*', '^zul', '(', '[a-z]+', 'zuleika$', '\\'])
        expect(await emails(`q=${encodeURIComponent(q)}`)).toEqual([]);
    });

    test('picks by role, approval and whether it is open, also together', async () => {
      const id = await anInstructor();
      expect(await emails('limit=100&approval=pending')).toContain(email);
      expect(await emails('limit=100&role=instructor&approval=pending&active=true')).toContain(email);
      expect(await emails('limit=100&role=student&approval=pending')).toEqual([]);
      await change(id, { version: 1, approved: false });
      expect(await emails('limit=100&approval=declined')).toContain(email);
      expect(await emails('limit=100&approval=pending')).not.toContain(email);
      await change(id, { version: 2, active: false });
      expect(await emails('limit=100&active=false')).toContain(email);
      expect(await emails('limit=100&active=true')).not.toContain(email);
      expect((await emails('limit=100&role=administrator')).length).toBe(2);
      expect((await emails('limit=100&approval=not-needed')).length).toBeGreaterThan(1);
    });

    test.each(['role=owner', 'active=yes', 'q=', 'q[$gt]=', 'limit=0', 'cursor=x', 'unknown=1'])(
      'refuses %s',
      async (query) => {
        expect((await list(query)).status).toBe(400);
      },
    );
  });

  describe('others', () => {
    test.each(['student', 'instructor'])('%ss see and change nothing', async (accountType) => {
      const { body } = await auth.register(email, { accountType });
      const own = (await auth.logIn(email)).token;
      expect((await auth.call('GET', '/auth/users', { token: own })).status).toBe(403);
      expect((await change(body.id, { version: 1, role: 'administrator' }, own)).status).toBe(403);
      expect((await auth.call('PATCH', `/auth/users/${body.id}`, { body: { version: 1, active: false } })).status).toBe(
        401,
      );
      expect(await stored(body.id)).toMatchObject({ role: accountType, version: 1 });
    });

    test('an administrator who no longer is one changes nothing, though the token says otherwise', async () => {
      const { body } = await auth.register(email);
      await change(body.id, { version: 1, role: 'administrator' });
      const former = (await auth.logIn(email)).token;
      expect((await change(body.id, { version: 2, role: 'student' }, former)).status).toBe(200);
      expect(await change(adminId, { version: 1, role: 'student' }, former)).toMatchObject({
        status: 403,
        body: { code: 'access.denied' },
      });
      expect((await auth.call('GET', '/auth/users', { token: former })).status).toBe(403);
    });
  });
});
