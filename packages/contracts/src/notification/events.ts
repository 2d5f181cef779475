import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
import { aggregateFields, event } from '../event.ts';

/** Somebody wrote to those who run the platform. The message stays where it is; `aggregateId` is its id. */
export const contactReceived = event({
  type: 'studynotion.contact.received.v1',
  producer: 'notification-service',
  data: z.strictObject(aggregateFields),
});

/** An administrator wants a mail sent once more; its key in the mail log. */
export const mailRepeatRequested = event({
  type: 'studynotion.mail.repeat-requested.v1',
  producer: 'notification-service',
  data: z.strictObject({ mailId: z.string().max(200) }),
});

export const notificationAccountErased = accountErasedEvent('notification', 'notification-service');
