import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  accountDeleted,
  accountPasswordChanged,
  accountRegistered,
  contactReceived,
  notificationAccountErased,
  orderPaid,
  otpRequested,
} from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { startNotificationService } from './notification-test-service.ts';

describe('an account that was deleted', () => {
  let notification: Awaited<ReturnType<typeof startNotificationService>>;
  let accountId: string;
  let email: string;
  beforeAll(async () => {
    notification = await startNotificationService();
  });
  afterAll(() => notification.stop());
  beforeEach(() => {
    ({ accountId, email } = notification.somebody());
  });

  const deliver: typeof notification.service.deliver = (...args) => notification.service.deliver(...args);
  const registered = () => ({ ...notification.events.accountRegistered(email), aggregateId: accountId });
  const told = async () => {
    await notification.service.relay();
    return notification.service.sidecar
      .publishedOf(notificationAccountErased)
      .filter(({ aggregateId }) => aggregateId === accountId);
  };
  const remove = (deletion = notification.events.accountDeleted(accountId, email)) => {
    notification.people.delete(accountId);
    return deliver(accountDeleted, deletion, deletion.aggregateId);
  };
  const write = async () => {
    const body = { firstName: 'Asha', email: email.toUpperCase(), message: `A word from ${accountId}.` };
    const headers = { 'x-studynotion-client-address': accountId };
    expect((await notification.service.call('POST', '/contact', { body, headers })).status).toBe(202);
    await notification.service.relay();
    const event = notification.service.sidecar.publishedOf(contactReceived).at(-1);
    return event === undefined ? 0 : deliver(contactReceived, event);
  };

  test('gets its last mail with the way to the receipt; then nothing here tells who it was', async () => {
    await deliver(accountRegistered, registered());
    await deliver(otpRequested, notification.events.otpRequested(email));
    notification.server.fail('accept-and-drop');
    await deliver(accountPasswordChanged, {
      ...notification.events.accountPasswordChanged(email),
      aggregateId: accountId,
    });
    notification.server.fail(550);
    await deliver(orderPaid, notification.events.orderPaid(accountId));
    expect(await write()).toBe(200);
    expect(await notification.everythingStored()).toContain(email);

    expect(await remove()).toBe(200);
    const last = notification.server.sentTo(email).at(-1)?.parsed;
    expect(last?.subject).toBe('Your StudyNotion account was deleted');
    expect(last?.text).toContain(`https://site.example/erasures/${'r'.repeat(43)}`);
    const left = await notification.everythingStored();
    for (const personal of [email, email.toUpperCase(), 'Asha', `from ${accountId}`, 'Calm'])
      expect(left).not.toContain(personal);
    expect(await told()).toMatchObject([{ aggregateId: accountId, version: 1 }]);
  });

  test('is erased once, however often and in parallel it is told, with one last mail', async () => {
    await deliver(accountRegistered, registered());
    const deletion = notification.events.accountDeleted(accountId, email);
    const statuses = await Promise.all(Array.from({ length: 6 }, () => remove(deletion)));
    for (const status of statuses) expect([200, 500]).toContain(status);
    expect(await remove(deletion)).toBe(200);
    expect(notification.server.sentTo(email).map(({ parsed }) => parsed.subject)).toEqual([
      'Welcome to StudyNotion',
      'Your StudyNotion account was deleted',
    ]);
    expect(await told()).toHaveLength(1);
  });

  test('waits for its last mail while the mail server is in trouble', async () => {
    const deletion = notification.events.accountDeleted(accountId, email);
    notification.server.fail(450);
    expect(await remove(deletion)).toBe(500);
    expect(await told()).toEqual([]);
    expect(await remove(deletion)).toBe(200);
    expect(await told()).toHaveLength(1);
    expect(await notification.everythingStored()).not.toContain(email);
  });

  test('is erased also where its address is refused', async () => {
    notification.server.fail(550);
    expect(await remove()).toBe(200);
    expect(await told()).toHaveLength(1);
    expect(await notification.everythingStored()).not.toContain(email);
  });

  test('gets no mail that comes late, and leaves no new trace by it', async () => {
    const eventId = newId();
    notification.server.fail(450);
    expect(await deliver(accountRegistered, registered(), eventId)).toBe(500);
    expect(await remove()).toBe(200);
    const sent = notification.server.sentTo(email).length;
    expect(await deliver(accountRegistered, registered(), eventId)).toBe(200);
    expect(await deliver(accountRegistered, registered(), newId())).toBe(200);
    expect(await deliver(orderPaid, notification.events.orderPaid(accountId))).toBe(200);
    expect(notification.server.sentTo(email)).toHaveLength(sent);
    expect(await notification.everythingStored()).not.toContain(email);
  });

  test('whose mail is just being sent leaves no trace by it', async () => {
    const held = notification.server.hold();
    const slow = deliver(accountRegistered, registered());
    const letGo = await held;
    expect(await remove()).toBe(200);
    letGo();
    expect([200, 500]).toContain(await slow);
    expect(await notification.everythingStored()).not.toContain(email);
  });

  test('does not take along whoever has the address after it', async () => {
    const deletion = notification.events.accountDeleted(accountId, email);
    expect(await remove(deletion)).toBe(200);
    notification.service.clock.advance(60);
    const successor = notification.somebody();
    const eventId = newId();
    const welcome = { ...notification.events.accountRegistered(email), aggregateId: successor.accountId };
    expect(await deliver(accountRegistered, welcome, eventId)).toBe(200);
    expect(await remove(deletion)).toBe(200);
    expect(await notification.logged(`welcome:${eventId}`)).toMatchObject({ to: email, state: 'sent' });
  });

  test('may write to us again at once: what was counted for its address is forgotten', async () => {
    for (let count = 1; count <= 3; count += 1) {
      const body = { firstName: 'Asha', email, message: `number ${count}` };
      await notification.service.call('POST', '/contact', {
        body,
        headers: { 'x-studynotion-client-address': accountId },
      });
    }
    const body = { firstName: 'Asha', email, message: 'number 4' };
    const headers = { 'x-studynotion-client-address': newId() };
    expect((await notification.service.call('POST', '/contact', { body, headers })).status).toBe(429);
    await remove();
    expect((await notification.service.call('POST', '/contact', { body, headers })).status).toBe(202);
  });
});
