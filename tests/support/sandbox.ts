import { codeOf, type RazorpayCallback, type ReceivedMail, SandboxControls } from '@studynotion/local';
import { waitUntil } from '@studynotion/platform/testing';
import { runningPlatform } from './running-platform.ts';

export { codeOf, type RazorpayCallback, type ReceivedMail };

const controls = new SandboxControls(() => runningPlatform().addresses.inbox);

/** The control API of the stand-ins; sandbox/README.md lists it. @throws what it refuses */
export function sandbox<Result = unknown>(method: string, path: string, body?: unknown): Promise<Result> {
  return controls.control<Result>(method, path, body);
}

/** The mails that reached an address, newest first. */
export function mailsTo(address: string, subject = ''): Promise<readonly ReceivedMail[]> {
  return controls.mailsTo(address, subject);
}

/** Waits until so many mails with this in their subject reached an address. @returns the newest */
export async function waitForMail(
  address: string,
  subject: string,
  { count = 1, seconds = 20 } = {},
): Promise<ReceivedMail> {
  let mails: readonly ReceivedMail[] = [];
  await waitUntil(
    `mail ${count} "${subject}" to ${address}`,
    async () => {
      mails = await mailsTo(address, subject);
      return mails.length >= count;
    },
    seconds,
  );
  return mails[0] as ReceivedMail;
}

/** Pays an order as a customer would on the checkout page; nobody carries the callback home. */
export function payAtRazorpay(razorpayOrderId: string): Promise<RazorpayCallback> {
  return controls.pay(razorpayOrderId);
}

export interface WebhookDelivery {
  readonly id: string;
  readonly event: string;
  readonly state: 'pending' | 'held' | 'dropped' | 'delivered' | 'failed';
  /** What the shop answered. */
  readonly attempts: readonly { readonly status?: number }[];
}

/** Waits until no event is on its way to the shop any more, nor waits to be told once more. */
export function webhooksSettled(): Promise<void> {
  return waitUntil(
    'the end of all deliveries',
    async () => {
      const { items } = await sandbox<{ items: WebhookDelivery[] }>('GET', '/razorpay/webhooks');
      return items.every(({ state }) => state !== 'pending');
    },
    30,
  );
}

/** Events about an order or a payment, with how their delivery went. */
export async function webhooksAbout(id: string): Promise<readonly WebhookDelivery[]> {
  const { items } = await sandbox<{ items: WebhookDelivery[] }>('GET', `/razorpay/webhooks?about=${id}`);
  return items;
}
