import type { ContactMessages } from '../data/contact-messages.ts';
import { type SendNeeds, sendOnce } from './send-once.ts';

export interface ContactNeeds extends SendNeeds {
  readonly contactMessages: ContactMessages;
  /** Who gets the messages. */
  readonly contactMailbox: string;
}

/** One mail to those who run the platform and one to the sender; neither waits for the other to work out. */
export async function sendContactMails(needs: ContactNeeds, messageId: string): Promise<void> {
  const found = await needs.contactMessages.find(messageId);
  if (found === undefined) return;
  const { firstName, lastName, email, phone, message } = found;
  const name = [firstName, lastName].filter((part) => part !== undefined).join(' ');
  const values = { name, email, message, ...(phone === undefined ? {} : { phone }) };
  const outcomes = await Promise.allSettled([
    sendOnce(needs, { template: 'contact', subjectId: messageId, to: needs.contactMailbox, replyTo: email, values }),
    sendOnce(needs, { template: 'contact-confirmation', subjectId: messageId, to: email, values: {} }),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
