import { waitUntil } from '@studynotion/platform/testing';
import { runningPlatform } from './running-platform.ts';

/** The control API of the stand-ins; sandbox/README.md lists it. @throws what it refuses */
export async function sandbox<Result = unknown>(method: string, path: string, body?: unknown): Promise<Result> {
  const answer = await fetch(`${runningPlatform().addresses.inbox}/sandbox${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /sandbox${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Result;
}

export interface ReceivedMail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/** The mails that reached an address, newest first. */
export async function mailsTo(address: string, subject = ''): Promise<readonly ReceivedMail[]> {
  const query = new URLSearchParams({ to: address, subject });
  const { items } = await sandbox<{ items: ReceivedMail[] }>('GET', `/mails?${query}`);
  return items;
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

/** The six digits of a mail with a code. */
export function codeOf({ text }: ReceivedMail): string {
  const code = /^\s*(\d{6})\s*$/m.exec(text)?.[1];
  if (code === undefined) throw new Error(`No code in the mail:\n${text}`);
  return code;
}

/** What the checkout page of Razorpay hands over after a payment. */
export interface RazorpayCallback {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

/** Pays an order as a customer would on the checkout page; nobody carries the callback home. */
export function payAtRazorpay(razorpayOrderId: string): Promise<RazorpayCallback> {
  return sandbox('POST', `/razorpay/orders/${razorpayOrderId}/pay`, { outcome: 'captured' });
}

export interface WebhookDelivery {
  readonly id: string;
  readonly event: string;
  readonly state: 'pending' | 'held' | 'dropped' | 'delivered' | 'failed';
  /** What the shop answered. */
  readonly attempts: readonly { readonly status?: number }[];
}

/** Events about an order or a payment, with how their delivery went. */
export async function webhooksAbout(id: string): Promise<readonly WebhookDelivery[]> {
  const { items } = await sandbox<{ items: WebhookDelivery[] }>('GET', `/razorpay/webhooks?about=${id}`);
  return items;
}
