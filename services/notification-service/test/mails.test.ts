import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  accountPasswordChanged,
  accountRegistered,
  otpRequested,
  passwordResetRequested,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { CLAIM_SECONDS, configure, newId, seal } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { notificationService } from '../src/app.ts';
import { Settings } from '../src/config.ts';
import { code, hashKey, mailEvents, sealKey, token } from './mail-events.ts';
import { MailServer } from './mail-server.ts';

describe('mails', () => {
  const server = new MailServer();
  let service: TestService;
  let address: string;
  let eventId: string;
  let events: ReturnType<typeof mailEvents>;

  beforeAll(async () => {
    await server.start();
    service = await startWith(server.url);
    events = mailEvents(service.clock);
  });
  afterAll(async () => {
    await service.stop();
    await server.stop();
  });
  beforeEach(() => {
    eventId = newId();
    address = `${eventId}@example.org`;
  });

  const startWith = (smtpUrl: string) =>
    startTestService(
      notificationService,
      configure('notification-service', Settings, {
        PUBLIC_ORIGIN: 'https://site.example',
        MAIL_FROM: 'StudyNotion <no-reply@site.example>',
      }),
      { secrets: { 'smtp-url': smtpUrl, 'mail-seal-key': sealKey, 'address-hash-key': hashKey } },
    );
  const welcome = () => service.deliver(accountRegistered, events.accountRegistered(address), eventId);
  const otp = () => service.deliver(otpRequested, events.otpRequested(address), eventId);
  const logged = (template: string) =>
    service.database.collection<{ _id: string }>('mails').findOne({ _id: `${template}:${eventId}` });
  const onlyMail = () => {
    const mails = server.sentTo(address);
    expect(mails).toHaveLength(1);
    return mails[0]?.parsed;
  };

  describe('what goes out', () => {
    test('a code for the sign-up', async () => {
      expect(await otp()).toBe(200);
      const mail = onlyMail();

      expect(mail?.subject).toBe('Your StudyNotion sign-up code');
      expect(mail?.text).toContain(code);
      expect(mail?.html).toContain(`>${code}<`);
      expect(mail?.from?.value).toEqual([{ name: 'StudyNotion', address: 'no-reply@site.example' }]);
      expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
      expect(await logged('otp')).toMatchObject({
        template: 'otp',
        to: address,
        state: 'sent',
        attempts: 1,
        messageId: mail?.messageId,
        response: expect.stringMatching(/^250/),
        sentAt: expect.any(Date),
      });
    });

    test('a link to set a new password', async () => {
      expect(await service.deliver(passwordResetRequested, events.passwordResetRequested(address), eventId)).toBe(200);
      expect(onlyMail()?.text).toContain(`https://site.example/reset-password#token=${token}`);
      expect(onlyMail()?.text).toContain('Hi Asha,');
    });

    test('a welcome', async () => {
      expect(await welcome()).toBe(200);
      expect(onlyMail()).toMatchObject({
        subject: 'Welcome to StudyNotion',
        text: expect.stringContaining('Hi Asha,'),
      });
    });

    test('a note that the password was changed, and when', async () => {
      const changed = events.accountPasswordChanged(address);
      expect(await service.deliver(accountPasswordChanged, changed, eventId)).toBe(200);
      expect(onlyMail()?.text).toContain('5 March 2026 at 14:03 UTC');
    });

    test('a name stays text in the HTML that arrives', async () => {
      const data = { ...events.accountRegistered(address), firstName: '<b>Asha</b>' };
      expect(await service.deliver(accountRegistered, data, eventId)).toBe(200);
      expect(onlyMail()?.html).toContain('&lt;b&gt;Asha');
      expect(onlyMail()?.html).not.toContain('<b>');
    });
  });

  describe('one event makes one mail', () => {
    test('however often it is delivered', async () => {
      expect([await welcome(), await welcome(), await welcome()]).toEqual([200, 200, 200]);
      expect(server.sentTo(address)).toHaveLength(1);
      expect(await logged('welcome')).toMatchObject({ state: 'sent', attempts: 1 });
    });

    test('of ten deliveries at once; those that cannot know how it ends come again', async () => {
      const first = await Promise.all(Array.from({ length: 10 }, welcome));
      expect(first).toContain(200);
      expect(first.every((status) => status === 200 || status === 500)).toBe(true);
      const again = await Promise.all(Array.from({ length: 10 }, welcome));
      expect(again).toEqual(Array.from({ length: 10 }, () => 200));
      expect(server.sentTo(address)).toHaveLength(1);
    });

    test('also where a slow attempt lost its claim to another one: it ends before the content', async () => {
      const held = server.hold();
      const slow = welcome();
      const letGo = await held;
      service.clock.advance(CLAIM_SECONDS + 1);
      expect(await welcome()).toBe(200);
      letGo();

      expect(await slow).toBe(500);
      expect(await welcome()).toBe(200);
      expect(server.sentTo(address)).toHaveLength(1);
      expect(await logged('welcome')).toMatchObject({ state: 'sent', attempts: 2 });
    });

    test('of a sending that takes longer than a claim: it keeps it, and others come again', async () => {
      const { database, clock, deliver, stop } = await startWith(server.patientUrl);
      const welcomed = () => deliver(accountRegistered, mailEvents(clock).accountRegistered(address), eventId);
      const lockedUntil = async (): Promise<Date> =>
        (await database.collection('mails').findOne({ template: 'welcome' }))?.lockedUntil;
      const held = server.hold();
      const slow = welcomed();
      const letGo = await held;
      const end = await lockedUntil();
      clock.advance(CLAIM_SECONDS / 2);
      await waitUntil('a renewal', async () => (await lockedUntil()) > end);
      clock.advance(CLAIM_SECONDS - 3);
      expect(await welcomed()).toBe(500);
      letGo();

      expect([await slow, await welcomed()]).toEqual([200, 200]);
      expect(server.sentTo(address)).toHaveLength(1);
      await stop();
    });

    test('and two events for one address make two', async () => {
      await otp();
      eventId = newId();
      await otp();
      const ids = server.sentTo(address).map(({ parsed }) => parsed.messageId);
      expect(new Set(ids).size).toBe(2);
    });
  });

  describe('a mail server in trouble', () => {
    test.each([
      ['450 at the recipient', 450 as const],
      ['451 after the content', 'refuse-content' as const],
    ])('%s: the delivery comes again and the mail goes out once', async (_case, fault) => {
      server.fail(fault);
      expect(await welcome()).toBe(500);
      expect(server.sentTo(address)).toHaveLength(0);
      expect(await logged('welcome')).toMatchObject({ state: 'failed', attempts: 1, lastError: expect.any(String) });

      expect(await welcome()).toBe(200);
      expect(await welcome()).toBe(200);
      expect(server.sentTo(address)).toHaveLength(1);
      expect(await logged('welcome')).toMatchObject({ state: 'sent', attempts: 2 });
    });

    test('a connection that ends before the content: another one takes the mail, once', async () => {
      server.fail('drop-before-content');
      let status = await welcome();
      while (status !== 200) status = await welcome();
      expect(server.sentTo(address)).toHaveLength(1);
      expect(await logged('welcome')).toMatchObject({ state: 'sent' });
    });

    test('nobody listens: the mail waits until the server is back', async () => {
      const { port } = server;
      await server.stop();
      expect(await welcome()).toBe(500);
      expect(await logged('welcome')).toMatchObject({ state: 'failed', attempts: 1, lastError: expect.any(String) });

      await server.start(port);
      expect([await welcome(), await welcome()]).toEqual([200, 200]);
      expect(server.sentTo(address)).toHaveLength(1);
      expect(await logged('welcome')).toMatchObject({ state: 'sent', attempts: 2 });
    });

    test('550: the mail is suppressed, visible, and not tried again', async () => {
      server.fail(550);
      expect([await welcome(), await welcome()]).toEqual([200, 200]);
      expect(server.sentTo(address)).toHaveLength(0);
      expect(await logged('welcome')).toMatchObject({
        state: 'suppressed',
        attempts: 1,
        lastError: expect.stringContaining('550'),
        response: expect.stringContaining('550'),
      });
    });

    test.each(['accept-silently' as const, 'accept-and-drop' as const])(
      '%s: a welcome is not risked twice and shows as unknown',
      async (fault) => {
        server.fail(fault);
        expect([await welcome(), await welcome()]).toEqual([200, 200]);
        expect(server.sentTo(address)).toHaveLength(1);
        expect(await logged('welcome')).toMatchObject({ state: 'unknown', attempts: 1, lastError: expect.any(String) });
      },
    );

    test.each(['accept-silently' as const, 'accept-and-drop' as const])(
      '%s: a code is sent again under the same Message-ID',
      async (fault) => {
        server.fail(fault);
        expect([await otp(), await otp(), await otp()]).toEqual([500, 200, 200]);
        const mails = server.sentTo(address);
        expect(mails).toHaveLength(2);
        expect(mails[0]?.parsed.messageId).toBe(mails[1]?.parsed.messageId);
        expect(await logged('otp')).toMatchObject({ state: 'sent', attempts: 2 });
      },
    );
  });

  describe('a code or link that has expired', () => {
    test.each(['otp', 'password-reset'])('is not sent any more: %s', async (template) => {
      const expiresAt = new Date(service.clock.now().getTime() - 1000).toISOString();
      const status =
        template === 'otp'
          ? await service.deliver(otpRequested, { ...events.otpRequested(address), expiresAt }, eventId)
          : await service.deliver(
              passwordResetRequested,
              { ...events.passwordResetRequested(address), expiresAt },
              eventId,
            );
      expect(status).toBe(200);
      expect(server.sentTo(address)).toHaveLength(0);
      expect(await logged(template)).toMatchObject({ state: 'suppressed', lastError: 'it had expired' });
    });

    test('while the mail server was in trouble is given up', async () => {
      server.fail(450);
      const data = events.otpRequested(address);
      expect(await service.deliver(otpRequested, data, eventId)).toBe(500);
      service.clock.advance(301);
      expect(await service.deliver(otpRequested, data, eventId)).toBe(200);
      expect(server.sentTo(address)).toHaveLength(0);
      expect(await logged('otp')).toMatchObject({ state: 'suppressed' });
    });
  });

  describe('secrets', () => {
    test('the mail log holds neither codes nor tokens nor texts', async () => {
      await otp();
      server.fail('accept-silently');
      await service.deliver(passwordResetRequested, events.passwordResetRequested(address), eventId);
      const everything = JSON.stringify(await service.database.collection('mails').find().toArray());
      expect(everything).toContain(address);
      for (const secret of [code, token, 'Hi Asha', '<html']) expect(everything).not.toContain(secret);
    });

    test('a code sealed for another purpose or by another key makes no mail', async () => {
      for (const sealedCode of [seal(code, sealKey, 'password-reset'), 'not sealed at all']) {
        const data = { ...events.otpRequested(address), sealedCode };
        expect(await service.deliver(otpRequested, data, eventId)).toBe(500);
      }
      expect(server.sentTo(address)).toHaveLength(0);
      expect(await logged('otp')).toBeNull();
    });
  });

  describe('what does not keep its contract goes to the dead letters and makes no mail', () => {
    test.each([
      ['two addresses', { email: 'a@example.org, b@example.org' }],
      ['an address with a line break', { email: 'a@example.org\r\nBcc: b@example.org' }],
      ['an address with a name', { email: 'A <a@example.org>' }],
      ['an operator', { email: { $gt: '' } }],
      ['a name with a line break', { firstName: 'Asha\r\nBcc: b@example.org' }],
      ['an unknown field', { html: '<b>' }],
    ])('%s', async (_case, fields) => {
      const data = { ...events.accountRegistered(address), ...fields };
      const before = server.mails.length;
      expect(await service.deliver(accountRegistered, data as never, eventId)).toBe(200);
      expect(server.mails).toHaveLength(before);
      expect(await logged('welcome')).toBeNull();
      expect(
        await service.database
          .collection<{ _id: string }>('dead_letters')
          .countDocuments({ _id: `${accountRegistered.type}:${eventId}` }),
      ).toBe(1);
    });
  });
});
