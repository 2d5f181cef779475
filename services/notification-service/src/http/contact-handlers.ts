import { sendContactMessage } from '@studynotion/contracts';
import { accepted, type Handler, handler } from '@studynotion/service-kit';
import { type ReceiveNeeds, receiveContactMessage } from '../domain/receive-contact-message.ts';

export function contactHandlers(needs: ReceiveNeeds): readonly Handler[] {
  return [
    handler(sendContactMessage, async ({ body, clientAddress }) => {
      await receiveContactMessage(needs, body, clientAddress);
      return accepted({ received: true });
    }),
  ];
}
