import { contactReceived, mailRepeatRequested, notificationAccountErased } from '@studynotion/contracts';
import { defineService, type Kit, Outbox } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { ContactLimits } from './data/contact-limits.ts';
import { ContactMessages, contactMessageModel } from './data/contact-messages.ts';
import { ErasedAccounts, erasedAccountModel } from './data/erased-accounts.ts';
import { mailModel } from './data/mail-model.ts';
import { Mails } from './data/mails.ts';
import { mailMetrics } from './domain/mail-metrics.ts';
import { mailSubscribers } from './events/mail-subscribers.ts';
import { contactHandlers } from './http/contact-handlers.ts';
import { mailLogHandlers } from './http/mail-log-handlers.ts';
import { SmtpMailer } from './mailer/smtp-mailer.ts';
import { MailRenderer } from './templates/mail-renderer.ts';

/** Mails: one for each event, whatever is delivered twice. */
export const notificationService = defineService<Settings>((kit) => {
  const { settings, sidecar, clock, logger, faultPoint } = kit;
  const mailer = new SmtpMailer({ url: kit.secret('smtp-url'), from: settings.MAIL_FROM });
  const { mails, contactMessages, erasedAccounts, outboxes } = wireData(kit);
  const contactLimits = new ContactLimits({ sidecar, clock, hashKey: kit.secret('address-hash-key') });

  return {
    handlers: [...contactHandlers({ contactMessages, contactLimits }), ...mailLogHandlers({ mails })],
    subscribers: mailSubscribers({
      mails,
      contactMessages,
      contactLimits,
      erasedAccounts,
      mailer,
      sidecar,
      renderer: new MailRenderer(),
      metrics: mailMetrics(kit.metrics.registry),
      clock,
      logger,
      faultPoint,
      publicOrigin: settings.PUBLIC_ORIGIN,
      contactMailbox: settings.CONTACT_MAILBOX,
      sealKey: kit.secret('mail-seal-key'),
    }),
    outboxes,
    close: async () => mailer.close(),
  };
});

function wireData({ database, sidecar, logger, metrics, clock, faultPoint }: Kit<Settings>) {
  const parts = { sidecar, logger, metrics, clock, faultPoint };
  const [mailDocuments, messages, accounts] = [
    mailModel(database),
    contactMessageModel(database),
    erasedAccountModel(database),
  ];
  const mailOutbox = new Outbox({ ...parts, model: mailDocuments, events: [{ event: mailRepeatRequested }] });
  const messageOutbox = new Outbox({ ...parts, model: messages, events: [{ event: contactReceived }] });
  const accountOutbox = new Outbox({ ...parts, model: accounts, events: [{ event: notificationAccountErased }] });
  return {
    mails: new Mails({ model: mailDocuments, outbox: mailOutbox, clock }),
    contactMessages: new ContactMessages({ model: messages, outbox: messageOutbox, clock }),
    erasedAccounts: new ErasedAccounts({ model: accounts, outbox: accountOutbox, clock }),
    outboxes: [mailOutbox, messageOutbox, accountOutbox],
  };
}
