import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  accountApproved,
  accountDeclined,
  orderAttemptFailed,
  orderPaid,
  orderRefunded,
  reviewPublished,
} from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { startNotificationService } from './notification-test-service.ts';

describe('mails to those who are known by their account', () => {
  let notification: Awaited<ReturnType<typeof startNotificationService>>;
  let accountId: string;
  let email: string;
  beforeAll(async () => {
    notification = await startNotificationService();
  });
  afterAll(() => notification.stop());
  beforeEach(() => {
    notification.service.sidecar.mend();
    ({ accountId, email } = notification.somebody());
  });

  const deliver: typeof notification.service.deliver = (...args) => notification.service.deliver(...args);
  const subjects = () => notification.server.sentTo(email).map(({ parsed }) => parsed.subject);
  const onlyMail = () => {
    expect(subjects()).toHaveLength(1);
    return notification.server.sentTo(email)[0]?.parsed;
  };

  test('a receipt for a paid order says what it cost and that the courses are open', async () => {
    const paid = notification.events.orderPaid(accountId);
    expect(await deliver(orderPaid, paid)).toBe(200);
    const mail = onlyMail();
    expect(mail?.subject).toBe('Your StudyNotion receipt');
    for (const shown of ['Hi Asha,', 'Calm <code>', '₹499.00', '5 March 2026 at 14:03 UTC', paid.aggregateId])
      expect(mail?.text).toContain(shown);
    expect(mail?.text).toContain('https://site.example/dashboard/courses');
    expect(mail?.html).toContain('Calm &lt;code&gt;');
    expect(await notification.logged(`receipt:${paid.aggregateId}`)).toMatchObject({
      state: 'sent',
      to: email,
      accountId,
    });
    expect(await notification.logged(`receipt:${paid.aggregateId}`)).not.toHaveProperty('values');
  });

  test('a free order makes the word that its courses are open, and no receipt', async () => {
    const paid = notification.events.orderPaid(accountId, 0);
    expect(await deliver(orderPaid, paid)).toBe(200);
    expect(subjects()).toEqual(['You are enrolled']);
    expect(onlyMail()?.text).toContain('Calm <code>');
  });

  test('an order makes one mail, whatever is told twice and at once, under whatever event ids', async () => {
    const paid = notification.events.orderPaid(accountId);
    const statuses = await Promise.all(Array.from({ length: 8 }, () => deliver(orderPaid, paid)));
    for (const status of statuses) expect([200, 500]).toContain(status);
    expect(await deliver(orderPaid, { ...paid, version: 4 })).toBe(200);
    expect(subjects()).toHaveLength(1);
  });

  test('failed payments of one order make one mail, with the reason, and none once it is paid', async () => {
    const failed = notification.events.orderAttemptFailed(accountId);
    await deliver(orderAttemptFailed, failed);
    await deliver(orderAttemptFailed, { ...failed, version: 3 });
    expect(onlyMail()?.text).toContain('Your bank declined it.');

    const paid = notification.events.orderPaid(accountId);
    await deliver(orderPaid, paid);
    await deliver(orderAttemptFailed, { ...failed, aggregateId: paid.aggregateId });
    expect(subjects()).toEqual(['Your payment did not go through', 'Your StudyNotion receipt']);
  });

  test('a refund tells how much and why', async () => {
    expect(await deliver(orderRefunded, notification.events.orderRefunded(accountId))).toBe(200);
    const mail = onlyMail();
    expect(mail?.text).toContain('₹1,23,456.00');
    expect(mail?.text).toContain('paid for or yours already');
  });

  test.each([
    ['approved', accountApproved, 'You can publish courses now'],
    ['declined', accountDeclined, 'About your instructor account'],
  ] as const)('an instructor hears that he was %s', async (_case, event, subject) => {
    expect(await deliver(event, { aggregateId: accountId, version: 2 })).toBe(200);
    expect(subjects()).toEqual([subject]);
  });

  test('an instructor hears of a review; its words stay text', async () => {
    const review = {
      aggregateId: newId(),
      version: 1,
      courseId: newId(),
      courseTitle: 'Calm <b>code</b>',
      instructorId: accountId,
      rating: 4,
      text: '<img src=x onerror=alert(1)>\nGood.',
    };
    expect(await deliver(reviewPublished, review)).toBe(200);
    const mail = onlyMail();
    expect(mail?.text).toContain('4 of 5 stars');
    expect(mail?.text).toContain('<img src=x onerror=alert(1)>\nGood.');
    expect(mail?.html).not.toContain('<img src');
    expect(mail?.html).not.toContain('<b>code');
  });

  test('the address is that of the moment in which the mail goes out', async () => {
    notification.server.fail(450);
    const paid = notification.events.orderPaid(accountId);
    expect(await deliver(orderPaid, paid)).toBe(500);
    notification.people.set(accountId, `new.${email}`);
    expect(await deliver(orderPaid, paid)).toBe(200);
    expect(notification.server.sentTo(email)).toHaveLength(0);
    expect(notification.server.sentTo(`new.${email}`)).toHaveLength(1);
    expect(await notification.logged(`receipt:${paid.aggregateId}`)).toMatchObject({ to: `new.${email}`, attempts: 2 });
  });

  test('an account that is gone gets none, and the log says so', async () => {
    const paid = notification.events.orderPaid(newId());
    expect([await deliver(orderPaid, paid), await deliver(orderPaid, paid)]).toEqual([200, 200]);
    const entry = await notification.logged(`receipt:${paid.aggregateId}`);
    expect(entry).toMatchObject({ state: 'suppressed', lastError: 'the account is gone', attempts: 0 });
    expect(entry).not.toHaveProperty('to');
  });

  test('while nobody can tell the address, the mail waits', async () => {
    const paid = notification.events.orderPaid(accountId);
    notification.service.sidecar.break('invoke');
    expect(await deliver(orderPaid, paid)).toBe(500);
    notification.service.sidecar.mend();
    expect(await deliver(orderPaid, paid)).toBe(200);
    expect(subjects()).toHaveLength(1);
  });

  test.each([
    ['a receipt is sent again', 2, 'sent'],
    ['a refund is left alone', 1, 'unknown'],
  ] as const)('where the server may have it, %s', async (which, mails, state) => {
    notification.server.fail('accept-and-drop');
    const eventId = newId();
    const paid = notification.events.orderPaid(accountId);
    const refunded = notification.events.orderRefunded(accountId);
    const isReceipt = which.startsWith('a receipt');
    const again = () => (isReceipt ? deliver(orderPaid, paid, eventId) : deliver(orderRefunded, refunded, eventId));
    await again();
    expect(await again()).toBe(200);
    expect(notification.server.sentTo(email)).toHaveLength(mails);
    const id = isReceipt ? `receipt:${paid.aggregateId}` : `refund:${eventId}`;
    expect(await notification.logged(id)).toMatchObject({ state });
  });
});
