import { type EventData, orderAttemptFailed, orderPaid, orderRefunded } from '@studynotion/contracts';
import { type Subscriber, subscriber } from '@studynotion/service-kit';
import { type SendToAccountNeeds, sendToAccount } from '../domain/send-to-account.ts';
import { inWords, priceInWords } from './in-words.ts';

export interface OrderSubscriberNeeds extends SendToAccountNeeds {
  /** Where links lead. */
  readonly publicOrigin: string;
}

/**
 * What happens to an order. It makes one mail when it is paid: a receipt, which says too that the courses are open, or
 * for a free order the word that they are. A mail for each course besides would say five times what the receipt says.
 */
export function orderSubscribers(needs: OrderSubscriberNeeds): readonly Subscriber[] {
  const { publicOrigin, mails } = needs;
  const coursesLink = `${publicOrigin}/dashboard/courses`;
  const ordersLink = `${publicOrigin}/dashboard/orders`;
  return [
    subscriber(orderPaid, ({ aggregateId: orderId, accountId, items, total, paidAt }) => {
      if (total.amount === 0)
        return sendToAccount(needs, { template: 'enrolment', subjectId: orderId, accountId }, ({ firstName }) => ({
          firstName,
          items: items.map(({ title }) => ({ title })),
          link: coursesLink,
        }));
      return sendToAccount(needs, { template: 'receipt', subjectId: orderId, accountId }, ({ firstName }) => ({
        firstName,
        orderId,
        paidAt: inWords(new Date(paidAt)),
        items: items.map(toItem),
        total: priceInWords(total),
        link: coursesLink,
      }));
    }),

    subscriber(orderAttemptFailed, async ({ aggregateId: orderId, accountId, items, total, reason }) => {
      // A failure that arrives late is no news any more; several of one order are one.
      if (await mails.has({ template: 'receipt', subjectId: orderId })) return;
      await sendToAccount(needs, { template: 'payment-failed', subjectId: orderId, accountId }, ({ firstName }) => ({
        firstName,
        items: items.map(toItem),
        total: priceInWords(total),
        ...(reason === undefined ? {} : { reason }),
        link: ordersLink,
      }));
    }),

    subscriber(orderRefunded, ({ aggregateId: orderId, accountId, amount, why, refundedAt }, { eventId }) =>
      sendToAccount(needs, { template: 'refund', subjectId: eventId, accountId }, ({ firstName }) => ({
        firstName,
        orderId,
        amount: priceInWords(amount),
        refundedAt: inWords(new Date(refundedAt)),
        isSurplus: why !== 'at-provider',
        link: ordersLink,
      })),
    ),
  ];
}

function toItem({ title, price }: EventData<typeof orderPaid>['items'][number]) {
  return { title, price: priceInWords(price) };
}
