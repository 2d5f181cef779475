import { defineService } from '@studynotion/service-kit';
import type { Settings } from './config.ts';
import { mailModel } from './data/mail-model.ts';
import { Mails } from './data/mails.ts';
import { mailMetrics } from './domain/mail-metrics.ts';
import { mailSubscribers } from './events/mail-subscribers.ts';
import { SmtpMailer } from './mailer/smtp-mailer.ts';
import { MailRenderer } from './templates/mail-renderer.ts';

/** Mails: one per event, whatever is delivered twice. */
export const notificationService = defineService<Settings>((kit) => {
  const { settings, clock, logger, faultPoint } = kit;
  const mailer = new SmtpMailer({ url: kit.secret('smtp-url'), from: settings.MAIL_FROM });

  return {
    subscribers: mailSubscribers({
      mails: new Mails({ model: mailModel(kit.database), clock }),
      mailer,
      renderer: new MailRenderer(),
      metrics: mailMetrics(kit.metrics.registry),
      clock,
      logger,
      faultPoint,
      publicOrigin: settings.PUBLIC_ORIGIN,
      sealKey: kit.secret('mail-seal-key'),
    }),
    close: async () => mailer.close(),
  };
});
