import { configure, newId } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { notificationService } from '../src/app.ts';
import { Settings } from '../src/config.ts';
import { hashKey, mailEvents, sealKey } from './mail-events.ts';
import { MailServer } from './mail-server.ts';

export const CONTACT_MAILBOX = 'contact@site.example';

/** The service with a mail server of its own, and people whom auth-service knows. */
export async function startNotificationService() {
  const server = new MailServer();
  await server.start();
  const service: TestService = await startTestService(
    notificationService,
    configure('notification-service', Settings, {
      PUBLIC_ORIGIN: 'https://site.example',
      MAIL_FROM: 'StudyNotion <no-reply@site.example>',
      CONTACT_MAILBOX,
    }),
    { secrets: { 'smtp-url': server.url, 'mail-seal-key': sealKey, 'address-hash-key': hashKey } },
  );
  const people = new Map<string, string>();
  service.sidecar.respond('auth-service', 'GET /internal/accounts/', ({ path }) => {
    const id = path.split('/').at(-1) ?? '';
    const email = people.get(id);
    if (email === undefined)
      return { status: 404, body: { type: 'x', title: 'x', status: 404, code: 'account.not-found' } };
    const names = { firstName: 'Asha', lastName: 'Rao' };
    return { status: 200, body: { id, email, ...names, role: 'student', approved: true, version: 1 } };
  });

  return {
    service,
    server,
    people,
    events: mailEvents(service.clock),
    /** Somebody new with an account. */
    somebody() {
      const accountId = newId();
      const email = `${accountId}@example.org`;
      people.set(accountId, email);
      return { accountId, email };
    },
    administrator: () => service.tokens.tokenOf(newId(), { role: 'administrator' }),
    logged: (id: string) => service.database.collection<{ _id: string }>('mails').findOne({ _id: id }),
    /** Everything that this service stores, as text. */
    async everythingStored() {
      const names = ['mails', 'contact_messages', 'erased_accounts'];
      const all = await Promise.all(names.map((name) => service.database.collection(name).find().toArray()));
      return JSON.stringify(all);
    },
    async stop() {
      await service.stop();
      await server.stop();
    },
  };
}
