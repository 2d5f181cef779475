import { contactReceived, mailRepeatRequested, reviewPublished } from '@studynotion/contracts';
import { type Subscriber, subscriber } from '@studynotion/service-kit';
import { repeatMail } from '../domain/repeat-mail.ts';
import { type ContactNeeds, sendContactMails } from '../domain/send-contact-mails.ts';
import { sendToAccount } from '../domain/send-to-account.ts';
import { type AccountSubscriberNeeds, accountSubscribers } from './account-subscribers.ts';
import { orderSubscribers } from './order-subscribers.ts';

export interface MailSubscriberNeeds extends AccountSubscriberNeeds, ContactNeeds {}

/** Every event that makes mails. */
export function mailSubscribers(needs: MailSubscriberNeeds): readonly Subscriber[] {
  return [
    ...accountSubscribers(needs),
    ...orderSubscribers(needs),

    subscriber(reviewPublished, ({ aggregateId: reviewId, instructorId, courseTitle, rating, text }) =>
      sendToAccount(needs, { template: 'review', subjectId: reviewId, accountId: instructorId }, ({ firstName }) => ({
        firstName,
        courseTitle,
        rating,
        ...(text === undefined ? {} : { comment: text }),
        link: `${needs.publicOrigin}/dashboard/teaching`,
      })),
    ),

    subscriber(contactReceived, ({ aggregateId }) => sendContactMails(needs, aggregateId)),
    subscriber(mailRepeatRequested, ({ mailId }) => repeatMail(needs, mailId)),
  ];
}
