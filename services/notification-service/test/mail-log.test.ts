import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accountRegistered, mailRepeatRequested, orderRefunded, otpRequested } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { startNotificationService } from './notification-test-service.ts';

describe('the mail log', () => {
  let notification: Awaited<ReturnType<typeof startNotificationService>>;
  let accountId: string;
  let email: string;
  let eventId: string;
  let token: string;
  beforeAll(async () => {
    notification = await startNotificationService();
  });
  afterAll(() => notification.stop());
  beforeEach(() => {
    ({ accountId, email } = notification.somebody());
    eventId = newId();
    token = notification.administrator();
  });

  const welcome = () => {
    const data = { ...notification.events.accountRegistered(email), aggregateId: accountId };
    return notification.service.deliver(accountRegistered, data, eventId);
  };
  const list = (query = '') => notification.service.call('GET', `/mails?${query}`, { token });
  const repeat = (id: string, by = token) =>
    notification.service.call('POST', `/mails/${encodeURIComponent(id)}/repeat`, { token: by });
  /** Brings requests to repeat back to the service, as the broker does. */
  const arrive = async () => {
    await notification.service.relay();
    for (const { mailId } of notification.service.sidecar.publishedOf(mailRepeatRequested))
      expect(await notification.service.deliver(mailRepeatRequested, { mailId })).toBe(200);
  };

  describe('for administrators', () => {
    test('shows what became of a mail, and nothing of what it said', async () => {
      await welcome();
      const { status, body } = await list(`to=${encodeURIComponent(email.toUpperCase())}`);
      expect(status).toBe(200);
      expect(body.items).toEqual([
        {
          id: `welcome:${eventId}`,
          template: 'welcome',
          to: email,
          state: 'sent',
          attempts: 1,
          createdAt: expect.any(String),
          sentAt: expect.any(String),
          repeatable: false,
        },
      ]);
    });

    test('goes newest first, page by page, each entry once, by state', async () => {
      for (let count = 1; count <= 5; count += 1) {
        notification.server.fail(550);
        eventId = newId();
        await welcome();
      }
      const seen: { id: string; state: string; createdAt: string }[] = [];
      let query = `limit=2&state=suppressed&to=${email}`;
      for (;;) {
        const { body } = await list(query);
        seen.push(...body.items);
        if (body.nextCursor === undefined) break;
        query = `limit=2&state=suppressed&to=${email}&cursor=${body.nextCursor}`;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
      expect(seen).toHaveLength(5);
      expect(seen.map(({ createdAt }) => createdAt)).toEqual(
        seen
          .map(({ createdAt }) => createdAt)
          .toSorted()
          .reverse(),
      );
      expect((await list(`state=sent&to=${email}`)).body.items).toEqual([]);
    });

    test.each(['state=lost', 'to=nobody', 'to[$gt]=', 'limit=1000', 'unknown=1'])('refuses %s', async (query) => {
      expect((await list(query)).status).toBe(400);
    });

    test.each(['student', 'instructor'] as const)('is closed to a %s', async (role) => {
      const own = notification.service.tokens.tokenOf(accountId, { role });
      notification.server.fail(550);
      await welcome();
      expect((await notification.service.call('GET', '/mails', { token: own })).status).toBe(403);
      expect((await repeat(`welcome:${eventId}`, own)).status).toBe(403);
      expect((await notification.service.call('GET', '/mails')).status).toBe(401);
      expect(await notification.logged(`welcome:${eventId}`)).toMatchObject({ state: 'suppressed' });
    });
  });

  describe('a repetition', () => {
    test('sends a refused mail, once, to the address of today', async () => {
      notification.server.fail(550);
      await welcome();
      notification.people.set(accountId, `new.${email}`);
      const answers = await Promise.all(Array.from({ length: 5 }, () => repeat(`welcome:${eventId}`)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 202)?.body).toMatchObject({ state: 'failed', repeatable: false });
      const request = { mailId: `welcome:${eventId}` };
      const statuses = await Promise.all(
        Array.from({ length: 4 }, () => notification.service.deliver(mailRepeatRequested, request)),
      );
      for (const status of statuses) expect([200, 500]).toContain(status);
      await arrive();
      expect(notification.server.sentTo(`new.${email}`)).toHaveLength(1);
      expect(notification.server.sentTo(`new.${email}`)[0]?.parsed.text).toContain('Hi Asha,');
      expect(await notification.logged(`welcome:${eventId}`)).toMatchObject({ state: 'sent', to: `new.${email}` });
    });

    test('sends one whose fate is unknown, under the same Message-ID', async () => {
      notification.server.fail('accept-and-drop');
      await notification.service.deliver(orderRefunded, notification.events.orderRefunded(accountId), eventId);
      const id = `refund:${eventId}`;
      expect(await notification.logged(id)).toMatchObject({ state: 'unknown' });
      expect((await list(`to=${email}`)).body.items[0]).toMatchObject({ state: 'unknown', repeatable: true });
      expect((await repeat(id)).status).toBe(202);
      await arrive();
      const ids = notification.server.sentTo(email).map(({ parsed }) => parsed.messageId);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      expect(await notification.logged(id)).toMatchObject({ state: 'sent' });
      expect(await repeat(id)).toMatchObject({ status: 409, body: { code: 'mail.not-repeatable' } });
    });

    test('that ends as unknown again is left alone until somebody asks again', async () => {
      notification.server.fail('accept-and-drop');
      await notification.service.deliver(orderRefunded, notification.events.orderRefunded(accountId), eventId);
      const id = `refund:${eventId}`;
      await repeat(id);
      notification.server.fail('accept-and-drop');
      await arrive();
      await arrive();
      expect(notification.server.sentTo(email)).toHaveLength(2);
      expect(await notification.logged(id)).toMatchObject({ state: 'unknown' });
    });

    test('of a code is refused: nothing of it was kept', async () => {
      notification.server.fail(550);
      await notification.service.deliver(otpRequested, notification.events.otpRequested(email), eventId);
      expect(await repeat(`otp:${eventId}`)).toMatchObject({ status: 409, body: { code: 'mail.not-repeatable' } });
      expect((await list(`to=${email}`)).body.items[0]).toMatchObject({ state: 'suppressed', repeatable: false });
      expect(await notification.logged(`otp:${eventId}`)).not.toHaveProperty('values');
    });

    test.each([
      ['welcome:65f0c0ffee0000000000beef', 404, 'mail.not-found'],
      ['nothing', 400, 'request.invalid'],
      ['welcome:a b', 400, 'request.invalid'],
    ])('of %s answers %i', async (id, status, code) => {
      expect(await repeat(id)).toMatchObject({ status, body: { code } });
    });
  });
});
