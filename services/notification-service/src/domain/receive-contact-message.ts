import type { ContactLimits } from '../data/contact-limits.ts';
import type { ContactMessage, ContactMessages } from '../data/contact-messages.ts';

export interface ReceiveNeeds {
  readonly contactMessages: ContactMessages;
  readonly contactLimits: ContactLimits;
}

/** Takes a message from anybody; the mails follow from its event. */
export async function receiveContactMessage(
  { contactMessages, contactLimits }: ReceiveNeeds,
  message: ContactMessage,
  clientAddress: string,
): Promise<void> {
  await contactLimits.count(message.email, clientAddress);
  await contactMessages.keep(message);
}
