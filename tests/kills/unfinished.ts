import type { AppId } from '@studynotion/contracts';
import type { Databases } from '../support/databases.ts';
import { sandbox, type WebhookDelivery } from '../support/sandbox.ts';

/** Documents that say of themselves that somebody still has to do something about them. */
const MARKS: readonly { readonly app: AppId; readonly collection: string; readonly filter: Record<string, unknown> }[] =
  [
    { app: 'auth-service', collection: 'accounts', filter: { sessionsToEnd: true } },
    { app: 'payment-service', collection: 'orders', filter: { nextRefundAt: { $exists: true } } },
    { app: 'payment-service', collection: 'erasures', filter: { erasedAt: { $exists: false } } },
    { app: 'rating-review-service', collection: 'reviews', filter: { unsettled: true } },
    { app: 'notification-service', collection: 'mails', filter: { state: { $in: ['sending', 'failed'] } } },
    { app: 'media-service', collection: 'media', filter: { nextCheckAt: { $exists: true } } },
  ];

/** Names what is begun and not done yet, besides what is on its way between services. */
export async function unfinished(databases: Databases): Promise<readonly string[]> {
  const marked = await Promise.all(
    MARKS.map(async ({ app, collection, filter }) =>
      (await databases.count(app, collection, filter)) === 0 ? [] : [`${collection} of ${app}`],
    ),
  );
  return [...(await webhooksOutside()), ...marked.flat()];
}

/** Razorpay waits longer and longer for a shop that does not answer; nobody has to wait with it, so it is asked to go on. */
async function webhooksOutside(): Promise<readonly string[]> {
  const { items } = await sandbox<{ items: WebhookDelivery[] }>('GET', '/razorpay/webhooks');
  const ids = items.filter(({ state }) => state === 'pending').map(({ id }) => id);
  if (ids.length === 0) return [];
  await sandbox('POST', '/razorpay/webhooks/release', { ids });
  return ['webhooks at Razorpay'];
}
