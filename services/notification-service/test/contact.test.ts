import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { contactReceived } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { CONTACT_MAILBOX, startNotificationService } from './notification-test-service.ts';

describe('messages from the contact page', () => {
  let notification: Awaited<ReturnType<typeof startNotificationService>>;
  let email: string;
  let clients = 0;
  beforeAll(async () => {
    notification = await startNotificationService();
  });
  afterAll(() => notification.stop());
  beforeEach(() => {
    notification.service.sidecar.mend();
    email = `${newId()}@example.org`;
  });

  const from = () => {
    clients += 1;
    return { 'x-studynotion-client-address': `198.51.100.${clients}` };
  };
  const message = (fields: object = {}) => ({ firstName: 'Asha', email, message: 'When does it begin?', ...fields });
  const write = (fields: object = {}, headers = from()) =>
    notification.service.call('POST', '/contact', { body: message(fields), headers });
  /** Brings what the outbox holds back to the service, as the broker does. */
  const arrive = async () => {
    await notification.service.relay();
    const events = notification.service.sidecar.published.filter(({ event }) => event.type === contactReceived.type);
    const statuses: number[] = [];
    for (const { data, id } of events)
      statuses.push(await notification.service.deliver(contactReceived, data as never, id));
    return statuses;
  };
  const toOwner = () =>
    notification.server.sentTo(CONTACT_MAILBOX).filter(({ parsed }) => parsed.replyTo?.value[0]?.address === email);
  const toSender = () => notification.server.sentTo(email);

  test('go to the owner, with answers to the sender, who gets a confirmation', async () => {
    expect(await write({ lastName: 'Rao', phone: '+91 98765 43210', message: 'Hello,\n\nwhen?' })).toMatchObject({
      status: 202,
      body: { received: true },
    });
    await arrive();
    const [mail] = toOwner();
    expect(toOwner()).toHaveLength(1);
    expect(mail?.from).toBe('no-reply@site.example');
    expect(mail?.parsed.from?.value).toEqual([{ name: 'StudyNotion', address: 'no-reply@site.example' }]);
    expect(mail?.parsed.replyTo?.value).toEqual([{ name: '', address: email }]);
    for (const shown of ['Asha Rao', email, '+91 98765 43210', 'Hello,\n\nwhen?'])
      expect(mail?.parsed.text).toContain(shown);

    expect(toSender()).toHaveLength(1);
    expect(toSender()[0]?.parsed.subject).toBe('We got your message');
    expect(toSender()[0]?.parsed.replyTo).toBeUndefined();
  });

  test('make one mail each, whatever is sent or told twice and at once', async () => {
    const headers = from();
    const answers = await Promise.all(Array.from({ length: 3 }, () => write({}, headers)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await Promise.all([arrive(), arrive(), arrive()]);
    await arrive();
    expect([toOwner().length, toSender().length]).toEqual([1, 1]);
  });

  test('another message, and the same one on another day, make mails of their own', async () => {
    await write();
    await write({ message: 'And when does it end?' });
    notification.service.clock.advance(24 * 3600 + 1);
    await write();
    await arrive();
    expect([toOwner().length, toSender().length]).toEqual([3, 3]);
  });

  test('are kept until the mail server is back; neither mail waits for the other', async () => {
    await write();
    notification.server.fail(450);
    expect(await arrive()).toContain(500);
    expect(toOwner().length + toSender().length).toBe(1);
    await arrive();
    expect([toOwner().length, toSender().length]).toEqual([1, 1]);
  });

  test('without the broker are taken all the same and go out once it is back', async () => {
    notification.service.sidecar.break('publish');
    expect((await write()).status).toBe(202);
    notification.service.sidecar.mend();
    await arrive();
    expect([toOwner().length, toSender().length]).toEqual([1, 1]);
  });

  test('are refused from one client after ten in an hour', async () => {
    const headers = from();
    for (let count = 1; count <= 10; count += 1)
      expect((await write({ email: `${newId()}@example.org` }, headers)).status).toBe(202);
    expect(await write({ email: `${newId()}@example.org` }, headers)).toMatchObject({
      status: 429,
      body: { code: 'rate.limited' },
    });
    notification.service.clock.advance(3601);
    expect((await write({}, headers)).status).toBe(202);
  });

  test('fill nobody’s inbox with confirmations, from however many places', async () => {
    for (let count = 1; count <= 3; count += 1) expect((await write({ message: `number ${count}` })).status).toBe(202);
    expect((await write({ message: 'number 4', email: email.toUpperCase() })).status).toBe(429);
  });

  test('are not taken where they cannot be counted', async () => {
    notification.service.sidecar.break('state');
    expect(await write()).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    expect(await notification.everythingStored()).not.toContain(email);
  });

  test('leave no address in the state store', async () => {
    await write({}, { 'x-studynotion-client-address': '203.0.113.77' });
    for (const address of [email, '203.0.113.77'])
      expect(notification.service.sidecar.stateContains(address)).toBe(false);
  });

  test.each([
    ['a line break in the address', { email: 'a@example.org\r\nBcc: b@example.org' }],
    ['two addresses', { email: 'a@example.org, b@example.org' }],
    ['an address with a name', { email: 'A <a@example.org>' }],
    ['a line break in the name', { firstName: 'Asha\r\nBcc: b@example.org' }],
    ['a control character in the message', { message: 'a\u0000b' }],
    ['no message', { message: '  ' }],
    ['too long a message', { message: 'x'.repeat(2001) }],
    ['an operator', { message: { $gt: '' } }],
    ['a recipient', { to: 'somebody@example.org' }],
    ['no telephone number', { phone: 'call me' }],
  ])('are refused with %s', async (_case, fields) => {
    const before = notification.server.mails.length;
    expect((await write(fields)).status).toBe(400);
    expect(notification.server.mails).toHaveLength(before);
  });

  test('begin no other header, whatever a name holds', async () => {
    expect(
      (await write({ firstName: 'Asha\u2028Bcc: b@example.org', lastName: '\u0085Bcc: c@example.org' })).status,
    ).toBe(202);
    await arrive();
    const [mail] = toOwner();
    expect(mail?.to).toEqual([CONTACT_MAILBOX]);
    expect(mail?.parsed.bcc).toBeUndefined();
    expect(mail?.parsed.subject).toBe('A message from the contact page');
  });
});
