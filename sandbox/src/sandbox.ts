import { join } from 'node:path';
import { ApiFaults } from './api-faults.ts';
import { CloudinaryAccount } from './cloudinary/account.ts';
import { createCloudinaryApp } from './cloudinary/app.ts';
import { serverTrouble as cloudinaryTrouble } from './cloudinary/cloudinary-error.ts';
import { faultyRoutes as cloudinaryRoutes } from './cloudinary/faulty-routes.ts';
import { Notifications } from './cloudinary/notifications.ts';
import type { SandboxConfig } from './config.ts';
import { createControlRouter } from './control/router.ts';
import { createInboxApp } from './inbox/app.ts';
import type { Log } from './log.ts';
import { MailFaults } from './mail/mail-faults.ts';
import { startMailServer } from './mail/mail-server.ts';
import { MailStore } from './mail/mail-store.ts';
import { RazorpayAccount } from './razorpay/account.ts';
import { createRazorpayApp } from './razorpay/app.ts';
import { faultyRoutes as razorpayRoutes } from './razorpay/faulty-routes.ts';
import { serverTrouble as razorpayTrouble } from './razorpay/razorpay-error.ts';
import { WebhookDeliveries } from './razorpay/webhook-deliveries.ts';
import { LOOPBACK, type RunningServer, serveHttp } from './server.ts';

export interface SandboxOptions {
  readonly log: Log;
  /** Wait before the first repetition of a webhook delivery, in milliseconds; it doubles from there. @default 1000 */
  readonly webhookBackoff?: number;
  /** Wait before the first repetition of Cloudinary's notifications, in milliseconds. @default three minutes, as the real one */
  readonly notificationBackoff?: number;
}

export interface Sandbox {
  readonly ports: SandboxConfig['ports'];
  stop(): Promise<void>;
}

/** Starts all stand-ins in this process; rejects, with nothing left running, when one cannot start. */
export async function startSandbox(
  config: SandboxConfig,
  { log, webhookBackoff = 1000, notificationBackoff = 180_000 }: SandboxOptions,
): Promise<Sandbox> {
  const { host = LOOPBACK, dataFolder, ports, razorpay, cloudinary } = config;
  const deliveries = new WebhookDeliveries({
    folder: join(dataFolder, 'razorpay', 'webhooks'),
    url: razorpay.webhookUrl,
    secret: razorpay.webhookSecret,
    firstBackoff: webhookBackoff,
    log,
  });
  const account = new RazorpayAccount(join(dataFolder, 'razorpay'), razorpay, deliveries);
  const apiFaults = new ApiFaults(razorpayRoutes, razorpayTrouble);
  const media = {
    account: new CloudinaryAccount(join(dataFolder, 'cloudinary'), cloudinary),
    notifications: new Notifications({
      folder: join(dataFolder, 'cloudinary', 'notifications'),
      apiSecret: cloudinary.apiSecret,
      backoff: notificationBackoff,
      log,
    }),
    apiFaults: new ApiFaults(cloudinaryRoutes, cloudinaryTrouble),
  };
  const mails = new MailStore(join(dataFolder, 'mails'));
  const mailFaults = new MailFaults();

  const running: RunningServer[] = [];
  const isReady = (): boolean => running.length === 4;
  const stop = async (): Promise<void> => {
    await Promise.all([
      deliveries.stop(),
      media.notifications.stop(),
      ...running.splice(0).map((server) => server.stop()),
    ]);
  };
  try {
    const control = createControlRouter({ account, deliveries, apiFaults, mails, mailFaults, cloudinary: media });
    const inbox = await serveHttp(createInboxApp({ control, mails, isReady, log }), { host, port: ports.inbox });
    running.push(inbox);
    const api = await serveHttp(createRazorpayApp({ account, apiFaults, keys: razorpay, log }), {
      host,
      port: ports.razorpay,
    });
    running.push(api);
    const smtp = await startMailServer({ mails, faults: mailFaults, log }, { host, port: ports.smtp });
    running.push(smtp);
    const delivery = await serveHttp(createCloudinaryApp({ ...media, log }), { host, port: ports.cloudinary });
    running.push(delivery);
    deliveries.start();
    media.notifications.start();
    const taken = { razorpay: api.port, smtp: smtp.port, inbox: inbox.port, cloudinary: delivery.port };
    log('info', 'Sandbox is ready', { 'sandbox.ports': taken });
    return { ports: taken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
