import { receiveRazorpayWebhook } from '@studynotion/contracts';
import { type Clock, handler, InputError, NotAuthenticatedError, ok, type Worker } from '@studynotion/service-kit';
import { WebhookHead } from '../data/razorpay-entities.ts';
import type { WebhookInbox } from '../data/webhook-inbox.ts';
import type { PaymentProvider } from '../domain/payment-provider.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly inbox: WebhookInbox;
  readonly provider: PaymentProvider;
  readonly webhooks: Worker;
}

const EVENT_ID = /^[A-Za-z0-9_-]{1,100}$/;

/** Razorpay waits five seconds and counts what comes later as refused: store, answer, work afterwards. */
export const receiveRazorpayWebhookHandler = ({ clock, inbox, provider, webhooks }: Dependencies) =>
  handler(receiveRazorpayWebhook, async ({ rawBody, header }) => {
    if (!provider.isWebhookSigned(rawBody, header('x-razorpay-signature') ?? ''))
      throw new NotAuthenticatedError('webhook.signature-invalid');
    const id = header('x-razorpay-event-id') ?? '';
    if (!EVENT_ID.test(id)) throw new InputError('request.malformed', { detail: 'x-razorpay-event-id is not there.' });
    const body = rawBody.toString();
    await inbox.keep({ id, event: eventOf(body), body }, clock.now());
    webhooks.wake();
    return ok({ received: true });
  });

function eventOf(body: string): string {
  try {
    return WebhookHead.parse(JSON.parse(body)).event;
  } catch (cause) {
    throw new InputError('request.malformed', { cause });
  }
}
