import type { Order } from '@studynotion/contracts';
import { payAtRazorpay, type RazorpayCallback, sandbox } from '../support/sandbox.ts';

/** What Razorpay does with webhooks is one setting for all; whoever pays waits until it is as they want it. */
let turn: Promise<unknown> = Promise.resolve();

/** Pays an order, and has Razorpay tell the shop of it or keep quiet. */
export function payWithWebhooks({ checkout }: Order, webhooks: boolean): Promise<RazorpayCallback> {
  const paid = turn.then(async () => {
    await sandbox('PUT', '/razorpay/webhooks', { mode: webhooks ? 'normal' : 'drop' });
    return payAtRazorpay(checkout?.razorpayOrderId ?? '');
  });
  turn = paid.catch(() => {}); // whoever paid hears of it
  return paid;
}

/** An attempt that the bank refuses; Razorpay tells of it. */
export async function tryToPayInVain({ checkout }: Order): Promise<void> {
  const refused = turn.then(async () => {
    await sandbox('PUT', '/razorpay/webhooks', { mode: 'normal' });
    await sandbox('POST', `/razorpay/orders/${checkout?.razorpayOrderId}/pay`, { outcome: 'failed' });
  });
  turn = refused.catch(() => {}); // whoever tried hears of it
  await refused;
}
